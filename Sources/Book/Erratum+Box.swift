import Errata

extension Erratum {
  /// The erratum as a box of a chapter, in Markdown: what is said, the gist of what is true, and where the
  /// rest and the evidence are.
  var box: [String] {
    [
      "<div class=\"erratum-box\">", "",
      "**[\(id)](errata#\(anchor))** \(judgement). *The document:* \(said) *In truth:* \(gist) "
        + "*Evidence:* " + evidence,
      "", "</div>",
    ]
  }

  /// Several errata as one box: a line each, with what goes wrong or what is said.
  static func box(of errata: [Erratum]) -> [String] {
    let lines = errata.map { erratum in
      "- **[\(erratum.id)](errata#\(erratum.anchor))** "
        + (erratum.harm.map { "Unsafe to believe: \($0)." }
          ?? "\(erratum.judgement): \(erratum.said)") + " *(\(erratum.settlement.grade.rawValue))*"
    }
    return ["<div class=\"erratum-box\">", ""] + lines + ["", "</div>"]
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

  /// The first sentences of what is true, as many as it takes to say something.
  private var gist: String {
    let enough = 130
    var gist = ""
    for word in truth.split(separator: " ") {
      if gist.count >= enough, let end = gist.last, ".!?".contains(end) { break }
      gist += (gist.isEmpty ? "" : " ") + word
    }
    return gist
  }

  /// The grade of the evidence, and where it is.
  private var evidence: String {
    switch settlement.grade {
    case .run, .computed: "\(settlement.grade.rawValue), `truthbook prove \(id)`."
    case .lookedUp, .argued, .unconfirmed: "[\(settlement.grade.rawValue)](errata#\(anchor))."
    }
  }

  /// The grade of the evidence and what it is.
  private var proof: String {
    let command =
      switch settlement.grade {
      case .run, .computed: " See it: `truthbook prove \(id)`"
      case .lookedUp: " What its numbers imply: `truthbook prove \(id)`"
      case .argued, .unconfirmed: ""
      }
    return "*Evidence, \(settlement.grade.rawValue):* \(summary)" + command
  }
}
