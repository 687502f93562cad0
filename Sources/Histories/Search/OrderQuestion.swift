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
    var allowance = precedence == .realTime ? budget : Self.firstAllowance
    let preferences: [Lanes.Preference] =
      precedence == .realTime ? [.called] : [.returned, .called, .clients]
    let before = steps
    while true {
      for preference in preferences {
        let left = budget - (steps - before)
        var search = OrderSearch(
          Lanes(history, kept, precedence, preference),
          leavesState: kept.map { history.leavesState[$0] }, ledger: TokenLedger(history, kept))
        let outcome = search.run(budget: min(allowance, left)) {
          history.transition($0, kept[$1])
        }
        steps += search.steps
        switch outcome {
        case .found(let order): return .found(order.map { history.index(of: kept[$0]) })
        case .impossible: return .impossible
        case .spent where steps - before >= budget: return .spent
        case .spent: break
        }
      }
      allowance *= 4
    }
  }

  /// How many steps are first tried with each preference, where the clock binds nobody and a search that
  /// has begun badly may never end.
  private static let firstAllowance = 1 << 14

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
