/// A chapter of the book: a Markdown file with front matter.
public struct Chapter: Hashable, Sendable, Identifiable {
  /// The file's name without `.md`, unique in the book: `raft`.
  public let id: String
  /// The chapter's title.
  public let title: String
  /// The id of the part whose folder holds the chapter.
  public let part: String
  /// Where the chapter stands within its part.
  public let order: Int
  /// How hard it is, from 1 to 5.
  public let level: Int
  /// How long it takes to read, in minutes.
  public let minutes: Int
  /// The chapters or sections to read before.
  public let needs: [SectionReference]
  /// Which rows of the coverage table each section covers.
  public let coverage: [Coverage]
  /// The errata that the chapter corrects: `E-10`.
  public let errata: [String]
  /// What the chapter rests on, by names in `Chapters/sources.yml`, each with where to look behind a
  /// semicolon: `Nakamoto 2008; sections 4, 5 and 11`.
  public let sources: [String]
  /// The file.
  public let file: WorkbookFile
  /// The text without its front matter.
  public let markdown: String
  /// The line of the file on which `markdown` begins, from 1.
  public let markdownLine: Int

  init(reading file: WorkbookFile, folder: WorkbookFile) throws(CurriculumError) {
    let frontMatter = try FrontMatter(reading: file)
    var fields = YAMLFields(frontMatter)
    id = Self.id(of: file)
    title = fields.text("title")
    part = fields.text("part")
    order = fields.integer("order", in: 0...99)
    level = fields.integer("level", in: 1...5)
    minutes = fields.integer("minutes", in: 1...600)
    needs = fields.texts("needs", each: "a chapter or section as in 'clocks#merging'") {
      !SectionReference($0).chapter.isEmpty
    }.map(SectionReference.init)
    coverage = fields.lists("coverage", each: "a row of the coverage table as in 'S0-11'") {
      Coverage.allRows.contains($0)
    }.map { Coverage(section: $0.name == "top" ? nil : $0.name, rows: $0.values) }
    errata = fields.texts("errata", each: "an erratum as in 'E-10'") {
      $0.wholeMatch(of: /E-[0-9]{2}/) != nil
    }
    sources = fields.texts("sources")
    if !part.isEmpty, part != Part.id(of: folder) {
      fields.report(
        "part", "the chapter lies in \(folder.name); say 'part: \(Part.id(of: folder))'")
    }
    self.file = file
    markdown = frontMatter.markdown
    markdownLine = frontMatter.markdownLine
    try fields.finish()
  }

  /// The questions of its quiz, from the file `ID.quiz.yml` beside it; none when there is no such file.
  public func quiz() throws(CurriculumError) -> [QuizItem] {
    try QuizItem.read(from: quizFile)
  }

  /// True when there is a quiz beside it, without looking into it.
  public var hasQuiz: Bool { quizFile.exists }

  private var quizFile: WorkbookFile {
    WorkbookFile(root: file.root, path: file.path.dropLast(".md".count) + ".quiz.yml")
  }

  static func id(of file: WorkbookFile) -> String {
    String(file.name.dropLast(".md".count))
  }
}
