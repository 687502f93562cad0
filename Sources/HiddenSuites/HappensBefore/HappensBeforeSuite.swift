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
  public let version = 3

  /// The hidden tests, ready to run.
  public init() {}

  /// The checks in the order they run, cheapest and most instructive first.
  public func stages(for key: InputKey) -> [Stage] {
    let inputs = ClockInputs.Source(key)
    let shared = SharedType { $0.make(0) { SparseClock().write(to: &$0) } }
    let stages = [
      stage(
        .keepsItsCounters, ClockExamples.givenCounters,
        remark: "; init keeps the counters it is given, and reading one finds it"),
      stage(.absentMeansZero, ClockExamples.readings),
      stage(.equalIsNotConcurrent, ClockExamples.equalPairs),
      stage(.comparesTheUnionOfKeys, ClockExamples.sparsePairs),
      stage(.documentedVectors, ClockExamples.documentedPairs),
      Stage(
        checks: [
          .comparisonMirrors, .orderingLaws, .comparesEveryCounter, .equalityAndHashAgree,
        ]
      ) { (subject) throws(Stop) in try runComparisons(inputs, on: subject) },
      stage(.comparesLargeCounters, ClockExamples.largePairs),
      stage(.tickCountsOneEvent, ClockExamples.ticks, ClockExamples.oddTicks, inputs) { $0.ticks },
      stage(.mergeTakesTheMaximum, ClockExamples.merges, ClockExamples.largeMerges, inputs) {
        $0.merges
      },
      stage(.clocksAreIndependent, ClockExamples.copies),
      Stage(.smallTraces, run: runSmallTraces),
      Stage(.agreesWithTheEventGraph) { (subject) throws(Stop) in
        try runRandomTraces(inputs, on: subject)
      },
    ]
    return stages.map(shared.named)
  }

  /// A value has nothing to draw from but what it is told.
  public let repeatability = Check.clockAnswersAlike

  private func stage(
    _ check: Check, _ scripts: [ClockScript], remark: String = ""
  ) -> Stage {
    Stage(check) { (subject) throws(Stop) in
      let fault = try ClockScript.fault(in: scripts, on: subject)
      return fault.map { .failed(Failure(message: $0 + remark)) }
        ?? .passed(.examples(scripts.count))
    }
  }

  private func stage(
    _ check: Check, _ examples: [ClockScript], _ others: [ClockScript],
    _ inputs: ClockInputs.Source,
    _ random: @escaping @Sendable (ClockInputs) -> [ClockScript]
  ) -> Stage {
    Stage(check) { (subject) throws(Stop) in
      // Who gets plain examples wrong is told so, whatever happens at others.
      let plain = try verdict(on: examples, subject)
      guard plain.isPassed else { return plain }
      let others = others + random(inputs.shown)
      let odd = try verdict(on: others, subject)
      guard odd.isPassed else { return odd }
      return try Verdict.passed(.examples(examples.count + others.count))
        .decided { () throws(Stop) in try verdict(on: random(inputs.keptBack), subject) }
    }
  }

  private func verdict(
    on scripts: [ClockScript], _ subject: any Subject
  ) throws(Stop) -> Verdict {
    let fault = try ClockScript.fault(in: scripts, on: subject)
    return fault.map { .failed(Failure(message: $0)) } ?? .passed(.examples(scripts.count))
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

  private func runComparisons(
    _ inputs: ClockInputs.Source, on subject: any Subject
  ) throws(Stop) -> [Verdict] {
    let small = try ClockComparisons(of: ClockExamples.smallClocks, from: subject)
    let plain = try compare(inputs.shown.clocks, small, on: subject)
    let shown = try decide(plain) { () throws(Stop) in
      try compare(inputs.shown, ClockExamples.comparedAfterReading, on: subject)
    }
    guard shown.contains(where: { $0.isPassed }) else { return shown }
    var kept: [Verdict] = []
    var stop: Stop?
    do throws(Stop) {
      let plain = try compare(inputs.keptBack.clocks, nil, on: subject)
      let odd = try compare(inputs.keptBack, [], on: subject)
      kept = zip(plain, odd).map { $0.isPassed ? $1 : $0 }
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

  /// These verdicts, those that are passes decided by a further look. What the first look found stays
  /// when the submission stops at the second.
  private func decide(
    _ verdicts: [Verdict], by look: () throws(Stop) -> [Verdict]
  ) throws(Stop) -> [Verdict] {
    guard let first = verdicts.firstIndex(where: { $0.isPassed }) else { return verdicts }
    do throws(Stop) {
      return zip(verdicts, try look()).map { verdict, further in
        switch (verdict, further) {
        case (.passed(.cases(let count)), .passed(.cases(let more))): .passed(.cases(count + more))
        case (.passed, _): further
        default: verdict
        }
      }
    } catch {
      if error.endsGrading { throw error }
      var verdicts = verdicts
      for index in verdicts.indices where verdicts[index].isPassed {
        verdicts[index] =
          index == first
          ? .stopped(error, nil)
          : .notReached("the submission \(error.phrase) before this check was over")
      }
      return verdicts
    }
  }

  /// Verdicts on what a submission says of all pairs of some clocks: that comparisons mirror each
  /// other, that they are an order, and the right one, and that `==` and the hash agree with it.
  /// - Parameter small: comparisons to judge first; nil where there are none.
  private func compare(
    _ clocks: [SparseClock], _ small: ClockComparisons?, on subject: any Subject
  ) throws(Stop) -> [Verdict] {
    let random = try ClockComparisons(of: clocks, from: subject)
    let count = (small?.pairCount ?? 0) + random.pairCount
    func verdict(_ fault: (ClockComparisons) -> String?) -> Verdict {
      (small.flatMap(fault) ?? fault(random)).map { .failed(Failure(message: $0)) }
        ?? .passed(.cases(count))
    }
    var (mirror, laws) = (verdict(\.mirrorFault), verdict(\.lawFault))
    if let small, !small.hasOrdered {
      let reason = "compare never answered before, so there is no order to check"
      if mirror.isPassed { mirror = .notReached(reason) }
      laws = .notReached(reason)
    }
    return [mirror, laws, verdict(\.orderFault), verdict(\.equalityFault)]
  }

  /// The same of clocks of all sizes beside their neighbours, and of those that scripts make.
  private func compare(
    _ inputs: ClockInputs, _ scripts: [ClockScript], on subject: any Subject
  ) throws(Stop) -> [Verdict] {
    let pairs = try PairComparisons(of: inputs.pairs, from: subject)
    let largeFault = try ClockScript.fault(in: inputs.large, on: subject)
    let roadFault = try ClockScript.fault(in: scripts + inputs.roads, on: subject)
    func verdict(_ fault: String?) -> Verdict {
      fault.map { .failed(Failure(message: $0)) } ?? .passed(.cases(pairs.pairCount))
    }
    return [
      verdict(pairs.mirrorFault), .passed(.cases(0)), verdict(pairs.orderFault ?? largeFault),
      verdict(pairs.equalityFault ?? roadFault),
    ]
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

  private func runRandomTraces(
    _ inputs: ClockInputs.Source, on subject: any Subject
  ) throws(Stop) -> Verdict {
    let examiner = TraceExaminer(.agreesWithTheEventGraph, on: subject)
    func verdict(on traces: [Trace]) throws(Stop) -> Verdict {
      if let failure = try examiner.failure(in: traces) { return .failed(failure) }
      return .passed(.schedules(traces.count, steps: traces.reduce(0) { $0 + $1.events.count }))
    }
    return try verdict(on: inputs.shown.traces).decided { () throws(Stop) in
      try verdict(on: inputs.keptBack.traces)
    }
  }

  /// Runs one trace again, as it is.
  /// - Returns: what the schedule's check finds; nil when the schedule is not a trace.
  public func replay(
    _ schedule: Schedule, on subject: any Subject
  ) throws(Stop) -> Verdict? {
    guard let check = checks.first(where: { $0.name == schedule.check }),
      check == .smallTraces || check == .agreesWithTheEventGraph,
      let processes = NodeList(schedule.setting, noun: TraceDrawing.noun),
      schedule.events.count <= 60,
      let trace = Trace(nodes: processes.nodes, lines: schedule.events)
    else { return nil }
    if let failure = try TraceExaminer(check, on: subject).failure(in: trace) {
      return .failed(failure)
    }
    return .passed(.schedules(1, steps: trace.events.count))
  }
}
