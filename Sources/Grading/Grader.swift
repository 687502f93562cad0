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
  /// What only the course knows of the inputs; nil for inputs that anybody can compute.
  public var secret: CourseSecret?

  /// What judges.
  enum Judging {
    /// Code is compiled and asked in a worker.
    case code(WorkedOut<any Suite>, SubjectInterface)
    /// A text is judged as it stands.
    case text(any TextSuite, fileName: String)
  }

  let judging: Judging
  let installation: Installation?
  private let points: [String: Int]
  let limits: WorkerLimits

  /// Grades one exercise's submissions.
  /// - Parameters:
  ///   - suite: its hidden tests, made while the first submission is compiled: to read the examples of some
  ///     takes as long as a fifth of that.
  ///   - interface: what its submissions declare.
  ///   - installation: where worker and kit are; beside the running executable unless told.
  ///   - limits: what a worker may use.
  ///   - points: what checks are worth, by name, where it is not what the suite says.
  public init(
    _ suite: @autoclosure @escaping @Sendable () -> any Suite, interface: SubjectInterface,
    installation: Installation? = nil, limits: WorkerLimits = WorkerLimits(),
    points: [String: Int] = [:]
  ) {
    judging = .code(WorkedOut(suite), interface)
    self.installation = installation
    self.limits = limits
    self.points = points
  }

  /// Grades the answers to an exercise that are texts. Nothing is compiled.
  /// - Parameters:
  ///   - suite: its hidden tests.
  ///   - fileName: the file that a learner edits.
  ///   - points: what checks are worth, by name, where it is not what the suite says.
  public init(_ suite: any TextSuite, fileName: String, points: [String: Int] = [:]) {
    judging = .text(suite, fileName: fileName)
    installation = nil
    limits = WorkerLimits()
    self.points = points
  }

  /// What is said of the exercise, whatever is handed in there.
  var suite: any ExerciseSuite {
    switch judging {
    case .code(let suite, _): suite.value
    case .text(let suite, _): suite
    }
  }

  /// Grades what lies at `path`, whatever the intake takes: a file, a folder, an archive.
  /// - Throws: `EnvironmentFailure` when this machine cannot grade; never for what a submission does.
  public func grade(
    _ path: String, only names: Set<String>? = nil, progress: (Progress) -> Void = { _ in },
    keep: ((Report) -> Void)? = nil
  ) throws(EnvironmentFailure) -> Report {
    try grade(paths: [path], only: names, progress: progress, keep: keep)
  }

  /// Grades several Swift files as one submission, or what lies at the one path.
  /// - Throws: `EnvironmentFailure` when this machine cannot grade; never for what a submission does.
  public func grade(
    paths: [String], only names: Set<String>? = nil, progress: (Progress) -> Void = { _ in },
    keep: ((Report) -> Void)? = nil
  ) throws(EnvironmentFailure) -> Report {
    let taken: Intake.Taken
    do {
      taken = try take(paths)
    } catch let refusal as IntakeRefusal {
      return self.refusal(refusal.description(below: paths[0]))
    } catch {
      throw (error as? EnvironmentFailure) ?? EnvironmentFailure("cannot take files in: \(error)")
    }
    let notes = taken.notes
    return try grade(
      taken.files, only: names, progress: progress,
      keep: keep.map { keep in { keep($0.adding(notes)) } }
    )
    .adding(notes)
  }

  private func take(_ paths: [String]) throws -> Intake.Taken {
    guard case .text(_, let name) = judging else { return try Intake.take(paths) }
    guard paths.count == 1 else { throw IntakeRefusal.severalTexts(path: paths[1]) }
    return try Intake.takeText(paths[0], named: name)
  }

  /// The report on a submission whose files were not taken in, for this reason.
  func refusal(_ message: String) -> Report {
    var report = emptyReport
    report.message = message
    return report
  }

  /// The report on a submission that could not be graded, through no fault of its own.
  /// - Parameter why: one sentence, without a full stop at its end.
  public func ungraded(_ why: String) -> Report {
    var report = emptyReport
    report.outcome = .ungraded
    report.message = "could not be graded: \(why); nothing is said of the submission"
    return report
  }

  /// The report on a submission whose grader did not come to its end.
  /// - Parameter fault: what the grader did, as `SupervisedWork.Outcome` tells it.
  public func ungraded(grader fault: String) -> Report {
    ungraded(
      "the grader \(fault), which is a fault of Truthbook's; please report it with the files")
  }

  var emptyReport: Report {
    var report = Report(
      exercise: suite.exercise, suiteVersion: suite.version, files: [], outcome: .refused,
      diagnostics: [], checks: [], maximum: suite.checks.reduce(0) { $0 + weighted($1).points },
      printed: "")
    report.sandbox = sandbox
    report.key = secret?.name
    return report
  }

  private func stages(
    of suite: any Suite, for files: [SourceFile], only names: Set<String>?
  ) -> [Stage] {
    let stages = suite.stages(for: InputKey(files: files.map(\.bytes), secret: secret))
    guard let names else { return stages }
    return stages.filter { stage in stage.checks.contains { names.contains($0.name) } }
  }

  /// The check with the points it is worth here.
  func weighted(_ check: Check) -> Check {
    guard let points = points[check.name] else { return check }
    var check = check
    check.points = points
    return check
  }

  /// Grades files that have been read already.
  /// - Parameters:
  ///   - names: asks only the stages that have a check of these names. For authors, who want to know
  ///     whether a check finds what it must: such a report is no verdict on a submission.
  ///   - keep: given what is known so far, at first and after every stage but the last, as an unfinished
  ///     report, for whoever must have something when the grader is killed.
  /// - Throws: `EnvironmentFailure` when this machine cannot grade; never for what a submission does.
  public func grade(
    _ files: [SourceFile], only names: Set<String>? = nil,
    progress: (Progress) -> Void = { _ in }, keep: ((Report) -> Void)? = nil
  ) throws(EnvironmentFailure) -> Report {
    guard case .code(let suite, let interface) = judging else {
      return try judge(files, progress)
    }
    progress(.compiling)
    let compiling = try WorkBeside { [installation] in
      Swift.Result {
        try Submission.prepare(files: files, interface: interface, installation: installation)
      }
    }
    if let keep {
      var report = emptyReport
      report.files = files.map(\.name)
      keep(unfinished(report, printed: ""))
    }
    do {
      let stages = self.stages(of: suite.value, for: files, only: names)
      let preparing = try PreparedStages(stages)
      defer { preparing.end() }
      return try run(stages, of: suite.value, on: compiling.result().get(), progress, keep)
    } catch let failure as CompileFailure {
      return report(on: files, failure)
    } catch let failure as EnvironmentFailure {
      throw failure
    } catch {
      throw EnvironmentFailure("cannot prepare the submission: \(error)")
    }
  }

  /// Draws in this process what every submission is asked, for copies of it that grade one each.
  public func prepare() {
    guard case .code(let suite, _) = judging else { return }
    for stage in stages(of: suite.value, for: [], only: nil) { stage.prepare() }
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
    _ submission: Submission, only names: Set<String>? = nil,
    progress: (Progress) -> Void = { _ in }, keep: ((Report) -> Void)? = nil
  ) throws(EnvironmentFailure) -> Report {
    guard case .code(let suite, _) = judging else {
      throw EnvironmentFailure("code for an exercise whose answer is a text")
    }
    return try run(
      stages(of: suite.value, for: submission.files, only: names), of: suite.value, on: submission,
      progress, keep)
  }

  private func run(
    _ stages: [Stage], of suite: any Suite, on submission: Submission,
    _ progress: (Progress) -> Void, _ keep: ((Report) -> Void)?
  ) throws(EnvironmentFailure) -> Report {
    var report = emptyReport
    report.files = submission.files.map(\.name)
    report.diagnostics = submission.files.flatMap(\.notes)
    var run = try SuiteRun(suite, on: submission, limits: limits)
    defer { run.end() }
    var done = 0
    while done < stages.count, !run.isOver {
      progress(
        .checking(
          name: stages[done].checks.first?.name ?? "", number: done + 1, count: stages.count))
      try run.perform(stages[done])
      done += 1
      if let keep, done < stages.count, !run.isOver {
        var known = report
        known.checks = weighted(run.reports)
        keep(unfinished(known, printed: run.printed))
      }
    }
    if let failure = run.loadFailure {
      report.outcome = .doesNotCompile
      report.diagnostics.insert(failure, at: 0)
      return report
    }
    run.finish(without: stages[done...])
    report.checks = weighted(run.reports)
    report.diagnostics += run.notes
    report.printed += run.printed
    report.outcome = Report.Outcome(of: report.checks)
    return report
  }

  private func weighted(_ reports: [CheckReport]) -> [CheckReport] {
    reports.map {
      var report = $0
      report.check = weighted(report.check)
      return report
    }
  }

  /// What is known of a submission while some stages are left.
  private func unfinished(
    _ report: Report, printed: String
  ) -> Report {
    var report = report
    report.outcome = .unfinished
    report.printed += printed
    let known = report.checks.count
    report.checks += suite.checks.dropFirst(known).map {
      CheckReport(check: weighted($0), verdict: CheckReport.isToCome)
    }
    return report
  }

  /// Runs a saved schedule on the file or folder at `path`.
  /// - Returns: what the run comes to now; nil when the schedule is not one of the suite's.
  /// - Throws: `IntakeRefusal`, `CompileFailure` or `EnvironmentFailure`.
  public func replay(_ schedule: Schedule, on path: String) throws -> Verdict? {
    guard case .code(let suite, let interface) = judging else { return nil }
    let submission = try Submission.prepare(
      path: path, interface: interface, installation: installation)
    let pair = try submission.pair(limits: limits, sameTime: suite.value.mayReadClock)
    defer { pair.end() }
    let subject = RecordingSubject(pair)
    let verdict: Verdict?
    do throws(Stop) {
      verdict = try suite.value.replay(schedule, on: subject)
    } catch {
      verdict = .stopped(error, nil)
    }
    if case .unavailable(let why) = subject.end { throw EnvironmentFailure(why) }
    return verdict
  }
}

extension CheckReport {
  /// The verdict of a check that grading has not come to yet.
  fileprivate static let isToCome = Verdict.notReached("grading has not come to this check")
}

extension Report {
  /// The checks that are over; of an unfinished report those that grading has come to.
  public var decided: ArraySlice<CheckReport> {
    outcome == .unfinished ? checks.prefix { $0.verdict != CheckReport.isToCome } : checks[...]
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
