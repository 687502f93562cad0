import Checking
import Execution
import Wire

/// One suite run over one submission: its stages in order, each on workers that answer.
struct SuiteRun {
  private let suite: any Suite
  private let submission: Submission
  private let limits: WorkerLimits
  private let time: WorkingTime
  private var pair: WorkerPair
  private var subject: RecordingSubject
  private var patience = Patience.short
  /// How many stages have not come to an end in all the time there is.
  private var endlessStages = 0

  /// So many say that the others would not either; and the time for the whole grading, which strikes where the
  /// machine's speed has it, is not used up by finding out.
  private static let mostEndlessStages = 2

  /// How long the submission is waited for.
  private enum Patience {
    /// As long as a call takes that is not slow.
    case short
    /// As long as a call may take, since one has needed more.
    case full
  }

  private(set) var reports: [CheckReport] = []
  /// What is to be said besides the checks' verdicts.
  private(set) var notes: [Diagnostic] = []

  /// Why no worker can load what was compiled; nil when they can.
  private(set) var loadFailure: Diagnostic?

  /// What the submission has printed so far.
  var printed: String { printedBefore + pair.printed }

  private var printedBefore = ""
  private var comparedBefore = 0
  private var randomProgramsBefore = 0
  /// The first two answers to one question that a suite has seen by itself.
  private var inconsistency: Failure?

  /// Starts the workers.
  init(
    _ suite: any Suite, on submission: Submission, limits: WorkerLimits
  ) throws(EnvironmentFailure) {
    self.suite = suite
    self.submission = submission
    self.limits = limits
    time = WorkingTime(limits)
    pair = try submission.pair(limits: limits.short, time: time, sameTime: suite.mayReadClock)
    subject = RecordingSubject(pair)
  }

  /// Ends the workers.
  func end() {
    pair.end()
  }

  /// Whether no further stage is run.
  var isOver: Bool {
    loadFailure != nil || subject.end != nil || endlessStages >= Self.mostEndlessStages
  }

  /// Why stages were not run any more.
  private var reasonForEnd: String {
    subject.end != nil
      ? "the time for the whole grading was used up before this check"
      : "two checks before this one did not come to an end in all the time there is for a call"
  }

  /// Runs one stage and adds a report for each of its checks.
  /// - Throws: `EnvironmentFailure` when no worker can be started any more.
  mutating func perform(_ stage: Stage) throws(EnvironmentFailure) {
    let printed = printed
    var verdicts = verdicts(of: stage)
    if subject.hasTimedOut, subject.end == nil, patience == .short {
      // Slow is not wrong, and not endless: asked again, with all the time a call may take, which it
      // keeps. What it printed until then is forgotten, since whether a call is too slow may turn on
      // the machine.
      try replaceWorkers(limits, printed: printed)
      patience = .full
      verdicts = self.verdicts(of: stage)
    }
    let isEndless = patience == .full && subject.hasTimedOut
    try add(verdicts)
    if isEndless {
      // The next check begins with little time again, and is given all of it like this one.
      endlessStages += 1
      patience = .short
      if subject.end == nil { try replaceWorkers(limits.short, printed: self.printed) }
    }
  }

  /// - Parameter printed: what the submission has printed so far, as the report is to have it.
  private mutating func replaceWorkers(
    _ limits: WorkerLimits, printed: String
  ) throws(EnvironmentFailure) {
    printedBefore = printed
    comparedBefore += pair.comparedAnswers
    randomProgramsBefore += pair.randomPrograms
    pair.end()
    pair = try submission.pair(limits: limits, time: time, sameTime: suite.mayReadClock)
    subject = RecordingSubject(pair)
  }

  /// Runs one stage, on fresh workers when the last ones have stopped. Starting one costs more than
  /// most stages, and every stage makes the values it asks.
  private func verdicts(of stage: Stage) -> [(check: Check, verdict: Verdict)] {
    subject.beginStage()
    pair.beginStage()
    do throws(Stop) {
      if subject.hasStopped { try subject.restart() }
      return Array(zip(stage.checks, try stage.run(subject)))
    } catch {
      return stage.checks.enumerated().map { index, check in
        (
          check,
          index == 0
            ? .stopped(error, nil)
            : .notReached("the submission \(error.phrase) before this check was over")
        )
      }
    }
  }

  private mutating func add(
    _ verdicts: [(check: Check, verdict: Verdict)]
  ) throws(EnvironmentFailure) {
    if case .unavailable(let why) = subject.end { throw EnvironmentFailure(why) }
    // How a worker ends that cannot load what was compiled.
    if case .exited(status: 2) = subject.firstStop, comparedBefore + pair.comparedAnswers == 0 {
      loadFailure = try submission.loadFailure()
      if loadFailure != nil { return }
    }
    var reports = verdicts.map { CheckReport(check: $0.check, verdict: $0.verdict) }
    if let stop = subject.firstStop { keep(stop, in: &reports) }
    failInconsistent(&reports)
    if let crash = subject.crash { try locate(crash, in: &reports) }
    self.reports += reports
  }

  /// Two answers to one question are a guarantee broken, not an end of the submission.
  private mutating func failInconsistent(_ reports: inout [CheckReport]) {
    for index in reports.indices {
      guard case .stopped(.inconsistent(let what), let run) = reports[index].verdict else {
        continue
      }
      let stop = Stop.inconsistent(what)
      let failure = Failure(message: "the submission \(stop.phrase)", counterexample: run)
      reports[index].verdict = .failed(failure)
      inconsistency = inconsistency ?? Failure(message: failure.message)
    }
  }

  /// Puts a stop that no verdict tells of into the first one it speaks against: a submission that
  /// crashed among other questions and not when asked again has crashed all the same.
  private mutating func keep(_ stop: Stop, in reports: inout [CheckReport]) {
    guard !reports.contains(where: { $0.status == .error }) else { return }
    let index =
      reports.firstIndex { $0.status == .pass } ?? reports.firstIndex { $0.status == .skipped }
    if let index {
      reports[index].verdict = .stopped(stop, nil)
    } else {
      notes.append(
        Diagnostic(
          severity: .warning,
          message: "while this was looked into, the submission \(stop.phrase)"))
    }
  }

  /// Adds the learner's line to the check of a stage that crashed last.
  ///
  /// There need not be one: a submission may crash while the story of a failure is being shortened,
  /// which is no check's verdict.
  private func locate(
    _ crash: RecordingSubject.Crash, in reports: inout [CheckReport]
  ) throws(EnvironmentFailure) {
    let crashed = reports.lastIndex {
      if case .stopped(.crashed, _) = $0.verdict { true } else { false }
    }
    guard let index = crashed else { return }
    do {
      reports[index].site = try submission.crashSite(
        of: crash.program, after: crash.earlier, limits: limits)
    } catch let failure as EnvironmentFailure {
      throw failure
    } catch {
      throw EnvironmentFailure("cannot find where the submission crashed: \(error)")
    }
  }

  /// The report on each check when `stages` were not run any more.
  mutating func finish(without stages: ArraySlice<Stage>) {
    if case .inconsistent = subject.end {
      withdraw()
      return
    }
    reports += stages.flatMap(\.checks).map {
      CheckReport(
        check: $0,
        verdict: .notReached(reasonForEnd))
    }
    let index =
      reports.firstIndex { $0.check.name == suite.repeatability.name } ?? reports.endIndex
    if index == reports.endIndex {
      reports.append(CheckReport(check: suite.repeatability, verdict: repeatability))
    }
    if reports[index].status == .pass, let failure = useOfChance {
      reports[index].verdict = .failed(failure)
    }
  }

  /// What a submission asked for at random may change an answer so seldom that none of ours shows it.
  private var useOfChance: Failure? {
    let count = randomProgramsBefore + pair.randomPrograms
    guard count > Self.randomProgramsOfLibraries else { return nil }
    return Failure(
      message: "the submission asked for random numbers, again and again; no answer that was "
        + "asked for twice came out different, but one may that depends on chance")
  }

  /// A library may draw a number when it is first used, to seed its hashing or its names.
  private static let randomProgramsOfLibraries = 2

  /// What asking everything twice has shown.
  private var repeatability: Verdict {
    if let inconsistency { return .failed(inconsistency) }
    if subject.end != nil { return .notReached(reasonForEnd) }
    guard reports.contains(where: { $0.status == .pass }) else {
      return .notReached("no other check was passed, so there is nothing to be asked twice")
    }
    return .passed(.cases(comparedBefore + pair.comparedAnswers))
  }

  /// Takes back everything: where chance, a clock or the past decides what a submission answers, another
  /// run might find anything else.
  private mutating func withdraw() {
    notes = []
    reports = suite.checks.map { check in
      CheckReport(
        check: check,
        verdict: check.name == suite.repeatability.name
          ? .failed(
            Failure(
              message:
                "asked the same twice, in two processes, the submission did not answer alike; "
                + "an answer may depend on the values it is asked of and on nothing else: no random "
                + "numbers, clock, address, global or static variable"))
          : .notReached(
            "the submission's answers depend on more than what it is asked, so they show nothing"))
    }
  }
}
