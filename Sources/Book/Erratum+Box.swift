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
    switch settlement {
    case .proven(let method, _): "*Proof:* \(method) Run it: `truthbook prove \(id)`"
    case .recorded(let card, _):
      "*Source:* \(card.source); "
        + (card.checked.map { "looked up \($0)." } ?? "not looked up again.")
        + " Its numbers: `truthbook prove \(id)`"
    case .argued(let argument): "*No run settles this; the argument:* \(argument)"
    case .unverifiable(let reason): "*Not verified:* \(reason)"
    }
  }
}
