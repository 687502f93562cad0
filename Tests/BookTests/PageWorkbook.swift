import Book
import Curriculum
import Foundation

/// A workbook of one chapter in a temporary folder.
final class PageWorkbook {
  let root: String
  let book: Book

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

  /// The chapter's page.
  func page() throws -> Book.Page? { try book.page("one") }

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
