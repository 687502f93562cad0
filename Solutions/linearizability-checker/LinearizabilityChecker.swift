public import ExerciseKit

/// Whether some order of the operations explains the history of one register.
///
/// Guarantee: every read returns what the last write before it wrote, every comparison came out as it must
/// there, and an operation that had its answer before another was asked for comes first (Herlihy and Wing 1990,
/// section 2). An operation without an answer may have happened or not.
public enum LinearizabilityChecker: HistoryChecking {
  /// True when there is such an order.
  ///
  /// Where no value is written twice it takes time with the square of the operations, however many overlap.
  /// - Parameters:
  ///   - history: the operations, in any order; at most 64.
  ///   - initial: what the register holds before the first write.
  public static func isLinearizable(_ history: [TimedOperation], initial: Int) -> Bool {
    ValueGroups(history, initial: initial)?.fitTogether
      ?? (RegisterHistory(history).linearization(initial: initial) != nil)
  }
}

/// Whether some order of the operations explains a history, as `LinearizabilityChecker` says.
public func isLinearizable(_ history: [TimedOperation], initial: Int) -> Bool {
  LinearizabilityChecker.isLinearizable(history, initial: initial)
}

/// What happened to one register, and the question which single order could explain it.
///
/// Guarantee: the search is complete. It finds an order exactly when there is one. Source: Wing and
/// Gong 1993, section 4; what has been tried is remembered as in Lowe 2017, section 5, so that the
/// search takes each set of finished operations once per value of the register.
///
/// Where no value is written twice no search is needed, as in Gibbons and Korach 1997, section 4.
///
/// It holds whatever goes on behind the history; the times must be of one clock, and nothing that took effect
/// may be missing.
///
/// Cost: time and memory grow with the sets of operations that can have come first, exponentially in how many
/// overlap.
///
/// Deviation: a history is held to 64 operations, as each set of them is one machine word.
///
/// Must be stored: nothing; it is a question about a finished history.
public struct RegisterHistory: Sendable {
  private let operations: [TimedOperation]
  /// For each operation, those that must come before it, as bits.
  private let predecessors: [UInt64]

  /// Takes a history in which real time counts: the question is linearizability.
  public init(_ history: [TimedOperation]) {
    self.init(history) { $0.precedes($1) }
  }

  /// Takes what each client did, in its own order; real time between clients does not count, so the
  /// question is sequential consistency (Lamport 1979).
  public init(sessions: [[TimedOperation]]) {
    let all = sessions.joined()
    var earlier: [UInt64] = []
    for session in sessions {
      let start = earlier.count
      for place in session.indices {
        // Every earlier operation of the same client, and nothing else.
        earlier.append(((1 << UInt64(place)) - 1) << UInt64(start))
      }
    }
    operations = Array(all)
    predecessors = earlier
    precondition(operations.count <= 64, "a history of more than 64 operations")
  }

  private init(_ history: [TimedOperation], comesFirst: (TimedOperation, TimedOperation) -> Bool) {
    precondition(history.count <= 64, "a history of more than 64 operations")
    operations = history
    predecessors = history.map { later in
      history.indices.reduce(UInt64(0)) { bits, earlier in
        comesFirst(history[earlier], later) ? bits | 1 << UInt64(earlier) : bits
      }
    }
  }

  /// An order that explains the history, as indices into it; nil when there is none.
  ///
  /// Reads without an answer are left out, and so are writes without one that nothing needs.
  public func linearization(initial: Int) -> [Int]? {
    var search = Search(operations, predecessors)
    return search.order(done: 0, value: initial)
  }
}

/// A depth-first search for an order.
private struct Search {
  private struct State: Hashable {
    var done: UInt64
    var value: Int
  }

  let operations: [TimedOperation]
  let predecessors: [UInt64]
  /// The operations that must take their place in the order.
  let required: UInt64
  /// States from which no order was found.
  private var hopeless: Set<State> = []

  init(_ operations: [TimedOperation], _ predecessors: [UInt64]) {
    self.operations = operations
    self.predecessors = predecessors
    required = operations.indices.reduce(0) { bits, index in
      operations[index].returned == nil ? bits : bits | 1 << UInt64(index)
    }
  }

  mutating func order(done: UInt64, value: Int) -> [Int]? {
    if done & required == required { return [] }
    // What fits and changes nothing can as well come now as later.
    if let index = operations.indices.first(where: { leaves(value, $0) && canCome($0, done) }) {
      return order(done: done | 1 << UInt64(index), value: value).map { [index] + $0 }
    }
    guard !hopeless.contains(State(done: done, value: value)) else { return nil }
    for index in operations.indices {
      guard canCome(index, done), let next = outcome(of: operations[index], on: value) else {
        continue
      }
      if let rest = order(done: done | 1 << UInt64(index), value: next) { return [index] + rest }
    }
    hopeless.insert(State(done: done, value: value))
    return nil
  }

  /// Whether an operation can be the next. What has no answer may be left out, so nothing waits for it.
  private func canCome(_ index: Int, _ done: UInt64) -> Bool {
    done & 1 << UInt64(index) == 0 && predecessors[index] & ~done & required == 0
  }

  /// Whether an operation fits where the register holds a value, and only looks at it.
  private func leaves(_ value: Int, _ index: Int) -> Bool {
    guard operations[index].returned != nil else { return false }
    return switch operations[index].kind {
    case .write: false
    case .read(let seen): seen == value
    case .compareAndSet(let expected, _, let succeeded): !succeeded && expected != value
    }
  }

  /// The register's value after an operation that changes it; nil when the operation cannot come here. One
  /// without an answer that would change nothing need not come.
  private func outcome(of operation: TimedOperation, on value: Int) -> Int? {
    switch operation.kind {
    case .write(let written): written
    case .read: nil
    case .compareAndSet(let expected, let new, let succeeded):
      expected == value && (succeeded || operation.returned == nil) ? new : nil
    }
  }
}

/// A history in which no value is written twice, parted by values: each write with the reads of what it wrote.
///
/// In an order that explains the history the operations of a group stand together, so there is one exactly when
/// the groups can be put in an order. Source: Gibbons and Korach 1997, section 4.
struct ValueGroups {
  /// The operations of one value.
  private struct Group {
    /// When its write was asked for; nil for what the register holds at first.
    var written: Int?
    /// When the first of them had its answer; nil before the first write has begun, and while none has one.
    var firstReturn: Int?
    /// When the last of them was asked for.
    var lastCall: Int?

    /// Whether an operation of this group had its answer before one of another was asked for.
    func precedes(_ other: Group) -> Bool {
      guard let firstReturn, let lastCall = other.lastCall else { return false }
      return firstReturn < lastCall
    }

    mutating func add(_ operation: TimedOperation) {
      lastCall = max(lastCall ?? operation.invoked, operation.invoked)
      guard let returned = operation.returned else { return }
      firstReturn = min(firstReturn ?? returned, returned)
    }
  }

  private var groups: [Int: Group]
  /// Whether every read returned something that had been written, or asked to be.
  private var everyReadHasItsWrite = true
  private let initial: Int

  /// Parts a history; nil where a value is written twice, or by an operation that compares.
  init?(_ history: [TimedOperation], initial: Int) {
    self.initial = initial
    groups = [initial: Group()]
    for operation in history {
      switch operation.kind {
      case .write(let value):
        guard groups[value] == nil else { return nil }
        groups[value] = Group(written: operation.invoked)
        groups[value]?.add(operation)
      case .compareAndSet: return nil
      case .read: break
      }
    }
    for operation in history {
      guard case .read(let value) = operation.kind, let returned = operation.returned else {
        continue
      }
      if let written = groups[value]?.written {
        if returned < written { everyReadHasItsWrite = false }
      } else if value != initial {
        everyReadHasItsWrite = false
      }
      groups[value]?.add(operation)
    }
  }

  /// Whether the groups can be put in an order. Of a cycle among them two are one already: whose first answer
  /// is the earliest, and who must come before it.
  var fitTogether: Bool {
    guard everyReadHasItsWrite else { return false }
    // A write without an answer that nobody has seen comes before none, so it is in nobody's way.
    let written = groups.filter { $0.key != initial }.map(\.value)
    let first = groups[initial] ?? Group()
    return !written.contains { $0.precedes(first) }
      && written.indices.allSatisfy { place in
        written[..<place].allSatisfy {
          !$0.precedes(written[place]) || !written[place].precedes($0)
        }
      }
  }
}

extension TimedOperation {
  /// True when this operation had its answer before `other` was asked for.
  public func precedes(_ other: TimedOperation) -> Bool {
    returned.map { $0 < other.invoked } ?? false
  }
}
