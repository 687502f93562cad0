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
        truthbook grade or-set ORSet.swift --format json
        truthbook grade or-set ORSet.swift --format json=report.json --exit-zero
      """)

  @Argument(help: "The exercise, as `truthbook list` names it.")
  var exercise: String

  @Argument(help: "The submission: a Swift file, or a folder of Swift files.")
  var path: String

  @Option(
    help: ArgumentHelp(
      "The report's form: text or json; with =FILE it goes there, with =- to standard output.",
      valueName: "format[=file]"))
  var format: ReportFormat = ReportFormat(kind: .text, file: nil)

  @Option(help: "Processor time for one request to the submission, in seconds.")
  var timeout: Double = 2

  @Option(
    help: ArgumentHelp(
      "Grade nothing unless the sandbox is full (the default with CI=true) or at least partial.",
      valueName: "level"))
  var requireSandbox: SandboxRequirement = .standard

  @Flag(help: "Exit with 0 whenever grading itself worked, whatever the verdict.")
  var exitZero = false

  @OptionGroup var look: LookOptions

  func validate() throws {
    guard timeout >= 0.1, timeout <= 600 else {
      throw ValidationError("--timeout takes a number of seconds from 0.1 to 600.")
    }
  }

  func run() throws {
    let workbook = try Workbook()
    let exercise = try workbook.exercise(exercise)
    guard FileManager.default.fileExists(atPath: path) || isLink(path) else {
      throw Fault.usage("\(path): no such file or folder; check the path")
    }
    let limits = WorkerLimits(processorMilliseconds: Int(timeout * 1000))
    let grader = try workbook.grader(of: exercise, limits: limits)
    let sandbox = try requireSandbox.check()
    var report: Report
    do throws(EnvironmentFailure) {
      report = try grader.grade(path) { progress in
        if case .checking(let name, let number, let count) = progress {
          Console.progress("\(number)/\(count) \(name) …")
        }
      }
    } catch {
      throw Fault.environment(error.description)
    }
    report.sandbox = sandbox
    Console.clearProgress()
    try write(report)
    if !exitZero { throw ExitCode(report.outcome) }
  }

  private func isLink(_ path: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
  }

  private func write(_ report: Report) throws {
    let text =
      switch format.kind {
      case .text: TerminalReport(report, look: look.report).text
      case .json: String(decoding: try report.json(), as: UTF8.self)
      }
    guard let file = format.file else { return try Console.print(text, terminator: "") }
    do throws(FileFailure) {
      try replaceFile(file, with: Array(text.utf8))
    } catch {
      throw Fault.environment(error.description)
    }
  }
}

/// A report's form and where it goes.
struct ReportFormat: ExpressibleByArgument {
  enum Kind: String, CaseIterable {
    case text, json
  }

  var kind: Kind
  /// Nil for standard output.
  var file: String?

  init(kind: Kind, file: String?) {
    self.kind = kind
    self.file = file
  }

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let kind = Kind(rawValue: String(parts[0])) else { return nil }
    self.kind = kind
    file = parts.count == 2 && parts[1] != "-" ? String(parts[1]) : nil
    if file?.isEmpty == true { return nil }
  }

  static var allValueStrings: [String] { Kind.allCases.map(\.rawValue) }
}
