/// An implementation that is wrong on purpose and says which check must catch it.
public struct Mutant: Hashable, Sendable {
  /// A file of Swift, as it is handed in.
  public struct Source: Hashable, Sendable {
    /// The file's name.
    public let name: String
    /// What it holds.
    public let text: String
  }

  /// What is wrong, as the file's name says it without its ending: `counts-peers-not-cluster`.
  public let name: String
  /// The checks that must fail; never empty.
  public let failingChecks: [String]
  /// What is wrong with it, as the second line says it; may be empty.
  public let fault: String
  /// Where it is written down.
  public let file: WorkbookFile
  /// What is handed in.
  public let sources: [Source]

  /// The endings of a mutant's file: written whole, or as a change to the reference or an alternative.
  static let endings = [".swift", ".patch"]

  /// Reads the checks from the file's first line, `// fails: one-vote-per-term, legal-roles`, in a text
  /// `# fails: …`, and what is handed in.
  init(reading file: WorkbookFile, of exercise: Exercise) throws(CurriculumError) {
    let text = try file.text()
    let first = text.prefix { !$0.isNewline }
    let mark = exercise.isText ? "# fails:" : "// fails:"
    let checks = first.dropFirst(mark.count).split { $0 == "," || $0 == " " }.map(String.init)
    guard first.hasPrefix(mark), !checks.isEmpty else {
      throw CurriculumError(
        Diagnostic(
          path: file.path, line: 1, column: 1,
          message: "name the check that must catch this mutant: '\(mark) NAME'"))
    }
    name = String(file.name.prefix { $0 != "." })
    failingChecks = checks
    let second = text.dropFirst(first.count + 1).prefix { !$0.isNewline }
    let sign = exercise.isText ? "# " : "// "
    fault = second.hasPrefix(sign) ? String(second.dropFirst(sign.count)) : ""
    self.file = file
    sources =
      file.name.hasSuffix(".patch")
      ? try Self.sources(changedBy: SourcePatch(reading: file), of: exercise)
      : [Source(name: file.name, text: text)]
  }

  /// The reference, or the alternative that the patch names, with the change.
  private static func sources(
    changedBy patch: SourcePatch, of exercise: Exercise
  ) throws(CurriculumError) -> [Source] {
    let names = patch.names
    var files = try exercise.referenceFiles()
    if !names.allSatisfy(files.map(\.name).contains) {
      files = try exercise.alternatives().filter { names == [$0.name] }
      guard !files.isEmpty else {
        throw patch.diagnostic(
          1,
          "changes \(names.joined(separator: ", ")), which is neither the reference nor an "
            + "alternative; name \(exercise.fileNames.joined(separator: ", "))")
      }
    }
    var sources: [Source] = []
    for file in files {
      sources.append(
        Source(name: file.name, text: try patch.applied(to: file.text(), named: file.name)))
    }
    return sources
  }
}
