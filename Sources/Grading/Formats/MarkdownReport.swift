import Checking
import Diagrams
import Execution
import Terminal

/// The report as GitHub's Markdown, for a step's summary: a table of the checks, then the first failure
/// with its run as a drawing.
public struct MarkdownReport {
  /// What GitHub takes for one step's summary is 1 MiB; what others wrote counts too.
  static let sizeLimit = 512 << 10

  private let report: Report

  /// Prepares a report.
  public init(_ report: Report) {
    self.report = report
  }

  /// The text, ending with a newline.
  public var text: String {
    var blocks = [
      "## Truthbook: \(Self.escaped(report.exercise))",
      "**\(report.score) of \(report.maximum) points.** \(report.headline)",
    ]
    switch report.outcome {
    case .doesNotCompile, .compilerLimit, .refused:
      if !report.reasonNotGraded.isEmpty { blocks.append(Self.fenced(report.reasonNotGraded)) }
    case .passed, .failed, .stopped, .unfinished:
      if let failure = report.firstFailure { blocks += explain(failure) }
      if !report.checks.isEmpty { blocks.append(table) }
      if !report.diagnostics.isEmpty { blocks.append(Self.fenced(report.reasonNotGraded)) }
    }
    if !report.printed.isEmpty {
      blocks += [
        "<details><summary>What the submission printed</summary>", Self.fenced(report.printed),
        "</details>",
      ]
    }
    let text = blocks.joined(separator: "\n\n") + "\n"
    guard text.utf8.count > Self.sizeLimit else { return text }
    return blocks.prefix(2).joined(separator: "\n\n")
      + "\n\nThe report is too long for this page; it is in the step's log.\n"
  }

  private func explain(_ failure: CheckReport) -> [String] {
    var blocks = [
      "### \(Self.escaped(failure.check.name))",
      "> \(Self.escaped(failure.check.guarantee)) (\(Self.escaped(failure.check.source)))",
    ]
    if let message = failure.message { blocks.append(Self.escaped(Sanitizer.clean(message))) }
    if let counterexample = failure.counterexample {
      if let diagram = SequenceDiagram(counterexample) {
        blocks.append("```mermaid\n\(diagram.source)```")
      }
      let drawing = SpaceTimeDiagram(counterexample).render(width: 100, style: .unicode(.plain))
      blocks += [
        "<details><summary>The run, step by step</summary>", Self.fenced(drawing), "</details>",
      ]
    }
    return blocks
  }

  private var table: String {
    var lines = ["| | check | points | |", "|---|---|---|---|"]
    for check in report.checks {
      let mark =
        switch check.status {
        case .pass, .held: "✅"
        case .fail: "❌"
        case .error: "💥"
        case .skipped: "⏭️"
        }
      let note = check.message ?? check.strength?.phrase ?? ""
      lines.append(
        "| \(mark) | \(Self.escaped(check.check.name)) | \(check.score)/\(check.check.points) | "
          + "\(Self.escaped(Sanitizer.clean(note))) |")
    }
    return lines.joined(separator: "\n")
  }

  /// Text on one line with everything that Markdown or HTML acts upon made literal.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      // Would mention a person or link to an issue.
      case "@", "#": escaped += "&#\(scalar.value);"
      case "\\", "`", "*", "_", "[", "]", "|", "~", "!", "$": escaped += "\\\(scalar)"
      case "\n": escaped += " "
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// Lines in a fence longer than any run of backticks in them.
  static func fenced(_ text: String) -> String {
    var longest = 0
    var run = 0
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: max(3, longest + 1))
    let clean = Sanitizer.clean(text, layout: .lines)
    return "\(fence)text\n\(clean)\(clean.hasSuffix("\n") ? "" : "\n")\(fence)"
  }
}
