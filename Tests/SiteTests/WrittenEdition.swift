import Book
import Curriculum

@testable import Site

/// The edition of the repository's book, made once for all tests.
struct WrittenEdition: Sendable {
  static let root = #filePath.split(separator: "/").dropLast(3)
    .reduce(into: "") { $0 += "/" + $1 }
  static let curriculum = Curriculum(root: root)

  static let shared = Result { try WrittenEdition() }

  let files: [String: String]
  /// The pages, read, by their files' names.
  let pages: [String: MarkupTree]
  let parts: EditionPages

  private init() throws {
    parts = try EditionPages(Self.curriculum)
    let edition = try Edition(of: Self.curriculum)
    files = Dictionary(edition.files.map { ($0.name, $0.text) }) { first, _ in first }
    pages = try files.filter { $0.key.hasSuffix(".html") }.mapValues(MarkupTree.parse)
  }

  /// The pages in the order of their names.
  var sorted: [(name: String, tree: MarkupTree)] {
    pages.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
