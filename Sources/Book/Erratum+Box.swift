import Errata

extension Erratum {
  /// The erratum as a box of a chapter, in Markdown.
  var box: [String] {
    ["<div class=\"erratum-box\">", "", "**[\(id)](errata#\(anchor))** \(harm) (\(place))", ""]
      + paragraphs + ["", "</div>"]
  }

  /// What is said, what is true and what proves it, as paragraphs.
  var paragraphs: [String] {
    ["*Often said:* \(said)", "", "*In truth:* \(truth)", "", proof]
  }

  /// The anchor of its section on the page of all errata.
  var anchor: String { id.lowercased() }

  private var harm: String {
    switch severity {
    case .unsafe: "Unsafe to believe"
    case .wrong: "Wrong"
    case .misleading: "Misleading"
    }
  }

  private var proof: String {
    "*\(settlement.kind):* \(summary)"
      + (settlement.isRun ? " Run it: `truthbook prove \(id)`" : "")
  }
}
