import Wire

/// Removes events as long as what is left still fails, until no single one can go.
/// - Parameters:
///   - known: a failing history and what is known of its failure.
///   - effort: how many events may be tried in all. A fault that needs thousands of them would never be
///     done, and what is left when the effort is spent fails as well.
///   - firstFailing: of these histories, the first that still fails in the same way, cut to the
///     events that matter.
/// - Returns: a failing history from which no event can be removed.
func shrink<Operation: NodeOperation, Finding>(
  _ known: Finding, effort: Int = .max, history: (Finding) -> CausalHistory<Operation>,
  firstFailing: ([CausalHistory<Operation>]) throws(Stop) -> Finding?
) throws(Stop) -> Finding {
  var rest = effort
  func tried(_ candidates: [CausalHistory<Operation>]) throws(Stop) -> Finding? {
    rest -= candidates.reduce(0) { $0 + $1.events.count }
    return try firstFailing(candidates)
  }
  var best = try shrinkByStretches(
    known, isSpent: { rest <= 0 }, history: history, firstFailing: tried)
  while true {
    let current = history(best)
    // Late events first: what a run does after its point was made is the likeliest to be noise.
    let candidates = current.events.indices.reversed().lazy.map { current.removing($0) }
    var untried = candidates[...]
    var smaller: Finding?
    // A few at first: one of them is likely to do, and all of a batch are run before any is judged.
    var count = 2
    while smaller == nil, !untried.isEmpty, rest > 0 {
      smaller = try tried(Array(untried.prefix(count)))
      untried = untried.dropFirst(count)
      count *= 2
    }
    guard let smaller else { return best }
    best = smaller
  }
}

/// Removes stretches of events from a long history, since starting anew after every single event would
/// take too long.
private func shrinkByStretches<Operation: NodeOperation, Finding>(
  _ known: Finding, isSpent: () -> Bool, history: (Finding) -> CausalHistory<Operation>,
  firstFailing: ([CausalHistory<Operation>]) throws(Stop) -> Finding?
) throws(Stop) -> Finding {
  var best = known
  guard history(known).events.count > 48 else { return known }
  var length = history(known).events.count / 2
  while length >= 1 {
    var end = history(best).events.count
    while end > 0, !isSpent() {
      let start = max(0, end - length)
      if let smaller = try firstFailing([history(best).removing(start..<end)]) { best = smaller }
      end = min(start, history(best).events.count)
    }
    length /= 2
  }
  return best
}
