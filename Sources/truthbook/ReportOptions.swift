import ArgumentParser
import FoundationEssentials
import Grading

/// Which reports are written, for whom and where.
struct ReportOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A report: text, json, junit, exercism, gradescope, github, classroom, tap, html or markdown; "
        + "with =FILE it goes there, with =- to standard output. May be repeated.",
      valueName: "format[=file]"))
  var format: [ReportDestination] = []

  @Option(
    help: ArgumentHelp(
      "What the reports of --format tell: full (all), hint (which guarantees are broken, but no run "
        + "and no value), verdict (status and score).",
      valueName: "full|hint|verdict"))
  var feedback: Feedback = .full

  @Option(
    help: ArgumentHelp(
      "A report that tells all whatever --feedback says, for the teacher. May be repeated.",
      valueName: "format=file"))
  var teacherFormat: [ReportDestination] = []

  /// Fails when the reports of one submission cannot all be written as asked.
  func requireNoConflict() throws(Fault) {
    if let conflict = ReportDestination.conflict(in: format + teacherFormat) {
      throw .usage(conflict)
    }
    try requirePlaces()
  }

  /// Fails when a report cannot be written where it is to go.
  func requirePlaces() throws(Fault) {
    for file in (format + teacherFormat).compactMap(\.file) {
      try ReportDestination.requirePlace(for: file)
    }
  }

  /// What takes in the reports that are not finished; nil when no file wants one.
  /// - Parameter path: the submission, as the user named it.
  func keeper(of path: String, look: LookOptions) -> ((Report) -> Void)? {
    guard (format + teacherFormat).contains(where: { $0.file != nil }) else { return nil }
    let setting = ReportSetting(look: look.report, folder: Self.folder(of: path))
    return { report in
      let shown = report.reduced(to: feedback)
      do {
        for destination in format { try destination.keep(shown, setting) }
        for destination in teacherFormat { try destination.keep(report, setting) }
      } catch {
        // Writing the finished report meets the same and says so.
      }
    }
  }

  /// Writes every report of one submission.
  /// - Parameter path: the submission, as the user named it.
  func write(_ report: Report, of path: String, look: LookOptions) throws {
    let setting = ReportSetting(look: look.report, folder: Self.folder(of: path))
    let shown = report.reduced(to: feedback)
    let destinations =
      format.isEmpty && teacherFormat.isEmpty
      ? [ReportDestination(format: .text, file: nil)] : format
    for destination in destinations { try destination.write(shown, setting) }
    for destination in teacherFormat { try destination.write(report, setting) }
    if destinations.contains(where: { $0.format == .github }),
      let summary = Console.environment["GITHUB_STEP_SUMMARY"], !summary.isEmpty
    {
      try appendToFile(summary, Array(MarkdownReport(shown).text.utf8))
    }
  }

  /// The folder of a submission's files relative to the checkout, or to here, ending in `/`; empty for
  /// what lies elsewhere.
  static func folder(of path: String) -> String {
    var isFolder = false
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    var parts = path.split(separator: "/").map(String.init).filter { $0 != "." }
    if !isThere || !isFolder { _ = parts.popLast() }
    if path.hasPrefix("/") {
      let here =
        Console.environment["GITHUB_WORKSPACE"] ?? FileManager.default.currentDirectoryPath
      let root = here.split(separator: "/").map(String.init)
      guard parts.starts(with: root) else { return "" }
      parts.removeFirst(root.count)
    }
    return parts.contains("..") || parts.isEmpty ? "" : parts.joined(separator: "/") + "/"
  }
}
