import Markdown
import Reader
import Screen
import Terminal

/// A book of texts written in a test.
struct SampleShelf: Bookshelf {
  var chapters: [(reference: String, title: String, markdown: String)]
  var figures: [String: SteppableFigure] = [:]

  /// Two chapters that refer to each other.
  static let standard = SampleShelf(chapters: [
    (
      "clocks", "Clocks",
      """
      # Clocks

      Intro with a [link on](crdts#laws) and a [web link](https://e.org/a).

      ## First

      \(paragraphs("alpha", 12))

      ## Second

      \(paragraphs("beta", 12))

      See [the first](#first), [nothing](#nowhere), [no text](nobody) and [raft](broken).
      """
    ),
    (
      "crdts", "Data types",
      """
      # Data types

      \(paragraphs("gamma", 8))

      ## Laws

      \(paragraphs("delta", 12))
      """
    ),
  ])

  private static func paragraphs(_ word: String, _ count: Int) -> String {
    (1...count).map { "Paragraph \(word) \($0) has some words that wrap." }
      .joined(separator: "\n\n")
  }

  func contents() throws(Unreadable) -> [BookEntry] {
    chapters.map { BookEntry(reference: $0.reference, title: $0.title) }
  }

  func text(_ reference: String) throws(Unreadable) -> BookText {
    guard let chapter = chapters.first(where: { $0.reference == reference }) else {
      throw Unreadable("Chapters/\(reference).md:3:1: broken")
    }
    return BookText(reference: reference, title: chapter.title) { width in
      layOut(
        Document(parsing: chapter.markdown), width: width,
        style: PageStyle(colorMode: .monochrome, isNavigable: true))
    }
  }

  func reference(for destination: String, from reference: String) -> String? {
    destination == "broken" || chapters.contains { $0.reference == destination }
      ? destination : nil
  }

  func figure(for destination: String) -> SteppableFigure? { figures[destination] }
}

extension ReadingRoom {
  /// A room in which the standard book, or one text, is read.
  static func sample(
    _ reference: String = "clocks", section: String? = nil, place: Place? = nil,
    of markdown: String? = nil, columns: Int = 60, rows: Int = 12
  ) throws -> ReadingRoom {
    let shelf =
      markdown.map { SampleShelf(chapters: [(reference, "Sample", $0)]) } ?? SampleShelf.standard
    return try ReadingRoom(
      opening: reference, section: section, place: place, from: shelf,
      size: ScreenSize(columns: columns, rows: rows))
  }

  /// Presses keys: each character of the text.
  @discardableResult
  mutating func press(_ characters: String) -> [Effect] {
    characters.flatMap { handle(.key(.character($0))) }
  }

  /// Presses a key that is no character.
  @discardableResult
  mutating func press(_ key: Key) -> [Effect] {
    handle(.key(key))
  }

  /// The rows shown, without blanks at their ends.
  var rows: [String] {
    frame().lines.map { line in
      String(line.text.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// The first row of the text.
  var firstRow: String { rows[0] }

  /// The status line.
  var lastRow: String { rows[rows.count - 1] }
}
