/// A partial order of the operations of a history, by their positions in it.
struct OperationOrder {
  /// For each operation the operations that must come before it, closed under transitivity.
  private var predecessors: [Set<Int>]

  /// True when some operation would have to come before itself.
  private var isCyclic: Bool {
    predecessors.indices.contains { predecessors[$0].contains($0) }
  }

  private init(of history: [RegisterOperation], where precedes: (Int, Int) -> Bool) {
    predecessors = history.indices.map { later in
      Set(history.indices.filter { $0 != later && precedes($0, later) })
    }
    close()
  }

  /// The operations of one process in the order they were asked.
  static func program(of history: [RegisterOperation]) -> OperationOrder {
    OperationOrder(of: history) { first, second in
      let (a, b) = (history[first], history[second])
      return a.process == b.process && (a.invoked, first) < (b.invoked, second)
    }
  }

  /// What had returned before another was asked.
  static func realTime(of history: [RegisterOperation]) -> OperationOrder {
    OperationOrder(of: history) { history[$0].returned < history[$1].invoked }
  }

  /// Each write before the reads that return its value; nil when a read returns what nobody wrote.
  static func readsFrom(in history: [RegisterOperation]) -> OperationOrder? {
    let sources = history.map { operation in
      history.firstIndex {
        $0.kind == .write && $0.register == operation.register && $0.value == operation.value
      }
    }
    let areExplained = history.indices.allSatisfy {
      history[$0].kind == .write || history[$0].value == 0 || sources[$0] != nil
    }
    guard areExplained else { return nil }
    return OperationOrder(of: history) { write, read in
      history[read].kind == .read && sources[read] == write
    }
  }

  /// Both orders together.
  func adding(_ other: OperationOrder) -> OperationOrder {
    var sum = self
    for index in predecessors.indices {
      sum.predecessors[index].formUnion(other.predecessors[index])
    }
    sum.close()
    return sum
  }

  /// The order among some of the operations, renumbered by their place in `kept`.
  func restricted(to kept: [Int]) -> OperationOrder {
    var part = self
    part.predecessors = kept.map { operation in
      Set(kept.indices.filter { predecessors[operation].contains(kept[$0]) })
    }
    return part
  }

  /// True when the operations can be put into a sequence that respects this order and in which every
  /// read returns the last value written to its register, or 0 before the first.
  func hasSerialization(of history: [RegisterOperation]) -> Bool {
    guard !isCyclic else { return false }
    var refuted: Set<Position> = []
    return completes(Position(), history, &refuted)
  }

  /// How far a sequence has come: what is in it, and what the registers hold.
  private struct Position: Hashable {
    var placed: Set<Int> = []
    var values: [Int: Int] = [:]
  }

  private func completes(
    _ position: Position, _ history: [RegisterOperation], _ refuted: inout Set<Position>
  ) -> Bool {
    if position.placed.count == history.count { return true }
    guard !refuted.contains(position) else { return false }
    for (index, operation) in history.enumerated()
    where !position.placed.contains(index) && predecessors[index].isSubset(of: position.placed) {
      var next = position
      next.placed.insert(index)
      switch operation.kind {
      case .write: next.values[operation.register] = operation.value
      case .read:
        guard position.values[operation.register, default: 0] == operation.value else { continue }
      }
      if completes(next, history, &refuted) { return true }
    }
    refuted.insert(position)
    return false
  }

  private mutating func close() {
    for middle in predecessors.indices {
      for later in predecessors.indices where predecessors[later].contains(middle) {
        predecessors[later].formUnion(predecessors[middle])
      }
    }
  }
}
