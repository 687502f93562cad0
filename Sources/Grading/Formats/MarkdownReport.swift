import Checking
import Diagrams
import Execution
import Terminal

/// The report as GitHub's Markdown, for a step's summary or a release's page: the first failure with
/// its run as a drawing, and a table of the checks.
public struct MarkdownReport {
  /// The most bytes: GitHub takes 125,000 characters for a release's page. A step's summary may have
  /// 1 MiB, what others wrote included.
  static let sizeLimit = 120_000
  /// The most bytes of what the table says of a check; the first failure is told at length.
  private static let noteLimit = TextLimit.bytes(400)
  /// The most of a drawing's source that GitHub draws.
  private static let drawingLimit = 50_000

  private let report: Report

  /// Prepares a report.
  public init(_ report: Report) {
    self.report = report.bounded
  }

  /// The text, ending with a newline; what is too long for the page is left out, the least important
  /// first.
  public var text: String {
    let isTold = report.outcome.telling.heading != nil
    var sections = [
      verdict, isTold ? said : [], explanation, checks, isTold ? [] : said, printed,
    ]
    var rest = [5, 4, 2, 1, 3][...]
    var isShortened = false
    while size(of: sections) > Self.sizeLimit, let next = rest.popFirst() {
      sections[next] = []
      isShortened = true
    }
    if isShortened {
      sections.append(["The report is too long for this page; all of it is in the other reports."])
    }
    return sections.joined().joined(separator: "\n\n") + "\n"
  }

  private func size(of sections: [[String]]) -> Int {
    sections.joined().reduce(200) { $0 + $1.utf8.count + 2 }
  }

  private var verdict: [String] {
    [
      "## Truthbook: \(Self.escaped(report.exercise))",
      "**\(report.score) of \(report.maximum) points.** \(report.headline)",
    ]
  }

  private var said: [String] {
    let text = report.reasonNotGraded
    return text.isEmpty ? [] : [Self.fenced(text)]
  }

  private var explanation: [String] { report.firstFailure.map(explain) ?? [] }

  private var checks: [String] { report.checks.isEmpty ? [] : [table] }

  private var printed: [String] {
    guard !report.printed.isEmpty else { return [] }
    return [
      "<details><summary>What the submission printed</summary>", Self.fenced(report.printed),
      "</details>",
    ]
  }

  private func explain(_ failure: CheckReport) -> [String] {
    var blocks = [
      "### \(Self.escaped(failure.check.name))",
      "> \(Self.escaped(failure.check.guarantee)) (\(Self.escaped(failure.check.source)))",
    ]
    if let message = failure.message { blocks.append(Self.paragraph(Sanitizer.clean(message))) }
    if let counterexample = failure.counterexample {
      if let diagram = SequenceDiagram(counterexample),
        diagram.source.utf8.count <= Self.drawingLimit
      {
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
      let note = (check.message ?? check.strength?.phrase ?? "").cut(to: Self.noteLimit)
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

  /// The same as a paragraph, which nothing at its start makes a list, a heading or a rule.
  private static func paragraph(_ text: String) -> String {
    let text = escaped(String(text.drop { $0 == " " }))
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let rest = text[digits.endIndex...]
    let acts =
      digits.isEmpty
      ? ["-", "+", "="].contains(rest.first) : [".", ")"].contains(rest.first)
    return acts ? digits + "\\" + rest : text
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
