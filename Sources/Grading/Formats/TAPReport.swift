import Execution
import Terminal

/// The report in the Test Anything Protocol: a plan, a line per check, and a block of YAML under each
/// that did not pass.
///
/// It calls itself version 13, which readers of 14 take as well; Perl's `prove`, the reader that most
/// have, knows no later one and refuses it.
struct TAPReport {
  /// The most bytes of a quoted text. Perl's reader matches one by a regular expression that gives up
  /// after 32,766 signs, and then takes none of the stream.
  private static let quotedLimit = TextLimit.bytes(4 << 10)

  private let report: Report
  private let setting: ReportSetting

  init(_ report: Report, _ setting: ReportSetting) {
    self.report = report
    self.setting = setting
  }

  /// The whole stream.
  var text: String {
    let entries = report.entries
    var lines = ["TAP version 13", "1..\(entries.count)"]
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
    if let sandbox = report.sandbox {
      let missing = sandbox.missing.map(\.rawValue).joined(separator: ", ")
      lines.append(
        "# sandbox: \(sandbox.level.rawValue)" + (missing.isEmpty ? "" : ", missing \(missing)"))
    }
    let printed = Self.clean(report.printed, layout: .lines)
    for line in printed.split(separator: "\n") { lines.append("# \(line)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func block(_ entry: ReportEntry) -> [String] {
    var lines = ["  ---", "  message: \(Self.quoted(entry.message))"]
    lines.append("  severity: \(entry.status == .fail ? "fail" : "error")")
    lines.append("  kind: \(Self.quoted(entry.kind))")
    if let place = entry.place {
      let file = setting.path(of: place.file) ?? place.file
      lines += ["  at:", "    file: \(Self.quoted(file))", "    line: \(place.line)"]
    }
    if !entry.detail.isEmpty {
      // A block scalar keeps its lines whatever stands in them, as long as all are indented alike and
      // the first, which is the guarantee, begins with no blank. Perl's reader wants empty lines
      // indented too.
      lines.append("  detail: |")
      lines += Self.clean(entry.detail, layout: .lines).split(
        separator: "\n", omittingEmptySubsequences: false
      ).dropLast()
        .map { "    " + $0 }
    }
    return lines + ["  ..."]
  }

  /// The text without what YAML (1.2.2, section 5.1) has no place for.
  private static func clean(_ text: String, layout: Sanitizer.Layout = .flowing) -> String {
    Sanitizer.clean(text, layout: layout).replacingScalars { scalar in
      scalar.value == 0xfffe || scalar.value == 0xffff ? "\u{fffd}" : nil
    }
  }

  /// A description: `#` would start a directive, and `\` would escape.
  private static func escaped(_ text: String) -> String {
    clean(text).replacingScalars { scalar in
      scalar == "\\" || scalar == "#" ? "\\\(scalar)" : nil
    }
  }

  /// A YAML scalar in double quotes.
  private static func quoted(_ text: String) -> String {
    let escaped = clean(text.cut(to: quotedLimit)).replacingScalars { scalar in
      scalar == "\\" || scalar == "\"" ? "\\\(scalar)" : nil
    }
    return "\"\(escaped)\""
  }
}
