import Markdown
import Testing

@Suite("Front matter")
struct FrontMatterTests {
  @Test func `it is taken off and counted in positions`() {
    let document = Document(parsing: "---\ntitle: T\nneeds: [a]\n---\n\n# Head\n")
    #expect(document.frontMatter?.text == "title: T\nneeds: [a]\n")
    #expect(document.frontMatter?.firstLine == 2)
    #expect(document.blocks[0].start == SourcePosition(line: 6, column: 1))
    #expect(document.blocks.count == 1)
  }

  @Test func `dots and CRLF end it too`() {
    let document = Document(parsing: "---\r\ntitle: T\r\n...\r\ntext\r\n")
    #expect(document.frontMatter?.text == "title: T\r\n")
    #expect(document.blocks[0].start.line == 4)
  }

  @Test(
    arguments: [
      "---\n\nHello\n\n---\n\nWorld\n", "---\nHello\n---\nWorld\n", "---\n---\n",
      "---\ntitle: never closed\n", "text\n---\ntitle: T\n---\n", "---\nhttp://x.org\n---\n",
    ])
  func `thematic breaks at the top eat no text`(source: String) {
    #expect(Document(parsing: source).frontMatter == nil)
  }
}
