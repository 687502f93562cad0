/// An exercise: a folder with the task, the file a learner edits, its pristine copy and hints.
public struct Exercise: Hashable, Sendable, Identifiable {
  /// The folder's name: `or-set`.
  public let id: String
  /// The exercise's title.
  public let title: String
  /// How hard it is, from 1 to 5.
  public let level: Int
  /// True for one of a few minutes that belongs to a section: `size: small`.
  public let isSmall: Bool
  /// True where the answer is a text that is judged as it stands, and no code: `answer: text`.
  public let isText: Bool
  /// The section that teaches it.
  public let chapter: SectionReference
  /// The names of the files a learner edits: `ORSet.swift`.
  public let fileNames: [String]
  /// The learner's types, in the order in which the front matter lists them; most exercises have one, those
  /// whose answer is a text none.
  public let types: [LearnerType]
  /// What checks are worth here, by name, where it is not what their suite says: `points:`, lines
  /// `check: number` below it.
  public let points: [String: Int]
  /// The exercise's folder in the book.
  public let folder: WorkbookFile
  /// The folder of the learner's files and their pristine copies: the same, or that of a workspace.
  public let ownFolder: WorkbookFile
  /// The task in Markdown, without front matter.
  public let markdown: String
  /// The line of the task's file on which `markdown` begins, from 1.
  public let markdownLine: Int

  init(folder: WorkbookFile, learnerRoot: String) throws(CurriculumError) {
    let frontMatter = try FrontMatter(reading: folder.appending("README.md"))
    var fields = YAMLFields(frontMatter)
    id = folder.name
    title = fields.text("title")
    level = fields.integer("level", in: 1...5)
    let size = fields.optionalText("size")
    isSmall = size == "small"
    if let size, !isSmall {
      fields.report(
        "size", "'size' is '\(size)'; it may be 'small', for an exercise of a few minutes")
    }
    chapter = SectionReference(fields.text("chapter"))
    fileNames = Self.list(fields.text("file"))
    let answer = fields.optionalText("answer")
    let isText = answer == "text"
    self.isText = isText
    if let answer, !isText {
      fields.report("answer", "'answer' is '\(answer)'; it may be 'text', where no code is written")
    }
    let (typeText, protocolText) =
      isText ? ("", "") : (fields.text("type"), fields.text("protocol"))
    let (expressions, protocols) = (Self.list(typeText), Self.list(protocolText))
    types = zip(expressions, protocols).map(LearnerType.init)
    points = fields.integers("points", in: 0...1000)
    if isText {
      if fileNames.count != 1 || !Self.isPlainName(fileNames[0], ending: ".txt") {
        fields.report("file", "'file' must be the plain name of one text, as in 'history.txt'")
      }
    } else if !fileNames.allSatisfy({ Self.isPlainName($0, ending: ".swift") }) {
      fields.report("file", "'file' must be the plain name of a Swift file, as in 'ORSet.swift'")
    }
    if !typeText.isEmpty, !protocolText.isEmpty,
      expressions.isEmpty || expressions.count != protocols.count
    {
      fields.report(
        "protocol",
        "\(expressions.count) types and \(protocols.count) protocols; name one for each type")
    }
    self.folder = folder
    ownFolder = WorkbookFile(root: learnerRoot, path: folder.path)
    markdown = frontMatter.markdown
    markdownLine = frontMatter.markdownLine
    try fields.finish()
  }

  /// What is listed with commas between; a comma in angle brackets belongs to its item.
  private static func list(_ text: String) -> [String] {
    var items = [""]
    var depth = 0
    for character in text {
      switch character {
      case "<": depth += 1
      case ">": depth -= 1
      case "," where depth == 0:
        items.append("")
        continue
      case " " where items[items.count - 1].isEmpty: continue
      default: break
      }
      items[items.count - 1].append(character)
    }
    return items.filter { !$0.isEmpty }
  }

  private static func isPlainName(_ name: String, ending: String) -> Bool {
    let stem = name.dropLast(ending.count)
    return name.hasSuffix(ending) && !stem.isEmpty
      && stem.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
  }

  /// The first type without module and generic arguments: `ORSet`.
  public var typeName: String { types.first?.name ?? "" }

  /// The task: front matter and `markdown`.
  public var task: WorkbookFile { folder.appending("README.md") }

  /// The file a learner edits, or the exercise's folder where they are several.
  public var starter: WorkbookFile { onlyFile.map(ownFolder.appending) ?? ownFolder }

  /// The file as it was before the learner touched it, or the folder of several.
  public var pristine: WorkbookFile {
    ownFolder.appending(onlyFile.map { "Starter/" + $0 } ?? "Starter")
  }

  /// The reference implementation: a file, or a folder where the learner edits several.
  public var reference: WorkbookFile {
    inSolutions(onlyFile.map { "\(referenceFolder)/\($0)" } ?? referenceFolder)
  }

  /// Texts have a place of their own: they are no implementations that others could use.
  private var referenceFolder: String { isText ? "Answers/" + id : id }

  private var onlyFile: String? { fileNames.count == 1 ? fileNames[0] : nil }

  /// The files that are handed in as the reference: it may have more than a learner edits.
  func referenceFiles() throws(CurriculumError) -> [WorkbookFile] {
    onlyFile == nil ? try files(in: id, ending: [".swift"]) : [reference]
  }

  /// Each file a learner edits, as it lies in the exercise's folder, with its pristine copy and its
  /// part of the reference.
  public var parts: [(starter: WorkbookFile, pristine: WorkbookFile, reference: WorkbookFile)] {
    fileNames.map {
      (
        ownFolder.appending($0), ownFolder.appending("Starter/" + $0),
        inSolutions("\(referenceFolder)/\($0)")
      )
    }
  }

  /// True while the learner's files are byte for byte the pristine ones, and where a workspace has not got
  /// the exercise yet.
  public func isUntouched() throws(CurriculumError) -> Bool {
    guard ownFolder.exists else { return true }
    for part in parts where try part.starter.bytes() != part.pristine.bytes() { return false }
    return true
  }

  /// The hints, from gentle to nearly the answer.
  public func hints() throws(CurriculumError) -> [Hint] {
    try Hint.read(from: hintsFile)
  }

  /// The implementations that are wrong on purpose, by name.
  public func mutants() throws(CurriculumError) -> [Mutant] {
    var mutants: [Mutant] = []
    var diagnostics: [Diagnostic] = []
    for file in try files(in: "Mutants/" + id, ending: isText ? [".txt"] : Mutant.endings) {
      do {
        mutants.append(try Mutant(reading: file, of: self))
      } catch {
        diagnostics += error.diagnostics
      }
    }
    guard diagnostics.isEmpty else { throw CurriculumError(diagnostics) }
    return mutants
  }

  /// The mutant called so that is written as a change; nil when there is none.
  public func mutant(changedBy name: String) throws(CurriculumError) -> Mutant? {
    let file = inSolutions("Mutants/\(id)/\(name).patch")
    return file.exists ? try Mutant(reading: file, of: self) : nil
  }

  /// Correct implementations written otherwise than the reference, by name: they must pass too.
  public func alternatives() throws(CurriculumError) -> [WorkbookFile] {
    try files(in: "Alternatives/" + id, ending: [ending])
  }

  /// How the names of what is handed in end: `.swift`, or `.txt` where the answer is a text.
  public var ending: String { isText ? ".txt" : ".swift" }

  var hintsFile: WorkbookFile { folder.appending("hints.md") }

  func inSolutions(_ path: String) -> WorkbookFile {
    WorkbookFile(root: folder.root, path: "Solutions/" + path)
  }

  private func files(
    in path: String, ending endings: [String]
  ) throws(CurriculumError) -> [WorkbookFile] {
    try inSolutions(path).entries().filter { file in
      endings.contains { file.name.hasSuffix($0) }
    }
  }
}

/// A type that a learner writes, and what it is written for.
public struct LearnerType: Hashable, Sendable {
  /// The type, ready to use: `ORSet<Swift::String>`.
  public let expression: String
  /// The kit's protocol it must conform to: `ExerciseKit::ObservedRemoveSet<Swift::String>`.
  public let protocolExpression: String

  init(_ expression: String, _ protocolExpression: String) {
    self.expression = expression
    self.protocolExpression = protocolExpression
  }

  /// The type without module and generic arguments: `ORSet`.
  public var name: String {
    let base = expression.prefix { $0 != "<" }
    return base.split(separator: ":").last.map(String.init) ?? ""
  }
}
