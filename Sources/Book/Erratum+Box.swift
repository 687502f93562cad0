import Errata

extension Erratum {
  /// The erratum as a box of a chapter, in Markdown.
  var box: [String] {
    ["<div class=\"erratum-box\">", "", "**[\(id)](errata#\(anchor))** \(judgement) (\(place))", ""]
      + paragraphs + ["", "</div>"]
  }

  /// What is said, what is true and what shows it, as paragraphs.
  var paragraphs: [String] {
    ["*The document:* \(said)", "", "*In truth:* \(truth)", "", proof]
  }

  /// The anchor of its section on the page of all errata.
  var anchor: String { id.lowercased() }

  /// How bad it is to believe: `Unsafe to believe: two leaders of one term`.
  var judgement: String {
    switch severity {
    case .unsafe: "Unsafe to believe" + (harm.map { ": \($0)" } ?? "")
    case .wrong: "Wrong"
    case .misleading: "Misleading"
    }
  }

  /// The grade of the evidence and what it is.
  private var proof: String {
    "*Evidence, \(settlement.grade.rawValue):* \(summary)"
      + (settlement.isRun ? " See it: `truthbook prove \(id)`" : "")
  }
}
