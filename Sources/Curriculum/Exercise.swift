/// An exercise: a folder with the task, the file a learner edits, its pristine copy and hints.
public struct Exercise: Hashable, Sendable, Identifiable {
  /// The folder's name: `or-set`.
  public let id: String
  /// The exercise's title.
  public let title: String
  /// How hard it is, from 1 to 5.
  public let level: Int
  /// The section that teaches it.
  public let chapter: SectionReference
  /// The name of the file a learner edits: `ORSet.swift`.
  public let fileName: String
  /// The learner's type, ready to use: `ORSet<Swift::String>`.
  public let typeExpression: String
  /// The kit's protocol the type must conform to: `ExerciseKit::ObservedRemoveSet<Swift::String>`.
  public let protocolExpression: String
  /// What checks are worth here, by name, where it is not what their suite says: `points:`, lines
  /// `check: number` below it.
  public let points: [String: Int]
  /// The exercise's folder.
  public let folder: WorkbookFile
  /// The task in Markdown, without front matter.
  public let markdown: String
  /// The line of the task's file on which `markdown` begins, from 1.
  public let markdownLine: Int

  init(folder: WorkbookFile) throws(CurriculumError) {
    let frontMatter = try FrontMatter(reading: folder.appending("README.md"))
    var fields = YAMLFields(frontMatter)
    id = folder.name
    title = fields.text("title")
    level = fields.integer("level", in: 1...5)
    chapter = SectionReference(fields.text("chapter"))
    fileName = fields.text("file")
    typeExpression = fields.text("type")
    protocolExpression = fields.text("protocol")
    points = fields.integers("points", in: 0...1000)
    if !fileName.isEmpty, !Self.isPlainSwiftName(fileName) {
      fields.report("file", "'file' must be the plain name of a Swift file, as in 'ORSet.swift'")
    }
    self.folder = folder
    markdown = frontMatter.markdown
    markdownLine = frontMatter.markdownLine
    try fields.finish()
  }

  private static func isPlainSwiftName(_ name: String) -> Bool {
    let stem = name.dropLast(".swift".count)
    return name.hasSuffix(".swift") && !stem.isEmpty
      && stem.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
  }

  /// The learner's type without module and generic arguments: `ORSet`.
  public var typeName: String {
    let base = typeExpression.prefix { $0 != "<" }
    return base.split(separator: ":").last.map(String.init) ?? ""
  }

  /// The task: front matter and `markdown`.
  public var task: WorkbookFile { folder.appending("README.md") }

  /// The file a learner edits.
  public var starter: WorkbookFile { folder.appending(fileName) }

  /// The file as it was before the learner touched it.
  public var pristine: WorkbookFile { folder.appending("Starter/" + fileName) }

  /// The reference implementation.
  public var reference: WorkbookFile { inSolutions("\(id)/\(fileName)") }

  /// True while the learner's file is byte for byte the pristine one.
  public func isUntouched() throws(CurriculumError) -> Bool {
    try starter.bytes() == pristine.bytes()
  }

  /// The hints, from gentle to nearly the answer.
  public func hints() throws(CurriculumError) -> [Hint] {
    try Hint.read(from: hintsFile)
  }

  /// The implementations that are wrong on purpose, by name.
  public func mutants() throws(CurriculumError) -> [Mutant] {
    var mutants: [Mutant] = []
    var diagnostics: [Diagnostic] = []
    for file in try swiftFiles(in: "Mutants/" + id) {
      do {
        mutants.append(try Mutant(reading: file))
      } catch {
        diagnostics += error.diagnostics
      }
    }
    guard diagnostics.isEmpty else { throw CurriculumError(diagnostics) }
    return mutants
  }

  /// Correct implementations written otherwise than the reference, by name: they must pass too.
  public func alternatives() throws(CurriculumError) -> [WorkbookFile] {
    try swiftFiles(in: "Alternatives/" + id)
  }

  var hintsFile: WorkbookFile { folder.appending("hints.md") }

  func inSolutions(_ path: String) -> WorkbookFile {
    WorkbookFile(root: folder.root, path: "Solutions/" + path)
  }

  private func swiftFiles(in path: String) throws(CurriculumError) -> [WorkbookFile] {
    try inSolutions(path).entries().filter { $0.name.hasSuffix(".swift") }
  }
}
