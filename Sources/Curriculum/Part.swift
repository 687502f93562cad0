/// A part of the book: a folder of chapters.
public struct Part: Hashable, Sendable, Identifiable {
  /// What stands before the first hyphen of the folder's name: `A`.
  public let id: String
  /// The part's title.
  public let title: String
  /// The introduction.
  public let file: WorkbookFile
  /// The introduction's Markdown, without front matter.
  public let markdown: String

  init(folder: WorkbookFile) throws(CurriculumError) {
    id = Self.id(of: folder)
    file = folder.appending("README.md")
    let frontMatter = try FrontMatter(reading: file)
    var fields = YAMLFields(frontMatter)
    title = fields.text("title")
    markdown = frontMatter.markdown
    try fields.finish()
  }

  static func id(of folder: WorkbookFile) -> String {
    String(folder.name.prefix { $0 != "-" })
  }
}
