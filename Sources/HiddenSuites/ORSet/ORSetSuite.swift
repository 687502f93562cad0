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
  public let version = 3

  /// A set that makes dots of a clock is wrong, and is told how: at two times of day it would only be
  /// said that it does not answer alike.
  public let mayReadClock = true

  /// The hidden tests, ready to run.
  public init() {}

  /// The checks in the order they run, cheapest and most instructive first.
  public func stages(for key: InputKey) -> [Stage] {
    let small = SmallSetHistories()
    let inputs = SetInputs.Source(key)
    let runs = AskedRuns(inputs)
    let shared = SharedType { $0.make(0) { $0.node(identifier(of: 0)) } }
    let stages =
      SetScenario.all.map { stage($0, small, runs) }
      + [
        Stage(checks: Self.lawChecks.map(\.check)) { (subject) throws(Stop) in
          try runLaws(inputs, on: subject)
        },
        Stage(.smallHistories) { (subject) throws(Stop) in
          try runSmallHistories(small, on: subject)
        },
        Stage(.agreesWithTheOracle) { (subject) throws(Stop) in
          try runRandomHistories(small, inputs, runs, on: subject)
        },
        Stage(.setAnswersAlike) { (subject) throws(Stop) in
          try runRepetitions(inputs, on: subject)
        },
      ]
    return stages.map(shared.named)
  }

  /// A value has nothing to draw from but what it is told.
  public let repeatability = Check.setAnswersAlike

  private func stage(
    _ scenario: SetScenario, _ small: SmallSetHistories, _ runs: AskedRuns
  ) -> Stage {
    Stage(scenario.check) { (subject) throws(Stop) in
      let examiner = SetExaminer(
        scenario.check, kinds: scenario.kinds, clock: scenario.clock, cause: scenario.cause,
        small: small, on: subject)
      var hasShownElements = false
      let finding = try examiner.firstFailing(
        of: scenario.inquiries, hasShownElements: &hasShownElements)
      guard let finding else {
        let isVacuous = !hasShownElements && scenario.check != .startsEmpty
        if isVacuous { return Self.nothingShown }
        if scenario.check == .valuesAreIndependent,
          let failure = try SetFork.failure(in: SetFork.all, on: subject)
        {
          return .failed(failure)
        }
        if scenario.asksLongRuns, let failure = try examiner.failure(in: runs) {
          return .failed(failure)
        }
        return .passed(.examples(scenario.histories.count))
      }
      return .failed(
        scenario.shrinks ? try examiner.failure(from: finding) : examiner.drawn(finding))
    }
  }

  private static let lawChecks: [(check: Check, law: SetLaw)] = [
    (.mergeIsIdempotent, .idempotent), (.mergeIsCommutative, .commutative),
    (.mergeIsAssociative, .associative),
  ]

  private func runLaws(_ inputs: SetInputs.Source, on subject: any Subject) throws(Stop)
    -> [Verdict]
  {
    let shown = try lawVerdicts(inputs.shown.laws, on: subject)
    guard shown.contains(where: \.isPassed) else { return shown }
    var kept: [Verdict] = []
    var stop: Stop?
    do throws(Stop) {
      kept = try lawVerdicts(inputs.keptBack.laws, on: subject)
    } catch {
      stop = error
    }
    var verdicts: [Verdict] = []
    for (index, verdict) in shown.enumerated() {
      verdicts.append(
        try verdict.decided { () throws(Stop) in
          if let stop { throw stop }
          return kept[index]
        })
    }
    return verdicts
  }

  /// A verdict on each law. When their trials together stop the submission, each law is tried alone,
  /// and when none does so alone, the first that holds alone answers for the stop.
  private func lawVerdicts(
    _ survey: SetLawSurvey, on subject: any Subject
  ) throws(Stop) -> [Verdict] {
    var verdicts: [Verdict] = []
    do throws(Stop) {
      let results = try survey.results(on: subject)
      for (check, law) in Self.lawChecks {
        let examiner = SetLawExaminer(check, law, on: subject)
        verdicts.append(
          try verdict(results[law] ?? .init(), survey.trialCount(of: law), examiner))
      }
      return verdicts
    } catch {
      if error.endsGrading { throw error }
      try subject.restart()
      return try lawVerdicts(survey, stopped: error, on: subject)
    }
  }

  private func lawVerdicts(
    _ survey: SetLawSurvey, stopped: Stop, on subject: any Subject
  ) throws(Stop) -> [Verdict] {
    var verdicts: [Verdict] = []
    for (check, law) in Self.lawChecks {
      let examiner = SetLawExaminer(check, law, on: subject)
      do throws(Stop) {
        let result = try examiner.result(after: survey.histories)
        verdicts.append(try verdict(result, survey.trialCount(of: law), examiner))
      } catch {
        if error.endsGrading { throw error }
        try subject.restart()
        verdicts.append(.stopped(error, nil))
      }
    }
    if !verdicts.contains(where: \.isStopped), let first = verdicts.firstIndex(where: \.isPassed) {
      verdicts[first] = .stopped(stopped, nil)
    }
    return verdicts
  }

  private func verdict(
    _ result: SetLawExaminer.Result, _ trialCount: Int, _ examiner: SetLawExaminer
  ) throws(Stop) -> Verdict {
    if let broken = result.broken { return .failed(try examiner.story(of: broken)) }
    return result.hasShownElements ? .passed(.cases(trialCount)) : Self.nothingShown
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
    _ small: SmallSetHistories, _ inputs: SetInputs.Source, _ runs: AskedRuns,
    on subject: any Subject
  ) throws(Stop) -> Verdict {
    let shown = inputs.shown
    let examiner = SetExaminer(.agreesWithTheOracle, kinds: .all, small: small, on: subject)
    if let finding = try examiner.firstFailing(of: shown.plain + shown.odd) {
      return .failed(try examiner.failure(from: finding))
    }
    if let failure = try examiner.failure(in: runs, insists: true) { return .failed(failure) }
    let count = shown.judgedCount
    return try Verdict.passed(.schedules(count.histories, steps: count.events))
      .decided { () throws(Stop) in
        let finding = try examiner.firstFailing(of: inputs.keptBack.odd)
        return finding.map { .failed(examiner.drawn($0)) } ?? .passed(.schedules(0, steps: 0))
      }
  }

  private func runRepetitions(_ inputs: SetInputs.Source, on subject: any Subject) throws(Stop)
    -> Verdict
  {
    let histories = inputs.shown.repeated
    let repetition = SetRepetition(.setAnswersAlike, on: subject)
    let result = try repetition.result(of: histories)
    if let failure = result.failure { return .failed(failure) }
    guard result.hasShownElements else { return Self.nothingShown }
    return try Verdict.passed(.cases(histories.count)).decided { () throws(Stop) in
      let kept = inputs.keptBack.repeated
      let failure = try repetition.result(of: kept, shrinks: false).failure
      return failure.map(Verdict.failed) ?? .passed(.cases(kept.count))
    }
  }

  /// Runs one history again, as it is.
  /// - Returns: what the schedule's check finds; nil when no replica could follow the schedule.
  public func replay(
    _ schedule: Schedule, on subject: any Subject
  ) throws(Stop) -> Verdict? {
    guard let check = checks.first(where: { $0.name == schedule.check }),
      let setting = SetSetting(schedule.setting), schedule.events.count <= SetExaminer.drawnLimit,
      let history = SetHistory(nodes: setting.replicas, lines: schedule.events)
    else { return nil }
    if let law = Self.lawChecks.first(where: { $0.check == check })?.law {
      let examiner = SetLawExaminer(check, law, on: subject)
      let broken = try examiner.result(after: [history]).broken
      return broken.map { .failed(examiner.failure(from: $0)) }
        ?? .passed(.cases(law.trialCount(after: [history])))
    }
    guard history.isFair else { return nil }
    if check == .setAnswersAlike {
      let repetition = SetRepetition(check, on: subject)
      let failure = try repetition.result(of: [history], shrinks: false).failure
      return failure.map(Verdict.failed) ?? .passed(.cases(1))
    }
    let scenario = SetScenario.all.first { $0.check == check }
    let examiner = SetExaminer(
      check, kinds: scenario?.kinds ?? .all, clock: setting.clock, cause: scenario?.cause,
      on: subject)
    guard let finding = try examiner.firstFailing(of: [history]) else {
      return .passed(.schedules(1, steps: history.events.count))
    }
    return .failed(examiner.drawn(finding))
  }
}
