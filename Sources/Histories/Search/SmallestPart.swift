extension OrderQuestion {
  /// Leaves out operations of an impossible history for as long as what remains is impossible, and
  /// only such that a possible history would stay possible without them.
  /// - Parameter budget: how many steps may be spent on it.
  /// - Returns: what cannot be made smaller, or is what the budget allowed, as indices.
  func smallestPart(of forms: [Int], budget: Int) -> [Int] {
    let late = unexplained(forms, TiedOperations(history, forms))
    if !late.isEmpty { return late }
    var steps = 0
    var part = forms
    if precedence == .realTime { part = shortestPrefix(of: part, budget: budget, &steps) }
    part = withoutStretches(part, from: max(1, part.count / 2), budget: budget, &steps)
    // A prefix forgets answers that came after it; with them, still less may be needed.
    return withoutStretches(part.map(history.index), from: 1, budget: budget, &steps)
  }

  private func isImpossible(_ forms: [Int], budget: Int, _ steps: inout Int) -> Bool {
    // Also the preparation of a search takes its time.
    steps += forms.count
    guard steps <= budget else { return false }
    if case .impossible = answer(for: forms, budget: budget - steps, spending: &steps) {
      return true
    }
    return false
  }

  /// What had been called up to the first return at which no order explains it any more. Later answers
  /// are not yet known there.
  private func shortestPrefix(of forms: [Int], budget: Int, _ steps: inout Int) -> [Int] {
    let ends = forms.filter(history.isAnswered).map { history.returns[$0] }.sorted()
    var (low, high) = (0, ends.count - 1)
    while low < high {
      let middle = (low + high) / 2
      let prefix = history.forms(forms, until: ends[middle])
      if isImpossible(prefix, budget: budget, &steps) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return ends.isEmpty ? forms : history.forms(forms, until: ends[high])
  }

  /// Leaves out stretches of operations, shorter and shorter ones, late ones first.
  private func withoutStretches(
    _ forms: [Int], from longest: Int, budget: Int, _ steps: inout Int
  ) -> [Int] {
    var part = forms
    var length = longest
    while length >= 1 {
      var end = part.count
      var isSmaller = false
      var ties = TiedOperations(history, part)
      while end > 0, steps <= budget {
        let stretch = max(0, end - length)..<end
        let rest = ties.leavingOut(stretch)
        end = stretch.lowerBound
        guard !rest.isEmpty, isImpossible(rest, budget: budget, &steps) else { continue }
        part = rest
        ties = TiedOperations(history, part)
        isSmaller = true
        end = min(end, part.count)
      }
      if length == 1, isSmaller, steps <= budget { continue }
      length /= 2
    }
    return part
  }
}
