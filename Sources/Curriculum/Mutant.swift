/// An implementation that is wrong on purpose and says which check must catch it.
public struct Mutant: Hashable, Sendable {
  /// What is wrong, as the file's name says it without `.swift`: `counts-peers-not-cluster`.
  public let name: String
  /// The checks that must fail; never empty.
  public let failingChecks: [String]
  /// The file.
  public let file: WorkbookFile

  /// Reads the checks from the file's first line: `// fails: one-vote-per-term, legal-roles`.
  init(reading file: WorkbookFile) throws(CurriculumError) {
    let first = try file.text().prefix { !$0.isNewline }
    let mark = "// fails:"
    let checks = first.dropFirst(mark.count).split { $0 == "," || $0 == " " }.map(String.init)
    guard first.hasPrefix(mark), !checks.isEmpty else {
      throw CurriculumError(
        Diagnostic(
          path: file.path, line: 1, column: 1,
          message: "name the check that must catch this mutant: '// fails: NAME'"))
    }
    name = String(file.name.dropLast(".swift".count))
    failingChecks = checks
    self.file = file
  }
}
