/// The report in the Test Anything Protocol, version 14: a plan, a line per check, and a block of YAML
/// under each that did not pass.
struct TAPReport {
  private let report: Report
  private let folder: String

  init(_ report: Report, _ setting: ReportSetting) {
    self.report = report
    folder = setting.folder
  }

  /// The whole stream.
  var text: String {
    let entries = report.entries
    var lines = ["TAP version 14", "1..\(entries.count)"]
    for (index, entry) in entries.enumerated() {
      let name = Self.escaped(entry.name)
      switch entry.status {
      case .pass: lines.append("ok \(index + 1) - \(name)")
      case .skipped:
        lines.append("ok \(index + 1) - \(name) # SKIP \(Self.escaped(entry.message))")
      case .fail, .error:
        lines.append("not ok \(index + 1) - \(name)")
        lines += block(entry)
      }
    }
    for line in report.printed.split(separator: "\n") { lines.append("# \(line)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func block(_ entry: ReportEntry) -> [String] {
    var lines = ["  ---", "  message: \(Self.quoted(entry.message))"]
    lines.append("  severity: \(entry.status == .fail ? "fail" : "error")")
    lines.append("  kind: \(Self.quoted(entry.kind))")
    if let place = entry.place {
      lines += [
        "  at:", "    file: \(Self.quoted(folder + place.file))", "    line: \(place.line)",
      ]
    }
    if !entry.detail.isEmpty {
      // Block scalars keep their lines whatever stands in them, as long as all are indented alike.
      lines.append("  detail: |2")
      lines += entry.detail.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        .map { $0.isEmpty ? "" : "    " + $0 }
    }
    return lines + ["  ..."]
  }

  /// A description: `#` would start a directive, and `\` would escape.
  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("#", with: "\\#").replacing("\n", with: " ")
  }

  /// A YAML scalar in double quotes.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\" + String(scalar)
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
