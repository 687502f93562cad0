import Checking
import ExerciseKit
import Simulation
import Wire

/// Single nodes through scripts: every message at every comparison of term and log, in every role, from
/// whatever may have been persisted. What holds for every node alone in all of these holds for a
/// cluster of them, whatever its network does.
struct ElectionConformance {
  /// A script in which a step broke a check.
  struct Found {
    var script: ElectionScript
    var step: Int
    var violation: LocalViolation

    var seed: UInt64 { ~script.seed }
    var events: [ElectionEvent] { script.events(upTo: step) }
  }

  /// How many scripts of which length: some for the situations they begin in, some for what only long
  /// lives show.
  struct Amount {
    var scripts: Int
    var length: Int
    var longScripts: Int
    var longLength: Int
    var situations = ElectionSituations.usual
    /// The sizes of clusters in which a first election is held as well.
    var campaigns: ClosedRange<Int>?

    static let shown = Amount(
      scripts: 400, length: 30, longScripts: 2, longLength: 2500, campaigns: ElectionSetting.sizes)
    static let keptBack = Amount(scripts: 90, length: 30, longScripts: 1, longLength: 1500)
    /// For those that pass with numbers as most programs have them.
    static let extreme = Amount(
      scripts: 80, length: 30, longScripts: 0, longLength: 0, situations: .extreme)
  }

  private let subject: any Subject
  /// By check, in the shortest run met.
  private(set) var found: [String: Found] = [:]
  /// The checks that some step has put to the test and passed.
  private(set) var kept: Set<String> = []
  /// How the subject stopped, and where it does so by itself.
  private(set) var stop: (stop: Stop, at: Found?)?
  private(set) var steps = 0
  private(set) var scripts = 0

  init(subject: any Subject) {
    self.subject = subject
  }

  /// Runs scripts drawn from a seed.
  mutating func run(_ amount: Amount, from seed: UInt64) throws(Stop) {
    var random = RandomSource(seed: seed)
    var group = (amount.campaigns.map(Array.init) ?? []).map {
      ElectionScript(campaignAmong: $0)
    }
    for index in 0..<amount.scripts + amount.longScripts where stop == nil {
      let isLong = index >= amount.scripts
      group.append(
        ElectionScript(
          seed: random.next(), length: isLong ? amount.longLength : amount.length,
          in: amount.situations, restarts: !isLong))
      if isLong || group.count == 40 || index == amount.scripts - 1 {
        try run(group)
        group = []
      }
    }
  }

  private mutating func run(_ group: [ElectionScript]) throws(Stop) {
    var program = Program()
    for (slot, script) in group.enumerated() {
      Self.write(
        script.steps, of: script.setting, seed: ~script.seed, slot: slot, scratch: group.count,
        to: &program)
    }
    let answers: [[UInt8]]
    do throws(Stop) {
      answers = try subject.run(program)
    } catch {
      if error.endsGrading { throw error }
      stop = (error, try locate(among: group))
      return
    }
    var position = answers.startIndex
    for script in group {
      scripts += 1
      let end = position + script.steps.count
      try judge(script, answers[position..<end])
      position = end
    }
  }

  /// Finds the step in which the subject stops, by running each script alone.
  /// - Returns: nil when none stops it by itself.
  private func locate(among group: [ElectionScript]) throws(Stop) -> Found? {
    for script in group {
      guard try stops(script, after: script.steps.count) else { continue }
      var (low, high) = (0, script.steps.count)
      // It stops within the first `high` steps and not within the first `low`.
      while high - low > 1 {
        let middle = (low + high) / 2
        if try stops(script, after: middle) { high = middle } else { low = middle }
      }
      return Found(
        script: script, step: high - 1,
        violation: LocalViolation(check: RaftElectionSuite.answering, sentence: ""))
    }
    return nil
  }

  private func stops(_ script: ElectionScript, after count: Int) throws(Stop) -> Bool {
    try Self.stops(
      Array(script.steps.prefix(count)), of: script.setting, seed: ~script.seed, subject)
  }

  /// Whether a fresh subject stops in these steps.
  static func stops(
    _ steps: [ElectionScript.Step], of setting: ElectionSetting, seed: UInt64,
    _ subject: any Subject
  ) throws(Stop) -> Bool {
    try subject.restart()
    var program = Program()
    write(steps, of: setting, seed: seed, slot: 1, scratch: 0, to: &program)
    do throws(Stop) {
      _ = try subject.run(program)
      return false
    } catch {
      if error.endsGrading { throw error }
      try subject.restart()
      return true
    }
  }

  /// Writes the steps of one node.
  /// - Parameter seed: where the node's random bits come from, as in `ElectionRun`.
  static func write(
    _ steps: [ElectionScript.Step], of setting: ElectionSetting, seed: UInt64, slot: Int,
    scratch: Int, to program: inout Program
  ) {
    let member = setting.members[0]
    var random = RandomSource(seed: seed)
    program.make(slot, member.start(setting.persisted[0]).write)
    for step in steps {
      var target = slot
      var bits = random
      let word = bits.next()
      if step.isAside {
        program.copy(slot, to: scratch)
        target = scratch
      } else {
        // A step aside is given what the next one is given, so that leaving it out changes nothing.
        random = bits
      }
      if case .restart = step.event {
        program.make(target, member.start(step.before).write)
        // A fresh value says its role and term in answer to an input that changes nothing.
        if target == slot { program.copy(slot, to: scratch) }
        program.call(scratch) { $0.step(.heartbeatTimeout, random: word) }
      } else {
        program.call(target) { $0.step(step.event.input, random: word) }
      }
    }
  }

  private mutating func judge(
    _ script: ElectionScript, _ answers: ArraySlice<[UInt8]>
  ) throws(Stop) {
    let member = script.setting.members[0]
    for (index, answer) in answers.enumerated() {
      let step = script.steps[index]
      let reaction = try ElectionReaction(answer: answer)
      steps += 1
      let judgement = Self.judge(step.event, member, step.before, reaction)
      kept.formUnion(judgement.kept)
      // Of several at once the most telling; the others may come of it.
      guard let violation = judgement.violations.first else { continue }
      let length = index + 1
      if length < found[violation.check].map({ $0.step + 1 }) ?? .max {
        found[violation.check] = Found(script: script, step: index, violation: violation)
      }
      return
    }
  }

  static func judge(
    _ event: ElectionEvent, _ member: ElectionMember, _ before: ElectionShadow,
    _ reaction: ElectionReaction
  ) -> ElectionRules.Judgement {
    if case .restart = event {
      ElectionRules.judgeStart(member, before, role: reaction.role, term: reaction.term)
    } else {
      ElectionRules.judge(member, before, event.input, reaction)
    }
  }
}
