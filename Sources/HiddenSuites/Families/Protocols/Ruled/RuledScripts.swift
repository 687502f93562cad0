import Checking
import ExerciseKit
import Simulation
import Wire

/// One node and everything that happens to it. Its peers are not run; what they say is made up.
struct RuledScript<P: RuledProtocol> {
  /// One thing that happens.
  struct Step {
    var event: RuledEvent<P>
    /// The node by the rules before it.
    var before: P.Shadow
    /// Whether it happens to a copy of the node, which then is given up.
    var isAside = false
  }

  /// Fixes what was drawn; the node's random bits come from its complement.
  var seed: UInt64
  var setting: RuledSetting<P>
  var steps: [Step] = []

  var lines: RuledLines<P> { RuledLines(setting: setting, events: steps.map(\.event)) }

  /// What led to a step, and it.
  func events(upTo step: Int) -> [RuledEvent<P>] {
    steps[..<step].filter { !$0.isAside }.map(\.event) + [steps[step].event]
  }
}

/// Events of one node, and where it begins.
struct RuledLines<P: RuledProtocol>: Hashable {
  var setting: RuledSetting<P>
  var events: [RuledEvent<P>]

  /// With what the node is before each by the rules.
  func script(seed: UInt64) -> RuledScript<P> {
    var script = RuledScript<P>(seed: seed, setting: setting)
    var shadow = setting.persisted[0]
    for event in events {
      script.steps.append(.init(event: event, before: shadow))
      shadow = P.next(shadow, setting.members[0], event)
    }
    return script
  }
}

/// Single nodes through scripts: what holds for every node alone, whatever it is told, holds for a
/// cluster of them, whatever its network does.
struct RuledScripts<P: RuledProtocol> {
  /// A script in which a step broke a check, or stopped the subject.
  struct Found {
    var script: RuledScript<P>
    var step: Int
    var violation: LocalViolation
  }

  /// How many scripts of which length: some for the situations they begin in, some for what only long
  /// lives show.
  struct Amount {
    var first: [RuledScript<P>] = []
    var scripts: Int
    var length: Int
    var longScripts = 0
    var longLength = 0
    /// Draws a script. A node that grows old never crashes.
    var draw: (_ seed: UInt64, _ length: Int, _ restarts: Bool) -> RuledScript<P>
  }

  private let subject: any Subject
  /// By check, in the shortest run met.
  private(set) var found: [String: Found] = [:]
  /// The checks that some step has put to the test and passed.
  private(set) var kept: Set<String> = []
  /// How the subject stopped, and where it does so by itself.
  private(set) var stop: (stop: Stop, at: Found?)?
  private(set) var scripts = 0

  init(subject: any Subject) {
    self.subject = subject
  }

  /// Of what was found, what the fewest events show.
  var first: Found? {
    found.values.min { ($0.step, $0.violation.check) < ($1.step, $1.violation.check) }
  }

  /// Runs scripts drawn from a seed.
  mutating func run(_ amount: Amount, from seed: UInt64) throws(Stop) {
    var random = RandomSource(seed: seed)
    var group = amount.first
    for index in 0..<amount.scripts + amount.longScripts where stop == nil {
      let isLong = index >= amount.scripts
      group.append(
        amount.draw(random.next(), isLong ? amount.longLength : amount.length, !isLong))
      if isLong || group.count == 40 || index == amount.scripts - 1 {
        try run(group)
        group = []
      }
    }
  }

  private mutating func run(_ group: [RuledScript<P>]) throws(Stop) {
    var program = Program()
    for (slot, script) in group.enumerated() {
      script.write(slot: slot, scratch: group.count, to: &program)
    }
    let answers: [[UInt8]]
    do throws(Stop) {
      answers = try subject.run(program)
    } catch {
      if case .gradingLimit = error {
        // What was found before stays true.
        stop = (error, nil)
        return
      }
      if error.endsGrading { throw error }
      stop = (error, try locate(among: group))
      return
    }
    var position = answers.startIndex
    for script in group {
      scripts += 1
      let end = position + script.steps.count
      let fault = try script.judge(answers[position..<end], &kept)
      position = end
      guard let (step, violations) = fault, let violation = violations.first else { continue }
      // Of several at once the most telling; the others may come of it.
      if step < found[violation.check]?.step ?? .max {
        found[violation.check] = Found(script: script, step: step, violation: violation)
      }
    }
  }

  /// Finds the step in which the subject stops, by running each script alone.
  /// - Returns: nil when none stops it by itself.
  private func locate(among group: [RuledScript<P>]) throws(Stop) -> Found? {
    for script in group {
      guard try script.stops(subject, after: script.steps.count) else { continue }
      var (low, high) = (0, script.steps.count)
      // It stops within the first `high` steps and not within the first `low`.
      while high - low > 1 {
        let middle = (low + high) / 2
        if try script.stops(subject, after: middle) { high = middle } else { low = middle }
      }
      return Found(
        script: script, step: high - 1,
        violation: LocalViolation(check: P.answering.name, sentence: ""))
    }
    return nil
  }
}

extension RuledScript {
  /// Whether a fresh subject stops in the first steps.
  func stops(_ subject: any Subject, after count: Int) throws(Stop) -> Bool {
    try subject.restart()
    var program = Program()
    var beginning = self
    beginning.steps = Array(steps.prefix(count))
    beginning.write(slot: 1, scratch: 0, to: &program)
    do throws(Stop) {
      _ = try subject.run(program)
      return false
    } catch {
      if error.endsGrading { throw error }
      try subject.restart()
      return true
    }
  }

  /// Writes the steps, the node being in a slot.
  func write(slot: Int, scratch: Int, to program: inout Program) {
    var random = RandomSource(seed: ~seed)
    P.make(setting.members[0], from: setting.persisted[0], in: slot, &program)
    for step in steps {
      var bits = random
      let word = bits.next()
      // A step aside is given what the next one is given, so that leaving it out changes nothing.
      if step.isAside { program.copy(slot, to: scratch) } else { random = bits }
      P.happen(
        step.event, to: setting.members[0], step.before, in: step.isAside ? scratch : slot,
        scratch: scratch, random: word, &program)
    }
  }

  /// The first step that breaks something, and what.
  /// - Parameter kept: takes in the checks that the steps up to it put to the test and passed.
  func judge(
    _ answers: ArraySlice<[UInt8]>, _ kept: inout Set<String>
  ) throws(Stop) -> (step: Int, violations: [LocalViolation])? {
    for (index, (step, answer)) in zip(steps, answers).enumerated() {
      let judgement = P.judge(
        step.event, setting.members[0], step.before, try P.reaction(in: answer))
      kept.formUnion(judgement.kept)
      guard judgement.violations.isEmpty else { return (index, judgement.violations) }
    }
    return nil
  }
}
