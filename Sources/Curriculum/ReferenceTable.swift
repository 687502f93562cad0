import Digests

/// The table of all references: what each says of itself, and what came of the faults that were put into it.
///
/// The first comes from the documentation, the second from `Solutions/Faults/figures.tsv`, which a run of
/// `Benchmarks faults --references --record` writes. Nothing in the table is typed.
public struct ReferenceTable: Sendable {
  /// Where the table is, in the workbook.
  public static let path = "Solutions/README.md"
  /// Where the figures are.
  public static let figuresPath = "Solutions/Faults/figures.tsv"

  /// A reference, as its documentation describes it.
  public struct Row: Hashable, Sendable {
    /// The name of its folder.
    public let id: String
    /// Its papers and their sections; empty when the documentation names none.
    public let source: String
    /// What must survive a restart; empty when the documentation does not say.
    public let stored: String
    /// True when the documentation says what is guaranteed.
    public let hasGuarantee: Bool
    /// Of what the code and the account of its faults are, without comments, which change no figure.
    public let digest: String
    /// What came of its faults; nil when that is not known, or of another text.
    public let figures: ReferenceFigures?
    /// What the suite of the exercise of this name made of faults in it; nil when that is not known, or of
    /// another text.
    public let judgedBySuite: ExerciseFigures?
  }

  /// The references, by name.
  public let rows: [Row]

  /// Reads the documentation and the figures.
  public init(_ curriculum: Curriculum) throws(CurriculumError) {
    let figures = try Self.figures(of: curriculum)
    let exercises = try ExerciseFaultTable.figures(of: curriculum)
    var rows: [Row] = []
    for id in try curriculum.referenceIDs() {
      var paragraphs: [String] = []
      for file in try curriculum.referenceFiles(of: id) {
        paragraphs += Self.paragraphs(of: try file.text())
      }
      let digest = try Self.digest(of: id, in: curriculum)
      let code = try Self.digest(of: id, in: curriculum, hasAccount: false)
      rows.append(
        Row(
          id: id,
          source: Self.parts(
            of: paragraphs, after: ["Source: ", "Sources: ", "Source for the outbox: "]
          )
          .joined(separator: " "),
          stored: Self.parts(
            of: paragraphs, after: ["Must be stored: ", "Nothing must be stored: "]
          )
          .first ?? "",
          hasGuarantee: paragraphs.contains {
            $0.hasPrefix("Guarantee") || $0.contains(" Guarantee: ")
          },
          digest: digest, figures: figures[id]?.digest == digest ? figures[id] : nil,
          judgedBySuite: exercises[id].flatMap { $0.digest == code ? $0 : nil }))
    }
    self.rows = rows
  }

  /// The figures that are checked in, by reference.
  public static func figures(
    of curriculum: Curriculum
  ) throws(CurriculumError) -> [String: ReferenceFigures] {
    let file = WorkbookFile(root: curriculum.root, path: figuresPath)
    guard file.exists else { return [:] }
    var figures: [String: ReferenceFigures] = [:]
    for line in try file.text().split(separator: "\n") {
      if let row = ReferenceFigures(line: String(line)) { figures[row.reference] = row }
    }
    return figures
  }

  /// Of what a reference's code and, unless told, the account of its faults are.
  public static func digest(
    of id: String, in curriculum: Curriculum, hasAccount: Bool = true
  ) throws(CurriculumError) -> String {
    var text = ""
    for file in try curriculum.referenceFiles(of: id) {
      let lines = try file.text().split(separator: "\n").filter { line in
        !line.drop { $0 == " " }.hasPrefix("//")
      }
      text += lines.joined(separator: "\n") + "\n"
    }
    let account = WorkbookFile(root: curriculum.root, path: "Solutions/Faults/\(id).txt")
    if hasAccount, account.exists { text += try account.text() }
    return String(SHA256.hexadecimal(SHA256.digest(of: Array(text.utf8))).prefix(12))
  }

  /// The paragraphs of the documentation of types, each in one line.
  private static func paragraphs(of text: String) -> [String] {
    var paragraphs: [String] = []
    var current: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("/// ") {
        current.append(line.dropFirst(4))
      } else if !current.isEmpty {
        paragraphs.append(current.joined(separator: " "))
        current = []
      }
    }
    return paragraphs
  }

  /// What follows a word, to the end of the paragraph or to the next word of this kind.
  private static func parts(of paragraphs: [String], after words: [String]) -> [String] {
    paragraphs.compactMap { paragraph -> String? in
      let starts = words.compactMap { word -> String.Index? in
        if paragraph.hasPrefix(word) {
          return paragraph.index(paragraph.startIndex, offsetBy: word.count)
        }
        return paragraph.firstRange(of: " " + word)?.upperBound
      }
      guard let start = starts.min() else { return nil }
      let rest = paragraph[start...]
      let ends = [" Cost: ", " Source: ", " Sources: ", " Must be stored: ", " Deviation: "]
        .compactMap { rest.firstRange(of: $0)?.lowerBound }
      return String(rest[..<(ends.min() ?? rest.endIndex)])
    }
  }

  /// The whole file.
  public var text: String {
    var lines = [
      "# The references", "",
      "Written by `Benchmarks faults --references --record` from each reference's documentation and from a run",
      "that puts faults into it, one at a time, and lets the project's own tests notice. Do not edit it; `swift",
      "test` says when it is out of date. The documentation of each, with its guarantee, its fault model and",
      "its deviations, is what `truthbook read NAME` shows first.", "",
      "A fault is *noticed* when a test fails, traps or does not end; *equivalent* ones are accounted for, with",
      "the reason, in `Solutions/Faults`. *Searches* are tests that go through every run or schedule within",
      "bounds, which their names tell below; *walks* are seeded random runs; *examples* are all others. Each line is",
      "of a sample drawn from seed 0. References that are also an exercise's are judged by its hidden suite, where",
      "a fault is noticed when the submission that has it does not pass; [Faults](Faults/README.md) has more of",
      "these. A reference without figures has not been run, or not as it is now.", "",
      "| reference | source | must be stored | searches, walks, examples | faults | noticed | equivalent | open |",
      "| --- | --- | --- | --- | --: | --: | --: | --: |",
    ]
    for row in rows {
      let judges =
        row.figures.map { "\($0.searches.count), \($0.walks), \($0.examples)" }
        ?? row.judgedBySuite.map { _ in "the exercise's suite" } ?? ""
      let counts =
        row.count.map { ["\($0.made)", "\($0.well)", "\($0.equivalent)", "\($0.open)"] }
        ?? ["", "", "", ""]
      let cells =
        ["[\(row.id)](\(row.id))", Self.cell(row.source), Self.cell(row.stored), judges] + counts
      lines.append("| " + cells.joined(separator: " | ") + " |")
    }
    let sum = ExerciseFigures.Count(rows.compactMap(\.count))
    lines += [
      "| all | | | | \(sum.made) | \(sum.well) | \(sum.equivalent) | \(sum.open) |", "",
      "## Searches", "",
    ]
    for row in rows {
      guard let searches = row.figures?.searches, !searches.isEmpty else { continue }
      lines.append("- \(row.id): " + searches.joined(separator: "; "))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A text that ends no cell.
  private static func cell(_ text: String) -> String {
    text.isEmpty ? "" : text.replacing("|", with: "\\|")
  }
}

extension ReferenceTable.Row {
  /// What became of the faults, whoever judged them.
  fileprivate var count: ExerciseFigures.Count? {
    figures.map { .init(made: $0.made, well: $0.killed, equivalent: $0.equivalent) }
      ?? judgedBySuite?.faults.count
  }
}
