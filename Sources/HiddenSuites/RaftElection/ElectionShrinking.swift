import Checking
import Wire

/// Makes a violating run shorter: events are left out as long as the same guarantee still breaks.
struct ElectionShrinking {
  let setting: ElectionSetting
  let seed: UInt64
  let check: String
  let subject: any Subject

  /// Shortens a run until no single event can be left out.
  /// - Returns: nil when the run does not break the guarantee when repeated.
  func shrink(_ events: [ElectionEvent]) throws(Stop) -> Counterexample? {
    guard var best = try breaking(events) else { return nil }
    var chunk = max(1, best.steps.count / 2)
    while true {
      var start = 0
      while start < best.steps.count {
        var fewer = best.steps.map(\.event)
        fewer.removeSubrange(start..<min(start + chunk, fewer.count))
        if let shorter = try breaking(fewer), shorter.steps.count < best.steps.count {
          best = shorter
        } else {
          start += chunk
        }
      }
      if chunk == 1 { break }
      chunk = max(1, chunk / 2)
    }
    let violation = best.violations.first { $0.check == check }
    return violation.map { Counterexample(best, $0, isShortest: false, seed: seed) }
  }

  /// Runs the events and returns the run up to its violation, if it is one of the same guarantee.
  private func breaking(_ events: [ElectionEvent]) throws(Stop) -> ElectionRun? {
    var run = try ElectionRun(setting, seed: seed, subject: subject)
    for event in events {
      try run.perform(event)
      if !run.violations.isEmpty { break }
    }
    return run.violations.contains { $0.check == check } ? run : nil
  }
}
