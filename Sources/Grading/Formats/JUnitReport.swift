import Diagrams
import Execution
import Terminal

/// The report as JUnit's XML.
///
/// The form has no official schema; this keeps to the strictest there is, that of Jenkins
/// (`junit-10.xsd` of its xUnit plugin), which GitLab's and GitHub's readers take too: one suite, a
/// case per check, `failure`, `error` or `skipped` in it, and what the submission printed in
/// `system-out`. That schema has no attribute for a place, so the submission's own line, where it is
/// known, is the first of the text, as in a stack trace.
struct JUnitReport {
  private let report: Report
  private let setting: ReportSetting

  init(_ report: Report, _ setting: ReportSetting) {
    self.report = report
    self.setting = setting
  }

  /// The document: well-formed XML 1.0 whatever the submission printed.
  var xml: String {
    let entries = report.entries
    func count(_ status: ReportEntry.Status) -> Int { entries.count { $0.status == status } }
    let counts =
      "tests=\"\(entries.count)\" failures=\"\(count(.fail))\" errors=\"\(count(.error))\""
    let name = Self.attribute(report.exercise)
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuites name=\"truthbook\" \(counts) time=\"0\">",
      "  <testsuite name=\"\(name)\" \(counts) skipped=\"\(count(.skipped))\" time=\"0\">",
      "    <properties>",
      "      <property name=\"suite-version\" value=\"\(report.suiteVersion)\"/>",
      "      <property name=\"score\" value=\"\(report.score)\"/>",
      "      <property name=\"maximum\" value=\"\(report.maximum)\"/>",
    ]
    if let sandbox = report.sandbox {
      let missing = sandbox.missing.map(\.rawValue).joined(separator: ",")
      lines += [
        "      <property name=\"sandbox-level\" value=\"\(sandbox.level.rawValue)\"/>",
        "      <property name=\"sandbox-missing\" value=\"\(missing)\"/>",
      ]
    }
    lines.append("    </properties>")
    for entry in entries { lines += testCase(entry) }
    if !report.printed.isEmpty {
      lines.append("    <system-out>\(Self.text(report.printed))</system-out>")
    }
    lines += ["  </testsuite>", "</testsuites>"]
    return lines.joined(separator: "\n") + "\n"
  }

  private func testCase(_ entry: ReportEntry) -> [String] {
    // Readers expect the time; how long a check takes is no part of a verdict.
    let head =
      "    <testcase classname=\"\(Self.attribute(report.exercise))\" "
      + "name=\"\(Self.attribute(entry.name))\" time=\"0\""
    let message = Self.attribute(entry.message)
    let type = Self.attribute(entry.kind)
    switch entry.status {
    case .pass: return [head + "/>"]
    case .skipped:
      return [head + ">", "      <skipped message=\"\(message)\"/>", "    </testcase>"]
    case .fail, .error:
      let element = entry.status == .fail ? "failure" : "error"
      let place = entry.place.map {
        Sanitizer.clean("at \(setting.path(of: $0.file) ?? $0.file):\($0.line)") + "\n"
      }
      return [
        head + ">",
        "      <\(element) message=\"\(message)\" type=\"\(type)\">"
          + "\(Self.text((place ?? "") + entry.detail))</\(element)>",
        "    </testcase>",
      ]
    }
  }

  private static func text(_ text: String) -> String {
    MarkupText.escaped(Sanitizer.clean(text, layout: .lines))
  }

  private static func attribute(_ text: String) -> String {
    MarkupText.escaped(text, isAttribute: true)
  }
}
