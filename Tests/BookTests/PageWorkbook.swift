import Book
import Curriculum
import Foundation

/// A workbook of one chapter in a temporary folder.
final class PageWorkbook {
  let root: String
  /// Only for methods of the workbook: outside them its folder may be gone already.
  private let book: Book

  init(_ markdown: String, fields: String = "", files: [String: String] = [:]) throws {
    root =
      FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("truthbook-\(UUID().uuidString)").path
    book = Book(Curriculum(root: root))
    let front = "---\ntitle: One\npart: A\norder: 1\nlevel: 2\nminutes: 5\n\(fields)---\n"
    var files = files
    files["Chapters/A-first/README.md"] = "---\ntitle: First\n---\n"
    files["Chapters/A-first/one.md"] = front + markdown
    for (path, text) in files {
      let url = URL(fileURLWithPath: root + "/" + path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: url, atomically: true, encoding: .utf8)
    }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: root)
  }

  /// A page; the chapter's unless another is named.
  func page(_ id: String = "one") throws -> Book.Page? { try book.page(id) }

  /// The chapter's page, where runs can be stepped.
  func pageWithLinks() throws -> Book.Page? {
    try Book(Curriculum(root: root), linksFigures: true).page("one")
  }

  /// What is wrong with the book as a whole, a line each.
  func bookFaults() throws -> [String] { try book.faults().map(\.description) }

  /// What is wrong with the chapter, a line each.
  func faults() -> [String] {
    do throws(CurriculumError) {
      _ = try book.page("one")
      return []
    } catch {
      return error.diagnostics.map(\.description)
    }
  }
}
