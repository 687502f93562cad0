import Diagrams
import Execution
import Terminal

/// The report as JUnit's XML.
///
/// The form has no official schema; this keeps to what GitLab, Jenkins and GitHub's readers share: one
/// suite, a case per check, `failure`, `error` or `skipped` in it, `file` and `line` on a case where the
/// submission's own line is known, and what the submission printed in `system-out`.
struct JUnitReport {
  private let report: Report
  private let folder: String

  init(_ report: Report, _ setting: ReportSetting) {
    self.report = report
    folder = setting.folder
  }

  /// The document: well-formed XML 1.0 whatever the submission printed.
  var xml: String {
    let entries = report.entries
    func count(_ status: ReportEntry.Status) -> Int { entries.count { $0.status == status } }
    let counts =
      "tests=\"\(entries.count)\" failures=\"\(count(.fail))\" errors=\"\(count(.error))\" "
      + "skipped=\"\(count(.skipped))\""
    let name = Self.attribute(report.exercise)
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuites name=\"truthbook\" \(counts) time=\"0\">",
      "  <testsuite name=\"\(name)\" \(counts) time=\"0\">",
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
      lines.append("    <system-out>\(MarkupText.escaped(report.printed))</system-out>")
    }
    lines += ["  </testsuite>", "</testsuites>"]
    return lines.joined(separator: "\n") + "\n"
  }

  private func testCase(_ entry: ReportEntry) -> [String] {
    var head =
      "    <testcase classname=\"\(Self.attribute(report.exercise))\" "
      + "name=\"\(Self.attribute(entry.name))\""
    if let place = entry.place {
      head += " file=\"\(Self.attribute(folder + place.file))\" line=\"\(place.line)\""
    }
    // Readers expect the attribute; how long a check takes is no part of a verdict.
    head += " time=\"0\""
    let message = Self.attribute(entry.message)
    let type = Self.attribute(entry.kind)
    switch entry.status {
    case .pass: return [head + "/>"]
    case .skipped:
      return [head + ">", "      <skipped message=\"\(message)\"/>", "    </testcase>"]
    case .fail, .error:
      let element = entry.status == .fail ? "failure" : "error"
      return [
        head + ">",
        "      <\(element) message=\"\(message)\" type=\"\(type)\">"
          + "\(MarkupText.escaped(entry.detail))</\(element)>",
        "    </testcase>",
      ]
    }
  }

  private static func attribute(_ text: String) -> String {
    MarkupText.escaped(text, isAttribute: true)
  }
}
