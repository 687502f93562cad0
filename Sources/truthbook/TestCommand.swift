import ArgumentParser
import Checking
import Curriculum
import Execution
import FoundationEssentials
import Grading
import Stepping
import Terminal

/// `truthbook test`: compile, run the hidden suite, explain the first failure.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Test your solution of an exercise and explain the first failure.",
    discussion: """
      Compiles the file (or the Swift files of a folder, package or archive), runs the exercise's hidden tests in a \
      process of their own, and shows the shortest run of events that breaks the first guarantee.
      """)

  @Argument(
    help: "The exercise, by its name or a path; the one worked on last, or the next, unless given.",
    completion: NameCompletion.exercises)
  var exercise: String?

  @Argument(
    help: "Your file, folder or archive; the exercise's own file unless given.",
    completion: .file())
  var path: String?

  @OptionGroup var look: LookOptions

  func run() throws {
    let workbook = try Workbook()
    let exercise = try exercise.map(workbook.exercise) ?? workbook.currentExercise()
    if path == nil { try checkFiles(of: exercise) }
    if path == nil, try isUntouched(exercise) {
      try sayWhereToBegin(exercise)
      throw ExitCode.checkFailed
    }
    let path = path ?? exercise.starter.absolutePath
    let report = try grade(path, with: try workbook.grader(of: exercise))
    Console.clearProgress()
    if case .refused = report.outcome { throw refusal(report) }
    // What somebody else wrote, such as a file of Solutions, is no progress of the learner's.
    let isOwn = isOwnFile(path, of: exercise)
    if isOwn {
      if let problem = workbook.record(report, of: exercise.id) {
        Console.note("truthbook: " + problem)
      }
    }
    // A text is its own schedule.
    let replay = exercise.isText ? nil : saveReplay(of: report, path: path, in: workbook)
    let pointers = TerminalReport.Pointers(
      replay: replay, hint: "truthbook hint \(exercise.id)",
      review: isOwn ? workbook.reviewCommand(for: report) : nil,
      folder: RelativePath.folder(holding: report.files, at: path))
    try Console.print(
      TerminalReport(report, look: look.report, pointers: pointers).text, terminator: "")
    if report.outcome == .passed, isOwn {
      try sayWhatNext(after: exercise, report, in: workbook)
    }
    throw ExitCode(report.outcome)
  }

  /// Where it comes from, ours beside it, and what to do next.
  private func sayWhatNext(
    after exercise: Exercise, _ report: Report, in workbook: Workbook
  ) throws(Fault) {
    var sources: [String] = []
    for check in report.checks.map(\.check) where check.source != Check.contract {
      if !sources.contains(check.source) { sources.append(check.source) }
    }
    var lines = [
      "  compare  truthbook solution \(exercise.id)",
      "  chapter  truthbook read \(exercise.chapter)",
    ]
    if let suite = try workbook.suite(of: exercise) as? any SteppableSuite,
      suite.usualSetting != nil
    {
      lines.append("  step     truthbook run \(exercise.id)")
    }
    if let next = workbook.nextExercise() {
      lines.append("  next     truthbook read \(next.id)")
    }
    if !sources.isEmpty {
      lines += TextWrap.lines(
        of: sources.joined(separator: "; "), width: look.columns, firstIndent: "  source   ",
        hangingIndent: "           ")
    }
    try Console.print(([""] + lines).joined(separator: "\n"))
  }

  /// A learner's file that is gone has its first version still.
  private func checkFiles(of exercise: Exercise) throws(Fault) {
    guard let lost = exercise.parts.first(where: { !$0.starter.exists }) else { return }
    guard lost.pristine.exists else {
      throw .usage(
        "\(lost.starter.path): the file that you edit is missing; `truthbook update` brings it")
    }
    throw .usage(
      "\(lost.starter.path): the file that you edit is missing; get its first version back with "
        + "`truthbook reset \(exercise.id)`")
  }

  private func sayWhereToBegin(_ exercise: Exercise) throws(Fault) {
    let text =
      "\(exercise.title): you have not changed \(exercise.starter.path) yet, and that is where you "
      + "begin."
    try Console.print(
      (TextWrap.lines(of: text, width: look.columns) + [
        "",
        "  task    truthbook read \(exercise.id)",
        "  learn   truthbook read \(exercise.chapter)",
        "  edit    \(exercise.starter.path)",
        "  test    truthbook test \(exercise.id)",
      ]).joined(separator: "\n"))
  }

  /// Whether the path is that of the file the exercise gives a learner to edit.
  private func isOwnFile(_ path: String, of exercise: Exercise) -> Bool {
    guard let given = RelativePath.resolved(path) else { return false }
    return given == RelativePath.resolved(exercise.starter.absolutePath)
      || given == RelativePath.resolved(exercise.ownFolder.absolutePath)
  }

  private func isUntouched(_ exercise: Exercise) throws(Fault) -> Bool {
    do throws(CurriculumError) {
      return try exercise.isUntouched()
    } catch {
      // What cannot be read is for the intake to explain.
      return false
    }
  }

  private func grade(_ path: String, with grader: Grader) throws(Fault) -> Report {
    do throws(EnvironmentFailure) {
      return try grader.grade(path) { progress in
        switch progress {
        case .compiling: Console.progress("compiling …")
        case .checking(let name, let number, let count):
          Console.progress("\(number)/\(count) \(name) …")
        }
      }
    } catch {
      throw .environment(error.description)
    }
  }

  private func refusal(_ report: Report) -> Fault {
    Fault(
      description: report.message ?? "the submission was not taken in",
      status: FileManager.default.fileExists(atPath: path ?? "/")
        ? .notCompiled : .validationFailure)
  }

  /// Saves the first failure's run.
  /// - Returns: the command that runs it again; nil when there is no run.
  private func saveReplay(of report: Report, path: String, in workbook: Workbook) -> String? {
    guard report.firstFailure?.counterexample != nil else { return nil }
    do throws(Fault) {
      return "truthbook replay \(try workbook.saveReplay(of: report, path: path))"
    } catch {
      Console.note("truthbook: \(error.description)")
      return nil
    }
  }
}
