public import Curriculum
import Markdown

/// The book as a folder of web pages that need nothing but themselves: every chapter, task and reference,
/// the same text as on the terminal.
///
/// The same book makes the same bytes.
public struct Edition: Sendable {
  /// A file of the edition.
  public struct File: Hashable, Sendable {
    /// Its name; all files are in one folder.
    public let name: String
    /// What is in it.
    public let text: String
  }

  /// The files, by name.
  public let files: [File]

  /// An edition of these files.
  init(files: [File]) {
    self.files = files
  }

  /// Makes the edition.
  /// - Throws: what is wrong with the files of the book, as the curriculum tells it.
  public init(of curriculum: Curriculum) throws {
    let pages = try EditionPages(curriculum)
    var files = try pages.all().map { page in
      File(name: SiteLinks.file(of: page.name), text: PageFrame.text(of: page))
    }
    files.append(File(name: SiteFiles.style, text: StyleSheet.text))
    files += try EditionScripts.files(of: pages)
    self.files = files.sorted { $0.name < $1.name }
  }
}
