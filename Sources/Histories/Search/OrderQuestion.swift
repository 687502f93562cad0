/// Which operations come before which.
enum Precedence {
  /// What had returned before another was called.
  case realTime
  /// What the same client had asked before.
  case sessions
}

/// The question whether some order explains some operations of a history, in the forms given.
struct OrderQuestion {
  let history: CodedHistory
  let precedence: Precedence

  /// An order, as indices into the history.
  /// - Parameter steps: what the search took is added to it.
  func answer(
    for forms: [Int], budget: Int, spending steps: inout Int
  ) -> OrderSearch.Outcome {
    let ties = TiedOperations(history, forms)
    if !unexplained(forms, ties).isEmpty { return .impossible }
    // What nobody needs and nobody knows to have happened can as well never happen.
    let kept = forms.indices.filter { history.isAnswered(forms[$0]) || ties.isNeeded($0) }
      .map { forms[$0] }
    var search = OrderSearch(
      Lanes(history, kept, precedence), leavesState: kept.map { history.leavesState[$0] },
      ledger: TokenLedger(history, kept))
    let outcome = search.run(budget: budget) { history.transition($0, kept[$1]) }
    steps += search.steps
    guard case .found(let order) = outcome else { return outcome }
    return .found(order.map { history.index(of: kept[$0]) })
  }

  /// The first operation that has seen what nobody can have provided by then, behind what provided it
  /// too late, by their forms; empty when there is none.
  func unexplained(_ forms: [Int], _ ties: TiedOperations) -> [Int] {
    for (place, form) in forms.enumerated() where history.isAnswered(form) {
      guard let providers = ties.onlyProviders(for: place) else { continue }
      let isInTime = providers.contains {
        $0 != place
          && (precedence == .sessions || history.call(of: forms[$0]) <= history.returns[form])
      }
      if !isInTime { return providers.filter { $0 != place }.prefix(1).map { forms[$0] } + [form] }
    }
    return []
  }
}
