/// The forms a report comes in. This is the one place that knows which emitter writes which.
public enum ReportFormat: String, Hashable, Sendable, CaseIterable {
  /// For a person at a terminal.
  case text
  /// Ours: everything, described by `report.schema.json`.
  case json
  /// JUnit's XML, which most CI systems read.
  case junit
  /// Exercism's `results.json`, version 3.
  case exercism
  /// Gradescope's `results.json`.
  case gradescope
  /// Commands for the log of a GitHub Actions step.
  case github
  /// The line of a GitHub Classroom grader's output, for workflows that outlived it.
  case classroom
  /// Classroom 50's `result.json`.
  case classroom50
  /// The Test Anything Protocol, version 13.
  case tap
  /// One page for a browser.
  case html
  /// GitHub's Markdown, as a step's summary shows it.
  case markdown

  /// How a report of this form is told apart by its file's name, without the dot.
  public var fileExtension: String {
    switch self {
    case .text: "txt"
    case .github, .classroom: rawValue + ".txt"
    case .json: "json"
    case .junit: "junit.xml"
    case .exercism, .gradescope, .classroom50: rawValue + ".json"
    case .tap: "tap"
    case .html: "html"
    case .markdown: "md"
    }
  }

  /// Writes a report.
  /// - Returns: UTF-8 that ends with a newline; the same for the same report and setting. Of bounded
  ///   length, and made in time linear in the report.
  /// - Throws: `Classroom50Identity.Missing` where the format has to say whose submission it is and the
  ///   setting does not.
  public func render(_ report: Report, _ setting: ReportSetting = ReportSetting()) throws -> [UInt8]
  {
    let report = report.bounded
    return switch self {
    case .text:
      Array(TerminalReport(report, look: setting.look, pointers: setting.pointers).text.utf8)
    case .json: Array(try report.json())
    case .junit: Array(JUnitReport(report, setting).xml.utf8)
    case .exercism: Array(try ExercismReport(report).json())
    case .gradescope: Array(try GradescopeReport(report).json())
    case .github: Array(GitHubReport(report, setting).commands.utf8)
    case .classroom: Array(try ClassroomReport(report, setting).line().utf8)
    case .classroom50: Array(try Classroom50Report(report, setting).json())
    case .tap: Array(TAPReport(report, setting).text.utf8)
    case .html: Array(HTMLReport(report).page.utf8)
    case .markdown: Array(MarkdownReport(report).text.utf8)
    }
  }
}
