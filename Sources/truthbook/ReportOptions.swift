import ArgumentParser
import FoundationEssentials
import Grading

/// Which reports are written, for whom and where.
struct ReportOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A report: text, json, junit, exercism, gradescope, github, classroom50, tap, html or markdown; "
        + "with =FILE it goes there, with =- to standard output. May be repeated. classroom is for the "
        + "workflows of GitHub Classroom, which ended on 28 August 2026; its successor reads "
        + "classroom50.",
      valueName: "format[=file]"))
  var format: [ReportDestination] = []

  @Option(
    help: ArgumentHelp(
      "What the reports of --format tell: full (all), hint (which guarantees are broken and the kind "
        + "of a stop, but nothing a submission can choose), verdict (status and score).",
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
    _ = try identity()
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
    return { report in
      let shown = report.reduced(to: feedback)
      do {
        let setting = try setting(of: path, look: look)
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
    let setting = try setting(of: path, look: look)
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

  /// What the emitters need to know of a submission besides its report.
  private func setting(of path: String, look: LookOptions) throws(Fault) -> ReportSetting {
    ReportSetting(
      look: look.report,
      folder: WorkspaceFolder.folder(of: path, in: Console.environment["GITHUB_WORKSPACE"]),
      identity: try identity())
  }

  /// Whose submission it is, where a format has to say so.
  private func identity() throws(Fault) -> Classroom50Identity? {
    guard (format + teacherFormat).contains(where: { $0.format == .classroom50 }) else {
      return nil
    }
    do throws(Classroom50Identity.Missing) {
      return try Classroom50Identity(environment: Console.environment)
    } catch {
      throw .usage("--format classroom50: \(error.description)")
    }
  }
}
