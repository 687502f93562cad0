import Book
import Curriculum
import Errata
import Foundation
import Markdown
import Reader
import Terminal
import Testing

@testable import Figures

@Suite("The book as it stands")
struct RepositoryBookTests {
  private static let root = #filePath.split(separator: "/").dropLast(3)
    .reduce(into: "") { $0 += "/" + $1 }
  static let curriculum = Curriculum(root: root)
  private static let book = Book(curriculum)

  @Test
  func `every row has a home, every erratum a chapter, every number a source, every link an end`()
    throws
  {
    #expect(try Self.book.faults().map(\.description) == [])
    #expect(Coverage.allRows.count == 157)
  }

  @Test func `every erratum is settled, and every figure there`() {
    #expect(Erratum.all.map(\.id) == (1...94).map { ($0 < 10 ? "E-0" : "E-") + "\($0)" })
    // A second part of a figure has its number with a letter: F05b.
    let numbers = Set(Figure.all.map { String($0.id.prefix(3)) }).sorted()
    #expect(numbers == (1...22).map { ($0 < 10 ? "F0" : "F") + "\($0)" })
  }

  @Test func `every figure of a chapter is drawn within any width`() throws {
    for chapter in try Self.curriculum.chapters().items {
      for line in chapter.markdown.split(separator: "\n") where line.hasPrefix("```figure ") {
        let words = line.split(separator: " ").map(String.init)
        let figure = try #require(Figure.named(words[1]), "\(chapter.id): \(line)")
        for width in [10, 40, 60, 80, 120] {
          for isASCII in [false, true] {
            let canvas = Figure.Canvas(width: width, isASCII: isASCII)
            let lines = try figure.draw(Array(words.dropFirst(2)), on: canvas)
            let tooWide = lines.filter { DisplayWidth.columns(of: $0.text) > canvas.width }
            // Lanes need 24 columns; below that a run is listed.
            #expect(
              tooWide.isEmpty || width < 24,
              "\(figure.name) at \(width): \(tooWide.first?.text ?? "")")
            #expect(
              !isASCII || lines.allSatisfy { $0.text.allSatisfy(\.isASCII) }, "\(figure.name)")
          }
        }
      }
    }
  }

  @Test func `every place on the concept map is a section of the book`() throws {
    let places = ConceptMap.branches.flatMap(\.leaves).map { SectionReference($0.place) }
    #expect(places.count > 20)
    for place in places {
      let page = try #require(try Self.book.page(place.chapter), "\(place)")
      let anchors = Document(parsing: page.markdown).sections.map(\.anchor)
      #expect(place.section.map(anchors.contains) ?? true, "\(place)")
    }
  }

  @Test func `every Swift block stands in an example that is run`() throws {
    let folder = URL(fileURLWithPath: Self.root + "/Tests/BookTests/Examples")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    let examples = try files.map { try Self.lines(String(contentsOf: $0, encoding: .utf8)) }
    var blockCount = 0
    for chapter in try Self.curriculum.chapters().items {
      for block in Self.swiftBlocks(of: chapter.markdown) {
        blockCount += 1
        #expect(examples.contains { $0.contains(block) }, "\(chapter.id): \(block.first ?? "")")
      }
    }
    #expect(blockCount >= 3)
  }

  @Test func `every page has no line over the width but code`() throws {
    for id in try Self.book.pageIDs() {
      let page = try #require(try Self.book.page(id))
      let document = Document(parsing: page.markdown)
      for width in [40, 80] {
        let laidOut = layOut(
          document, width: width, style: .plain, insets: Book.insets(isPlain: true))
        #expect(laidOut.lineCount > 5, "\(id)")
        #expect(!laidOut.encoded.contains("{{"), "\(id)")
        #expect(!laidOut.encoded.contains("\u{1b}"), "\(id)")
      }
      #expect(!page.exported(width: 80).contains("```figure"), "\(id)")
    }
  }

  @Test func `no line of code is wider than 76 columns, and no box takes a tenth of its chapter`()
    throws
  {
    for id in try Self.curriculum.chapterIDs() {
      let page = try #require(try Self.book.page(id)).markdown
      for line in Self.codeLines(of: page) where line.count > 76 {
        Issue.record("\(id): \(line)")
      }
      let boxes = page.split(separator: "<div class=\"erratum-box\">").dropFirst()
      for box in boxes {
        let text = box.prefix(upTo: box.firstRange(of: "</div>")?.lowerBound ?? box.endIndex)
        #expect(10 * text.count <= page.count, "\(id): \(text.prefix(60))")
      }
    }
  }

  @Test func `every chapter lists its sources with title and place, and asks within its sections`()
    throws
  {
    for chapter in try Self.curriculum.chapters().items {
      let page = try #require(try Self.book.page(chapter.id)).markdown
      let list = page.split(separator: "\n").filter { $0.hasPrefix("- **") && $0.contains("*, ") }
      #expect(list.count >= chapter.sources.count && !chapter.sources.isEmpty, "\(chapter.id)")
      for item in try chapter.quiz() {
        #expect(page.contains("`truthbook quiz \(chapter.id)#\(item.section)`"), "\(item.id)")
      }
    }
    let all = try #require(try Self.book.page("sources")).markdown
    #expect(try all.ranges(of: "\n## ").count == Self.curriculum.chapters().items.count)
  }

  private static func codeLines(of markdown: String) -> [Substring] {
    var isCode = false
    return markdown.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      if line.hasPrefix("```") { isCode = !isCode && line == "```swift" }
      return isCode
    }
  }

  /// The lines of a text without the white space around them.
  private static func lines(_ text: some StringProtocol) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
  }

  private static func swiftBlocks(of markdown: String) -> [[String]] {
    var blocks: [[String]] = []
    var isInside = false
    for line in lines(markdown) {
      if line.hasPrefix("```") {
        isInside = !isInside && line == "```swift"
        if isInside { blocks.append([]) }
      } else if isInside {
        blocks[blocks.count - 1].append(line)
      }
    }
    return blocks
  }
}
