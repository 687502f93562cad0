import ArgumentParser
import Curriculum
import Execution
import FoundationEssentials
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

      Several paths, or a folder in which no Swift file lies but folders do, are a batch: each folder \
      and each Swift file in it is a submission. --batch, or any other option for batches, says so of \
      a folder of single files.

        truthbook grade or-set submissions --output results --jobs 4
        truthbook grade or-set submissions --output results --resume
        truthbook grade or-set submissions --output part1 --shard 1/4

      A batch writes batch.json, grades.csv, batch.html, reports/NAME.json for the teacher and, for \
      each --format, feedback/NAME.EXT for the learner; with --format html the page leads to those. Its status is 0 when everything was graded, whatever the \
      verdicts.
      """)

  @Argument(help: "The exercise, as `truthbook list` names it.")
  var exercise: String

  @Argument(
    help: "The submission: a Swift file, or a folder of Swift files; or folders of submissions.")
  var paths: [String]

  @Option(help: "Processor time for one request to the submission, in seconds.")
  var timeout: Double = 2

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
    for path in paths where !FileManager.default.fileExists(atPath: path) && !isLink(path) {
      throw Fault.usage("\(path): no such file or folder; check the path")
    }
    let limits = WorkerLimits(processorMilliseconds: Int(timeout * 1000))
    var grader = try workbook.grader(of: exercise, limits: limits)
    grader.secret = try key.map { (path) throws(Fault) in try KeyFile.read(path) }
    grader.sandbox = try requireSandbox.check()
    if try isBatch() {
      let suite = try workbook.suite(of: exercise)
      return try BatchRun(
        grader: grader, suite: suite, points: exercise.points, timeout: timeout, paths: paths,
        options: batch,
        reports: reports, look: look
      ).perform()
    }
    try gradeOne(paths[0], with: grader)
  }

  private func isBatch() throws(Fault) -> Bool {
    if batch.batch || (paths.count == 1 && batch.isAskedFor) { return true }
    let kinds: [SubmissionList.Kind]
    do throws(EnvironmentFailure) {
      kinds = try paths.map { (path) throws(EnvironmentFailure) in
        try SubmissionList.kind(of: path)
      }
    } catch {
      throw .environment(error.description)
    }
    if let unclear = kinds.firstIndex(of: .unclear) {
      throw .usage(
        "\(paths[unclear]): holds Swift files and folders of Swift files; add --batch to grade each "
          + "of them, or give the folder of one submission")
    }
    return paths.count > 1 || kinds.contains(.cohort)
  }

  private func gradeOne(_ path: String, with grader: Grader) throws {
    try reports.requireNoConflict()
    let report: Report
    do throws(EnvironmentFailure) {
      report = try grader.grade(
        path,
        progress: { progress in
          if case .checking(let name, let number, let count) = progress {
            Console.progress("\(number)/\(count) \(name) …")
          }
        }, keep: reports.keeper(of: path, look: look))
    } catch {
      throw Fault.environment(error.description)
    }
    Console.clearProgress()
    try reports.write(report, of: path, look: look)
    if !exitZero { throw ExitCode(report.outcome) }
  }

  private func isLink(_ path: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
  }
}
