import Checking
import ExerciseKit
import Simulation
import Wire

/// Makes a run of one node plainer while the same guarantee still breaks: fewer events first, then what
/// the protocol knows as plainer.
struct RuledScriptShrinking<P: RuledProtocol> {
  private let check: String
  /// How the subject stops, where the run leads to a stop.
  private let stop: Stop?
  private let seed: UInt64
  private let subject: any Subject
  private var best: RuledLines<P>
  /// How many more steps may be asked for, and how many more runs.
  private var stepBudget = 60_000
  private var runBudget: Int

  /// Shrinks what was found, and tells it.
  /// - Parameter stop: how the subject stops in the last step of the run, where that was found.
  /// - Returns: nil when the run, repeated by itself, does not break the guarantee.
  static func shrink(
    _ found: RuledScripts<P>.Found, stop: Stop? = nil, on subject: any Subject
  ) throws(Stop) -> Counterexample? {
    var shrinking = Self(found, stop, subject)
    guard try shrinking.accept(shrinking.best) else { return nil }
    try shrinking.leaveOutEvents()
    for simplify in P.simplifications(of: shrinking.best) {
      let plainer = simplify(shrinking.best)
      if plainer != shrinking.best { _ = try shrinking.accept(plainer) }
    }
    try shrinking.leaveOutEvents()
    return try shrinking.told()
  }

  private init(_ found: RuledScripts<P>.Found, _ stop: Stop?, _ subject: any Subject) {
    check = found.violation.check
    self.stop = stop
    seed = found.script.seed
    self.subject = subject
    best = RuledLines(
      setting: found.script.setting, events: found.script.events(upTo: found.step))
    // After a stop a worker is started anew.
    runBudget = stop == nil ? 2000 : 80
  }

  private func told() throws(Stop) -> Counterexample? {
    let run = try RuledRun.played(
      best.events, in: best.setting, seed: ~seed, stops: stop != nil, on: subject)
    let violation =
      stop.map {
        LocalViolation(check: check, sentence: "in this step the submission \($0.phrase)")
      } ?? run.violations.first { $0.check == check }
    return violation.map { Counterexample(run, $0, isShortest: false, seed: ~seed) }
  }

  /// The run up to the step that breaks the guarantee; nil when none does, or another breaks first.
  private mutating func breaking(_ lines: RuledLines<P>) throws(Stop) -> RuledLines<P>? {
    guard lines.events.count <= stepBudget, runBudget > 0, !lines.events.isEmpty else {
      return nil
    }
    stepBudget -= lines.events.count
    runBudget -= 1
    let script = lines.script(seed: seed)
    if stop != nil {
      return try script.stops(subject, after: script.steps.count) ? lines : nil
    }
    var program = Program()
    script.write(slot: 1, scratch: 0, to: &program)
    var kept: Set<String> = []
    guard let (step, violations) = try script.judge(try subject.run(program)[...], &kept),
      violations.contains(where: { $0.check == check })
    else { return nil }
    return RuledLines(setting: lines.setting, events: Array(lines.events[...step]))
  }

  private mutating func accept(_ lines: RuledLines<P>) throws(Stop) -> Bool {
    guard let shorter = try breaking(lines) else { return false }
    best = shorter
    return true
  }

  private mutating func leaveOutEvents() throws(Stop) {
    let setting = best.setting
    best = try shrunk(best, events: \.events) { (events) throws(Stop) in
      try breaking(RuledLines(setting: setting, events: events))
    }
  }
}
