import ArgumentParser
import Curriculum
import Execution
import Grading

/// `truthbook grade`: a verdict for a program or a teacher; nothing is recorded.
struct GradeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade",
    abstract: "Grade a submission, for a teacher or a CI job.",
    discussion: """
      Prints a report and records nothing. The same submission gives the same report on every run. \
      The submission runs in a process of its own, which knows no test and no expected value. It is \
      limited in time, memory and output, and can reach no file, network or process of yours; \
      `truthbook doctor` shows whether this machine can see to that.

        truthbook grade or-set ORSet.swift
        truthbook grade or-set ORSet.swift --format junit=out.xml --format json=-
        truthbook grade or-set ORSet.swift --format html=report.html

      A submission is a Swift file, a folder with Swift files at any depth, a package (its Sources), \
      or a zip, tar or tar.gz of one of them; several Swift files of one folder, of which one declares \
      the exercise's type, are one submission too. Hidden files, __MACOSX, tests and an exercise's \
      Starter do not count.

      Other paths given together, or a folder in which no Swift file lies but several folders or \
      archives do, are a batch: each of them is a submission. --batch, or any other option for batches, \
      says so of a folder of single files. The status of a batch is that of the worst submission; with \
      --batch it is 0 when everything was graded, whatever the verdicts.

        truthbook grade or-set submissions --output results --jobs 4
        truthbook grade or-set submissions --output results --resume
        truthbook grade or-set submissions --output part1 --shard 1/4

      A batch writes batch.json, grades.csv, batch.html, reports/NAME.json for the teacher and, for \
      each --format, feedback/NAME.EXT for the learner; with --format html the page leads to those.
      """)

  @Argument(
    help: "The exercise, as `truthbook list` names it.", completion: NameCompletion.exercises)
  var exercise: String

  @Argument(
    help: "The submission: a Swift file, a folder or an archive; or folders of submissions.",
    completion: .file())
  var paths: [String]

  @Option(
    help: "Processor time that a call is allowed, in seconds; it is ended after four times that.")
  var timeout: Double = 1

  @Option(
    help: ArgumentHelp(
      "Grade nothing unless the sandbox is full (the default with CI=true) or at least partial.",
      valueName: "level"))
  var requireSandbox: SandboxRequirement = .standard

  @Flag(help: "Exit with 0 whenever grading itself worked, whatever the verdict.")
  var exitZero = false

  @Option(
    help: ArgumentHelp(
      "Draw random inputs with the secret in this file, so that nobody without it can know them. "
        + "Reports name the secret by its digest.",
      valueName: "file"))
  var key: String?

  @OptionGroup var reports: ReportOptions

  @OptionGroup var batch: BatchOptions

  @OptionGroup var look: LookOptions

  func validate() throws {
    guard timeout >= 0.1, timeout <= 600 else {
      throw ValidationError("--timeout takes a number of seconds from 0.1 to 600.")
    }
  }

  func run() throws {
    let workbook = try Workbook()
    let exercise = try workbook.exercise(exercise)
    try requirePaths()
    let limits = WorkerLimits.allowing(callMilliseconds: Int(timeout * 1000))
    var grader = try workbook.grader(of: exercise, limits: limits)
    grader.secret = try key.map { (path) throws(Fault) in try KeyFile.read(path) }
    grader.sandbox = try requireSandbox.check()
    if try isBatch(of: exercise) {
      let suite = try workbook.suite(of: exercise)
      return try BatchRun(
        grader: grader, suite: suite, points: exercise.points, timeout: timeout, paths: paths,
        options: batch, reports: reports, look: look, isStatusZero: exitZero
      ).perform()
    }
    try gradeOne(with: grader)
  }

  private func requirePaths() throws(Fault) {
    for path in paths {
      do throws(IntakeRefusal) {
        _ = try Intake.kind(of: path)
      } catch {
        throw .usage(error.description)
      }
    }
  }

  private func isBatch(of exercise: Exercise) throws(Fault) -> Bool {
    if exercise.isText {
      guard !batch.batch, !batch.isAskedFor, paths.count == 1 else {
        throw .usage(
          "the answer to \(exercise.id) is one text; grade one at a time, without options for batches"
        )
      }
      return false
    }
    if batch.batch || (paths.count == 1 && batch.isAskedFor) { return true }
    let kind: SubmissionList.Kind
    do throws(EnvironmentFailure) {
      kind = try SubmissionList.kind(of: paths, typeName: exercise.typeName)
    } catch {
      throw .environment(error.description)
    }
    // A report that only one submission can have is for somebody who has handed in one; the compiler
    // tells them what they have twice.
    let isForOne = batch.output == nil && reports.format.contains(where: \.isBare)
    if isForOne, kind == .unclear || paths.count > 1 { return false }
    if kind == .unclear {
      throw .usage(
        "\(paths[0].shownName): several of the Swift files in it "
          + "declare \(exercise.typeName); add --batch to grade each of them, or give the folder of "
          + "one submission")
    }
    return kind == .cohort
  }

  private func gradeOne(with grader: Grader) throws {
    try reports.requireNoConflict()
    let outcome = try supervised {
      let report = try grader.grade(
        paths: paths,
        progress: { progress in
          if case .checking(let name, let number, let count) = progress {
            Console.progress("\(number)/\(count) \(name) …")
          }
        }, keep: reports.keeper(of: paths[0], look: look))
      Console.clearProgress()
      try finish(report)
    }
    if case .fault(let fault) = outcome { try finish(grader.ungraded(grader: fault)) }
  }

  private func finish(_ report: Report) throws {
    try reports.write(report, of: paths[0], look: look)
    if report.outcome == .ungraded || !exitZero { throw ExitCode(report.outcome) }
  }
}
