import Histories
import Testing

/// Checkers with a mistake each; the small histories must tell them from the right one.
private enum WrongChecker: String, CaseIterable {
  case ignoresRealTime
  case makesWhatIsPendingHappenAtOnce
  case forgetsWhatIsPending
  case triesOneOrder
  case remembersNoState
  case looksAtReadsOneByOne
  case ordersByReturn

  func accepts(_ history: [IntRegister.Operation]) -> Bool {
    let register = IntRegister(initial: 0)
    func inOrder(_ key: (IntRegister.Operation) -> Int) -> Bool {
      let order = history.indices.filter { history[$0].answer != nil }
        .sorted { key(history[$0]) < key(history[$1]) }
      return TryingEveryOrder(register) { _, _ in false }.isExplained(history, by: order)
    }
    switch self {
    case .ignoresRealTime: return register.sequentialConsistency(of: history).holds
    case .makesWhatIsPendingHappenAtOnce:
      return TryingEveryOrder(register).explains(
        history.map { operation in
          guard operation.answer == nil, case .write = operation.input else { return operation }
          var operation = operation
          operation.answer = .init(.done, returned: operation.called)
          return operation
        })
    case .forgetsWhatIsPending:
      return TryingEveryOrder(register).explains(history.filter { $0.answer != nil })
    case .triesOneOrder: return inOrder(\.called)
    case .ordersByReturn: return inOrder(\.returned)
    case .remembersNoState: return Self.searchWithoutStates(history)
    case .looksAtReadsOneByOne:
      return history.indices.allSatisfy { kept in
        register.linearizability(
          of: history.indices.filter { $0 == kept || history[$0].input != .read }
            .map { history[$0] }
        ).holds
      }
    }
  }

  /// Does not go on from a set of operations it has been at, whatever the register held there.
  private static func searchWithoutStates(_ history: [IntRegister.Operation]) -> Bool {
    var known: Set<Set<Int>> = []
    func search(_ done: Set<Int>, _ state: Int) -> Bool {
      let rest = history.indices.filter { !done.contains($0) }
      if rest.allSatisfy({ history[$0].answer == nil }) { return true }
      guard known.insert(done).inserted else { return false }
      return rest.contains { next in
        guard !rest.contains(where: { history[$0].precedes(history[next]) }),
          let after = IntRegister(initial: 0).step(
            state, history[next].input, history[next].answer?.output)
        else { return false }
        return search(done.union([next]), after)
      }
    }
    return search([], 0)
  }
}

@Suite("Wrong checkers of linearizability")
struct WrongCheckersTests {
  @Test(arguments: WrongChecker.allCases)
  private func `the small histories tell a wrong checker from the right one`(
    wrong: WrongChecker
  ) {
    var differences = 0
    for count in 1...3 {
      for shape in Shape.all(clients: 2, operations: count) where differences == 0 {
        shape.histories(of: Choices.register) { history in
          let right = IntRegister(initial: 0).linearizability(of: history).holds
          if wrong.accepts(history) != right { differences += 1 }
        }
      }
    }
    #expect(differences > 0)
  }
}
