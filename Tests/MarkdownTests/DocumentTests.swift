import Markdown
import Testing

@Suite("Documents")
struct DocumentTests {
  @Test func `blocks come flat, containers first, with positions`() throws {
    let document = Document(parsing: "# Title\n\n- one\n  - *two*\n\n> quoted\n")
    #expect(
      document.blocks.map(\.kind) == [
        .heading(level: 1), bullets, .item, .paragraph, bullets, .item, .paragraph, .quote,
        .paragraph,
      ])
    #expect(document.blocks.map(\.next) == [1, 7, 7, 4, 7, 7, 7, 9, 9])
    #expect(document.blocks[6].start == SourcePosition(line: 4, column: 5))
    #expect(document.plainText(of: document.blocks[6].inlines) == "two")
    let emphasis = try #require(document.inlines.first { $0.kind == .emphasis })
    #expect(emphasis.start == SourcePosition(line: 4, column: 5))
  }

  private var bullets: Block.Kind { document("- x").blocks[0].kind }

  private func document(_ text: String) -> Document { Document(parsing: text) }

  @Test func `lists know their numbers and whether they are tight`() {
    let loose = document("3) a\n\n4) b\n")
    guard case .list(let list) = loose.blocks[0].kind else {
      Issue.record("not a list but \(loose.blocks[0].kind)")
      return
    }
    #expect(list.start == 3)
    #expect(list.hasParentheses)
    #expect(!list.isTight)
  }

  @Test func `text is one inline however libcmark splits it`() {
    let document = document("it's [x] & &copy; one")
    #expect(document.inlines.count == 1)
    #expect(document.text(of: document.inlines[0].literal) == "it's [x] & © one")
  }

  @Test func `links and images keep their targets`() {
    let document = document("[a](/x \"T\") ![b](<c d>)")
    #expect(
      document.targets == [
        LinkTarget(destination: "/x", title: "T"), LinkTarget(destination: "c d"),
      ])
  }

  @Test func `code keeps its info string and its lines`() {
    let document = document("```swift run\nlet x = 1\n\n  y\n```\n")
    guard case .code(let info) = document.blocks[0].kind else {
      Issue.record("not code but \(document.blocks[0].kind)")
      return
    }
    #expect(document.text(of: info) == "swift run")
    #expect(document.text(of: document.blocks[0].literal) == "let x = 1\n\n  y\n")
  }

  @Test func `bytes that are no UTF-8 become replacement characters`() {
    let document = Document(parsing: [0x61, 0xff, 0x62, 0x00, 0x63])
    #expect(document.plainText(of: document.blocks[0].inlines) == "a\u{fffd}b\u{fffd}c")
  }

  @Test func `fifty thousand nested quotations need no deep stack`() {
    let document = document(String(repeating: ">", count: 50_000) + " deep")
    #expect(document.blocks.count == 50_001)
    #expect(document.blocks[0].next == 50_001)
  }

  @Test func `an empty document has no blocks`() {
    #expect(document("").blocks.isEmpty)
    #expect(document("\u{feff}").blocks.isEmpty)
  }

  @Test func `Markdown in a division keeps its positions`() {
    let document = Document(
      parsing: """
        ---
        t: 1
        ---
        <div markdown>
        # A
        <div class='b>' markdown='1'>
        # B
        </div>
        </div>

        <div markdown># C</div>

        # D
        """)
    #expect(document.sections.map(\.title) == ["A", "B", "C", "D"])
    #expect(document.sections.map(\.start.line) == [5, 7, 11, 13])
    #expect(document.sections.map(\.start.column) == [1, 1, 15, 1])
    #expect(
      document.blocks.filter { $0.kind == .html }.map { document.text(of: $0.literal) } == [
        "<div markdown>\n", "<div class='b>' markdown='1'>\n", "</div>\n</div>\n",
        "<div markdown>\n", "</div>\n",
      ])
  }
}
