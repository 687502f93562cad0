public import Checking
import ExerciseKit
public import Wire

/// The hidden tests of the exercise `happens-before`.
///
/// Comparisons are judged by the definition over every node that either clock names, and by traces
/// whose happens-before relation the suite knows from the messages themselves.
public struct HappensBeforeSuite: Suite {
  /// The exercise's name, that of its folder.
  public let exercise = "happens-before"

  /// Changes whenever a verdict could.
  public let version = 1

  /// The hidden tests, ready to run.
  public init() {}

  /// The checks in the order they run, cheapest and most instructive first.
  public var stages: [Stage] {
    [
      stage(.absentMeansZero, ClockExamples.readings),
      stage(.equalIsNotConcurrent, ClockExamples.equalPairs),
      stage(.comparesTheUnionOfKeys, ClockExamples.sparsePairs),
      stage(.documentedVectors, ClockExamples.documentedPairs),
      Stage(
        checks: [
          .comparisonMirrors, .orderingLaws, .comparesEveryCounter, .equalityAndHashAgree,
        ],
        run: runComparisons),
      stage(.comparesLargeCounters, ClockExamples.largePairs),
      stage(.tickCountsOneEvent, ClockExamples.ticks),
      stage(.mergeTakesTheMaximum, ClockExamples.merges),
      stage(.clocksAreIndependent, ClockExamples.copies),
      Stage(.smallTraces, run: runSmallTraces),
      Stage(.agreesWithTheEventGraph, run: runRandomTraces),
    ]
  }

  /// A value has nothing to draw from but what it is told.
  public let repeatability = Check.clockAnswersAlike

  private func stage(_ check: Check, _ scripts: [ClockScript]) -> Stage {
    Stage(check) { (subject) throws(Stop) in
      let fault = try ClockScript.fault(in: scripts, on: subject)
      return fault.map { .failed(Failure(message: $0)) } ?? .passed(.examples(scripts.count))
    }
  }

  private func stage(_ check: Check, _ pairs: [ClockPair]) -> Stage {
    Stage(check) { (subject) throws(Stop) in
      let relations = try ClockPair.relations(of: pairs, from: subject)
      for (pair, relation) in zip(pairs, relations) {
        if let fault = pair.orderFault(relation) { return .failed(Failure(message: fault)) }
      }
      return .passed(.examples(pairs.count))
    }
  }

  private func runComparisons(on subject: any Subject) throws(Stop) -> [Verdict] {
    let small = try ClockComparisons(of: ClockExamples.smallClocks, from: subject)
    let random = try ClockComparisons(of: ClockExamples.randomClocks, from: subject)
    let count = small.pairCount + random.pairCount
    func verdict(_ fault: (ClockComparisons) -> String?) -> Verdict {
      (fault(small) ?? fault(random)).map { .failed(Failure(message: $0)) }
        ?? .passed(.cases(count))
    }
    var (mirror, laws) = (verdict(\.mirrorFault), verdict(\.lawFault))
    if !small.hasOrdered {
      let reason = "compare never answered before, so there is no order to check"
      if case .passed = mirror { mirror = .notReached(reason) }
      laws = .notReached(reason)
    }
    return [mirror, laws, verdict(\.orderFault), verdict(\.equalityFault)]
  }

  private func runSmallTraces(on subject: any Subject) throws(Stop) -> Verdict {
    let space = ClockExamples.smallSpace
    let examiner = TraceExaminer(.smallTraces, on: subject)
    if let failure = try examiner.failure(in: space, pairs: ClockExamples.smallPairs) {
      return .failed(failure)
    }
    // A state is the clock of one event; the two processes' empty clocks are states as well.
    return .passed(
      .exhaustive(
        states: space.events.count + space.nodeCount, transitions: space.events.count,
        depth: space.depth))
  }

  private func runRandomTraces(on subject: any Subject) throws(Stop) -> Verdict {
    let traces = ClockExamples.randomTraces
    let examiner = TraceExaminer(.agreesWithTheEventGraph, on: subject)
    if let failure = try examiner.failure(in: traces) { return .failed(failure) }
    return .passed(.schedules(traces.count, steps: traces.reduce(0) { $0 + $1.events.count }))
  }

  /// Runs one trace again, as it is.
  /// - Returns: what the schedule's check finds; nil when the schedule is not a trace.
  public func replay(
    _ schedule: Schedule, on subject: any Subject
  ) throws(Stop) -> Verdict? {
    guard let check = checks.first(where: { $0.name == schedule.check }),
      check == .smallTraces || check == .agreesWithTheEventGraph,
      let laneCount = (1...8).first(where: { TraceDrawing.setting(of: $0) == schedule.setting }),
      schedule.events.count <= 60, let trace = Trace(nodeCount: laneCount, lines: schedule.events)
    else { return nil }
    if let failure = try TraceExaminer(check, on: subject).failure(in: trace) {
      return .failed(failure)
    }
    return .passed(.schedules(1, steps: trace.events.count))
  }
}
