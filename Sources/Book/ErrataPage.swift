import Errata

/// The page of all errata with what settles each.
enum ErrataPage {
  static let id = "errata"
  static let title = "Errata"

  static var page: Book.Page {
    var lines = [
      "# \(title)", "",
      "This book mirrors two texts on distributed systems, chapter by chapter: *The Solutions*, six "
        + "patterns with code in Python (\"the first document\"), and *Pillar 3: Distribution of Truth*, "
        + "drawings and slogans with three exercises (\"the second document\"). You need neither. They "
        + "are good at asking, and they say in \(Erratum.all.count) places what many texts say and what "
        + "does not hold. Each place has a number, what is said in our words, what is true, how bad it is "
        + "to believe the document, and what the correction rests on.",
      "",
      "Severity. *Unsafe to believe*: followed as it stands, it loses or corrupts what was stored, decides "
        + "twice, or says what is not so, and nobody is told. *Wrong*: a fact, a number or a line of code "
        + "is not so. *Misleading*: true as far as it goes, but incomplete, without a source, or easily "
        + "taken for more.",
      "",
      "Evidence. " + grades
        + " `truthbook prove` runs and computes all of it again; what was looked up "
        + "it can only name.",
    ]
    for severity in Erratum.Severity.allCases {
      lines += ["", "## \(title(of: severity))"]
      for erratum in Erratum.all where erratum.severity == severity {
        lines += ["", "### \(erratum.id)", "", "In the \(erratum.place).", ""]
        lines += erratum.harm.map { ["What goes wrong: \($0).", ""] } ?? []
        lines += erratum.paragraphs
      }
    }
    return Book.Page(id: id, title: title, markdown: lines.joined(separator: "\n") + "\n")
  }

  /// How many errata rest on what, in sentences.
  private static var grades: String {
    func count(_ grade: Erratum.Grade) -> Int {
      Erratum.all.count { $0.settlement.grade == grade }
    }
    return "*Run*, \(count(.run)): the documents' code, ours or a protocol was run. *Computed*, "
      + "\(count(.computed)): arithmetic, or a count of all cases. *Looked up*, \(count(.lookedUp)): a "
      + "source was read, with what its numbers imply computed beside it. *Argued*, \(count(.argued)): by "
      + "definition. *Unconfirmed*, \(count(.unconfirmed)): neither the claim nor its opposite was found."
  }

  private static func title(of severity: Erratum.Severity) -> String {
    switch severity {
    case .unsafe: "Unsafe to believe"
    case .wrong: "Wrong"
    case .misleading: "Misleading"
    }
  }
}
