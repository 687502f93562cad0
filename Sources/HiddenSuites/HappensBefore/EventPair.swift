import ExerciseKit

/// Two events that one trace can hold, the one asked and the one it is asked about.
struct EventPair: Hashable, Sendable {
  var left: Int
  var right: Int

  /// How the two are related, as the causal pasts of the trace's events say.
  func relation(in pasts: [[Int]]) -> Causality {
    if pasts[right].contains(left) { return .before }
    return pasts[left].contains(right) ? .after : .concurrent
  }

  /// Every two events of a trace, in both directions.
  static func all(in trace: Trace) -> [EventPair] {
    trace.events.indices.flatMap { left in
      trace.events.indices.compactMap { left == $0 ? nil : EventPair(left: left, right: $0) }
    }
  }

  /// Every two events, in both directions, that one trace can hold and that need exactly this many
  /// events.
  static func all(in space: CausalSpace<ClockOperation>, needing size: Int) -> [EventPair] {
    var pairs: [EventPair] = []
    for right in space.events.indices {
      for left in 0..<right
      where space.historySize(of: left, right) == size && space.canCoexist(left, right) {
        pairs.append(EventPair(left: left, right: right))
        pairs.append(EventPair(left: right, right: left))
      }
    }
    return pairs
  }
}
