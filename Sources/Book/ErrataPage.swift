import Errata

/// The page of all errata with what settles each.
enum ErrataPage {
  static let id = "errata"
  static let title = "Errata"

  static var page: Book.Page {
    var lines = [
      "# \(title)", "",
      "The two documents this book mirrors are wrong in \(Erratum.all.count) places. Each has a number, "
        + "what is said in our words, what is true, and what settles it. "
        + counts + " `truthbook prove` runs them all.",
    ]
    for severity in Erratum.Severity.allCases {
      lines += ["", "## \(title(of: severity))"]
      for erratum in Erratum.all where erratum.severity == severity {
        lines += ["", "### \(erratum.id)", "", "In the \(erratum.place).", ""] + erratum.paragraphs
      }
    }
    return Book.Page(id: id, title: title, markdown: lines.joined(separator: "\n") + "\n")
  }

  /// How many are settled how, in a sentence.
  private static var counts: String {
    var proven = 0
    var recorded = 0
    var argued = 0
    var open = 0
    for erratum in Erratum.all {
      switch erratum.settlement {
      case .proven: proven += 1
      case .recorded: recorded += 1
      case .argued: argued += 1
      case .unverifiable: open += 1
      }
    }
    return "\(proven) are proven by something that runs, \(recorded) by a source and arithmetic, "
      + "\(argued) by argument, and \(open) could not be verified."
  }

  private static func title(of severity: Erratum.Severity) -> String {
    switch severity {
    case .unsafe: "Unsafe to believe"
    case .wrong: "Wrong"
    case .misleading: "Misleading"
    }
  }
}
