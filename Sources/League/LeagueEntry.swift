public import Curriculum

/// A submission that passed its exercise's suite and was shown wrong by something else: a mutant whose third
/// line says so.
public struct LeagueEntry: Hashable, Sendable {
  /// The mutant's name.
  public let name: String
  /// The exercise.
  public let exercise: String
  /// The check that should have caught it.
  public let check: String
  /// What is wrong, as one sentence.
  public let sentence: String
  /// Who found it; nil where they gave no name.
  public let finder: String?
  /// How it was shown wrong.
  public let means: String

  private static let mark = "// league: found by "
  private static let separator = "; shown by "
  private static let anonymous = "somebody who gave no name"

  /// Describes an entry. Texts are put into one line each.
  public init(
    name: String, exercise: String, check: String, sentence: String, finder: String?, means: String
  ) {
    self.name = name
    self.exercise = exercise
    self.check = check
    self.sentence = Self.line(sentence)
    self.finder = finder.map(Self.line)
    self.means = Self.line(means)
  }

  /// Reads an entry from a mutant; nil when it is none.
  public init?(_ mutant: Mutant, of exercise: String) {
    guard mutant.sources.count == 1, let text = mutant.sources.first?.text else { return nil }
    let lines = text.split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false)
    guard lines.count > 2, lines[2].hasPrefix(Self.mark) else { return nil }
    let parts = lines[2].dropFirst(Self.mark.count).split(
      separator: Self.separator, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    self.init(
      name: mutant.name, exercise: exercise, check: mutant.failingChecks[0],
      sentence: String(lines[1].drop { $0 == "/" || $0 == " " }),
      finder: parts[0] == Self.anonymous ? nil : String(parts[0]), means: String(parts[1]))
  }

  /// The finder in words.
  public var finderPhrase: String { finder ?? Self.anonymous }

  /// The mutant: three lines that say what it is, and the submission.
  public func file(_ submission: String) -> String {
    """
    // fails: \(check)
    // \(sentence)
    \(Self.mark)\(finderPhrase)\(Self.separator)\(means)

    """ + submission
  }

  /// Whether a finder's name can stand in a file's line.
  public static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 80 && name == line(name) && !name.contains(";")
  }

  /// The text as one line without anything that a terminal or compiler takes for more than text.
  private static func line(_ text: String) -> String {
    let categories: [Unicode.GeneralCategory] = [
      .control, .format, .lineSeparator, .paragraphSeparator,
    ]
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ").filter { character in
      !character.unicodeScalars.contains { categories.contains($0.properties.generalCategory) }
    }
  }

  /// All entries of an exercise, by name.
  public static func all(of exercise: Exercise) throws(CurriculumError) -> [LeagueEntry] {
    guard !exercise.isText else { return [] }
    return try exercise.mutants().compactMap { LeagueEntry($0, of: exercise.id) }
  }

  /// Writes the mutant into the book.
  /// - Parameter root: the book's folder.
  /// - Returns: its path in the book; nil where there is a mutant of that name, which stays as it is.
  /// - Throws: `FileFailure`.
  public func write(_ submission: String, to root: String) throws(FileFailure) -> String? {
    let folder = "Solutions/Mutants/" + exercise
    try makeFolder(root + "/" + folder)
    let path = "\(folder)/\(name)"
    guard !WorkbookFile(root: root, path: path + ".patch").exists else { return nil }
    return try createFile(root + "/\(path).swift", with: Array(file(submission).utf8))
      ? path + ".swift" : nil
  }
}
