public import ExerciseKit

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
  private let operations: [Operation]
  /// For each operation, those that must come before it, as bits.
  private let predecessors: [UInt64]

  /// Takes a history in which real time counts: the question is linearizability.
  public init(_ history: [Operation]) {
    self.init(history) { $0.precedes($1) }
  }

  /// Takes what each client did, in its own order; real time between clients does not count, so the
  /// question is sequential consistency (Lamport 1979).
  public init(sessions: [[Operation]]) {
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

  private init(_ history: [Operation], comesFirst: (Operation, Operation) -> Bool) {
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

  let operations: [Operation]
  let predecessors: [UInt64]
  /// The operations that must take their place in the order.
  let required: UInt64
  /// States from which no order was found.
  private var hopeless: Set<State> = []

  init(_ operations: [Operation], _ predecessors: [UInt64]) {
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
  private func outcome(of operation: Operation, on value: Int) -> Int? {
    switch operation.kind {
    case .write(let written): written
    case .read: nil
    case .compareAndSet(let expected, let new, let succeeded):
      expected == value && (succeeded || operation.returned == nil) ? new : nil
    }
  }
}
