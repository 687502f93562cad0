public import Checking
public import Execution
import Wire

/// Grades submissions: reads and compiles the files, runs the suite over them in a worker, and keeps
/// the verdict to itself until it is a report.
public struct Grader: Sendable {
  /// How far grading has come, for a person who waits.
  public enum Progress: Hashable, Sendable {
    case compiling
    /// Running this check, the first of its stage, as number `number` of `count`.
    case checking(name: String, number: Int, count: Int)
  }

  /// What submissions are kept from, for the report; nil when that was not tried.
  public var sandbox: Sandbox?

  let suite: any Suite
  private let interface: SubjectInterface
  private let installation: Installation?
  private let points: [String: Int]
  let limits: WorkerLimits

  /// Grades one exercise's submissions.
  /// - Parameters:
  ///   - suite: its hidden tests.
  ///   - interface: what its submissions declare.
  ///   - installation: where worker and kit are; beside the running executable unless told.
  ///   - limits: what a worker may use.
  ///   - points: what checks are worth, by name, where it is not what the suite says.
  public init(
    _ suite: any Suite, interface: SubjectInterface, installation: Installation? = nil,
    limits: WorkerLimits = WorkerLimits(), points: [String: Int] = [:]
  ) {
    self.suite = suite
    self.interface = interface
    self.installation = installation
    self.limits = limits
    self.points = points
  }

  /// Grades the file or folder at `path`.
  /// - Throws: `EnvironmentFailure` when this machine cannot grade; never for what a submission does.
  public func grade(
    _ path: String, progress: (Progress) -> Void = { _ in }, keep: ((Report) -> Void)? = nil
  ) throws(EnvironmentFailure) -> Report {
    let files: [SourceFile]
    do throws(IntakeRefusal) {
      files = try Intake.read(path)
    } catch {
      return refusal(error.description(below: path))
    }
    return try grade(files, progress: progress, keep: keep)
  }

  /// The report on a submission whose files were not taken in, for this reason.
  func refusal(_ message: String) -> Report {
    var report = emptyReport
    report.message = message
    return report
  }

  private var emptyReport: Report {
    var report = Report(
      exercise: suite.exercise, suiteVersion: suite.version, files: [], outcome: .refused,
      diagnostics: [], checks: [], maximum: suite.checks.reduce(0) { $0 + weighted($1).points },
      printed: "")
    report.sandbox = sandbox
    return report
  }

  /// The check with the points it is worth here.
  private func weighted(_ check: Check) -> Check {
    guard let points = points[check.name] else { return check }
    var check = check
    check.points = points
    return check
  }

  /// Grades files that have been read already.
  /// - Parameter keep: given what is known so far, at first and after every stage but the last, as an
  ///   unfinished report, for whoever must have something when the grader is killed.
  /// - Throws: `EnvironmentFailure` when this machine cannot grade; never for what a submission does.
  public func grade(
    _ files: [SourceFile], progress: (Progress) -> Void = { _ in },
    keep: ((Report) -> Void)? = nil
  ) throws(EnvironmentFailure) -> Report {
    progress(.compiling)
    if let keep {
      var report = emptyReport
      report.files = files.map(\.name)
      keep(unfinished(report, printed: "", left: suite.stages[...]))
    }
    do {
      let submission = try Submission.prepare(
        files: files, interface: interface, installation: installation)
      return try grade(submission, progress: progress, keep: keep)
    } catch let failure as CompileFailure {
      return report(on: files, failure)
    } catch let failure as EnvironmentFailure {
      throw failure
    } catch {
      throw EnvironmentFailure("cannot prepare the submission: \(error)")
    }
  }

  /// The report on files that do not compile.
  func report(on files: [SourceFile], _ failure: CompileFailure) -> Report {
    var report = emptyReport
    report.files = files.map(\.name)
    report.outcome = failure.isStopped ? .compilerLimit : .doesNotCompile
    report.diagnostics = failure.diagnostics + files.flatMap(\.notes)
    let message = CompileFailure(diagnostics: [], limit: failure.limit).rendered()
    report.message = message.isEmpty ? nil : message
    return report
  }

  /// Grades what has been compiled already.
  func grade(
    _ submission: Submission, progress: (Progress) -> Void = { _ in },
    keep: ((Report) -> Void)? = nil
  ) throws(EnvironmentFailure) -> Report {
    var report = emptyReport
    report.files = submission.files.map(\.name)
    report.diagnostics = submission.files.flatMap(\.notes)
    try run(submission, into: &report, progress, keep)
    return report
  }

  private func run(
    _ submission: Submission, into report: inout Report, _ progress: (Progress) -> Void,
    _ keep: ((Report) -> Void)?
  ) throws(EnvironmentFailure) {
    var worker = try submission.subject(limits: limits)
    defer { worker.end() }
    var subject = RecordingSubject(worker)
    let stages = suite.stages
    for (number, stage) in stages.enumerated() {
      progress(
        .checking(
          name: stage.checks.first?.name ?? "", number: number + 1, count: stages.count))
      subject.beginStage()
      let first = report.checks.count
      report.checks += verdicts(of: stage, on: subject).map {
        CheckReport(check: weighted($0), verdict: $1)
      }
      if let why = subject.unavailability { throw EnvironmentFailure(why) }
      if let crash = subject.crash {
        try locate(crash, submission, in: &report.checks[first...])
      }
      if let keep, number + 1 < stages.count {
        keep(unfinished(report, printed: worker.printed, left: stages[(number + 1)...]))
      }
      // A stage that passes nevertheless had asked more at once than it needed.
      if subject.hasTimedOut, report.checks[first...].contains(where: { $0.status != .pass }) {
        report.printed += worker.printed
        worker.end()
        worker = try submission.subject(limits: limits.afterTimeout)
        subject = RecordingSubject(worker)
      }
    }
    report.printed += worker.printed
    report.outcome =
      report.checks.contains { $0.status == .error }
      ? .stopped : report.checks.allSatisfy(\.isInFavour) ? .passed : .failed
  }

  /// What is known of a submission while some stages are left.
  private func unfinished(
    _ report: Report, printed: String, left: ArraySlice<Stage>
  ) -> Report {
    var report = report
    report.outcome = .unfinished
    report.printed += printed
    report.checks += left.flatMap(\.checks).map {
      CheckReport(
        check: weighted($0), verdict: .notReached("grading has not come to this check"))
    }
    return report
  }

  /// Runs one stage, on a fresh worker when the last one has stopped. Starting a worker costs more
  /// than most stages, and every stage makes the values it asks.
  private func verdicts(
    of stage: Stage, on subject: RecordingSubject
  ) -> [(Check, Verdict)] {
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

  /// Adds the learner's line to the check of a stage that crashed last.
  ///
  /// There need not be one: a submission may crash while the story of a failure is being shortened,
  /// which is no check's verdict.
  private func locate(
    _ crash: RecordingSubject.Crash, _ submission: Submission,
    in checks: inout ArraySlice<CheckReport>
  ) throws(EnvironmentFailure) {
    let crashed = checks.lastIndex {
      if case .stopped(.crashed, _) = $0.verdict { true } else { false }
    }
    guard let index = crashed else { return }
    do {
      checks[index].site = try submission.crashSite(
        of: crash.program, after: crash.earlier, limits: limits)
    } catch let failure as EnvironmentFailure {
      throw failure
    } catch {
      throw EnvironmentFailure("cannot find where the submission crashed: \(error)")
    }
  }

  /// Runs a saved schedule on the file or folder at `path`.
  /// - Returns: what the run comes to now; nil when the schedule is not one of the suite's.
  /// - Throws: `IntakeRefusal`, `CompileFailure` or `EnvironmentFailure`.
  public func replay(_ schedule: Schedule, on path: String) throws -> Verdict? {
    let submission = try Submission.prepare(
      path: path, interface: interface, installation: installation)
    let worker = try submission.subject(limits: limits)
    defer { worker.end() }
    let subject = RecordingSubject(worker)
    let verdict: Verdict?
    do throws(Stop) {
      verdict = try suite.replay(schedule, on: subject)
    } catch {
      verdict = .stopped(error, nil)
    }
    if let why = subject.unavailability { throw EnvironmentFailure(why) }
    return verdict
  }
}

extension IntakeRefusal {
  /// The refusal without the folders above the submission: a report says nothing of where on this
  /// machine it lay. What is not there at all is told by the path that was given.
  func description(below path: String) -> String {
    if case .noSuchFile = self { return description }
    guard let slash = path.dropLast().lastIndex(of: "/") else { return description }
    let folder = printable(String(path[...slash]))
      .replacing("\n", with: "\\u{A}").replacing("\t", with: "\\u{9}")
    return description.hasPrefix(folder)
      ? String(description.dropFirst(folder.count)) : description
  }
}

extension WorkerLimits {
  /// What a submission gets once it has used up its time in an earlier check: a fifth of the time, which
  /// is still many times what an answer takes, so that one endless loop is not waited for in full by
  /// every check it is met in.
  fileprivate var afterTimeout: WorkerLimits {
    var limits = self
    limits.processorMilliseconds = max(100, processorMilliseconds / 5)
    return limits
  }
}
