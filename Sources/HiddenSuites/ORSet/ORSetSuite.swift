public import Checking
import Simulation
public import Wire

/// The hidden tests of the exercise `or-set`.
///
/// What an observed-remove set must answer is computed from the events alone, by `SetOracle`. Only
/// what a set shows decides: a set may keep tombstones or a version vector, and may let an add take
/// the place of those it has seen.
public struct ORSetSuite: Suite {
  /// The exercise's name, that of its folder.
  public let exercise = "or-set"

  /// Changes whenever a verdict could.
  public let version = 1

  /// The hidden tests, ready to run.
  public init() {}

  /// The checks in the order they run, cheapest and most instructive first.
  public var stages: [Stage] {
    let small = SmallSetHistories()
    let survey = SetLawSurvey()
    return SetScenario.all.map { stage($0, small) }
      + [
        stage(.mergeIsIdempotent, .idempotent, survey),
        stage(.mergeIsCommutative, .commutative, survey),
        stage(.mergeIsAssociative, .associative, survey),
        Stage(.smallHistories) { (subject) throws(Stop) in
          try runSmallHistories(small, on: subject)
        },
        Stage(.agreesWithTheOracle) { (subject) throws(Stop) in
          try runRandomHistories(small, on: subject)
        },
      ]
  }

  /// A value has nothing to draw from but what it is told.
  public let repeatability = Check.setAnswersAlike

  private func stage(_ scenario: SetScenario, _ small: SmallSetHistories) -> Stage {
    Stage(scenario.check) { (subject) throws(Stop) in
      let examiner = SetExaminer(
        scenario.check, kinds: scenario.kinds, clock: scenario.clock, cause: scenario.cause,
        small: small, on: subject)
      var hasShownElements = false
      let finding = try examiner.firstFailing(
        of: scenario.inquiries, hasShownElements: &hasShownElements)
      guard let finding else {
        let isVacuous = !hasShownElements && scenario.check != .startsEmpty
        return isVacuous ? Self.nothingShown : .passed(.examples(scenario.histories.count))
      }
      return .failed(
        scenario.shrinks ? try examiner.failure(from: finding) : examiner.drawn(finding))
    }
  }

  private func stage(_ check: Check, _ law: SetLaw, _ survey: SetLawSurvey) -> Stage {
    Stage(check) { (subject) throws(Stop) in
      let result = try SetLawExaminer(check, law, on: subject).examine(survey)
      if let failure = result.failure { return .failed(failure) }
      return result.hasShownElements
        ? .passed(.cases(law.trialCount(after: SetLaw.histories))) : Self.nothingShown
    }
  }

  /// A set that never shows anything breaks few rules.
  private static let nothingShown = Verdict.notReached(
    "no set showed any element at any time, so there was nothing to check")

  private func runSmallHistories(
    _ small: SmallSetHistories, on subject: any Subject
  ) throws(Stop) -> Verdict {
    let examiner = SetExaminer(.smallHistories, kinds: .all, on: subject)
    if let failure = try examiner.failure(in: small) { return .failed(failure) }
    // A state is what one event leaves behind; the two replicas' empty sets are states as well.
    let space = SmallSetHistories.space
    return .passed(
      .exhaustive(
        states: space.events.count + space.nodeCount, transitions: space.events.count,
        depth: space.depth))
  }

  private func runRandomHistories(
    _ small: SmallSetHistories, on subject: any Subject
  ) throws(Stop) -> Verdict {
    let examiner = SetExaminer(.agreesWithTheOracle, kinds: .all, small: small, on: subject)
    guard let finding = try examiner.firstFailing(of: Self.randomInquiries) else {
      return .passed(
        .schedules(
          Self.randomHistories.count, steps: Self.randomHistories.reduce(0) { $0 + $1.events.count }
        ))
    }
    return .failed(try examiner.failure(from: finding))
  }

  static let randomHistories: [SetHistory] = {
    var random = RandomSource(seed: 9)
    // A few long histories find more than many short ones for the same number of events.
    return (0..<30).map { index in
      var history = SetHistory(elementCount: 1 + index % 3, eventCount: 32, random: &random)
      converge(&history)
      return history
    }
  }()

  // Elements that no history mentions are asked about by the examples.
  private static let randomInquiries = Array(
    SetInquiry.inquiries(into: randomHistories, probing: \.elements))

  /// In the end the network delivers: everybody merges what n1 knows once it knows everything.
  private static func converge(_ history: inout SetHistory) {
    for node in 1..<history.nodeCount {
      if let latest = history.latest(of: node) { history.append(.receive(latest), at: 0) }
    }
    for node in 1..<history.nodeCount {
      if let latest = history.latest(of: 0) { history.append(.receive(latest), at: node) }
    }
  }

  /// Runs one history again, as it is.
  /// - Returns: what the schedule's check finds; nil when no replica could follow the schedule.
  public func replay(
    _ schedule: Schedule, on subject: any Subject
  ) throws(Stop) -> Verdict? {
    guard let check = checks.first(where: { $0.name == schedule.check }),
      let setting = SetSetting(schedule.setting), schedule.events.count <= 200,
      let history = SetHistory(nodeCount: setting.replicaCount, lines: schedule.events)
    else { return nil }
    if let law = Self.laws[check.name] {
      let result = try SetLawExaminer(check, law, on: subject).examine([history], shrinks: false)
      return result.failure.map(Verdict.failed) ?? .passed(.cases(law.trialCount(after: [history])))
    }
    guard history.isFair else { return nil }
    let scenario = SetScenario.all.first { $0.check == check }
    let examiner = SetExaminer(
      check, kinds: scenario?.kinds ?? .all, clock: setting.clock, cause: scenario?.cause,
      on: subject)
    guard
      let finding = try examiner.firstFailing(
        of: SetInquiry.inquiries(into: [history], clock: setting.clock))
    else {
      return .passed(.schedules(1, steps: history.events.count))
    }
    return .failed(examiner.drawn(finding))
  }

  private static let laws: [String: SetLaw] = [
    Check.mergeIsIdempotent.name: .idempotent,
    Check.mergeIsCommutative.name: .commutative,
    Check.mergeIsAssociative.name: .associative,
  ]
}
