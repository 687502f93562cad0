import Markdown
import Reader
import Terminal
import Testing

@Suite("Styled pages")
struct StyledPageTests {
  private func page(
    _ source: String, _ width: Int = 40, mode: ColorMode = .monochrome, links: Bool = true
  ) -> String {
    render(
      Document(parsing: source), width: width,
      style: PageStyle(colorMode: mode, hasHyperlinks: links))
  }

  @Test func `headings are bold and underlined with a rule`() {
    #expect(
      page("# Ab\n\n### C\n")
        == "\u{1b}[1mAb\u{1b}[0m\n\u{1b}[2m━━\u{1b}[0m\n\n\u{1b}[1mC\u{1b}[0m\n")
  }

  @Test func `every line stands for itself`() {
    #expect(page("**one two**\n", 10) == "\u{1b}[1mone two\u{1b}[0m\n")
    #expect(page("**alpha beta**\n", 10) == "\u{1b}[1malpha beta\u{1b}[0m\n")
    #expect(page("**alpha gamma**\n", 10) == "\u{1b}[1malpha\u{1b}[0m\n\u{1b}[1mgamma\u{1b}[0m\n")
  }

  @Test func `links of the web become links of the terminal`() {
    #expect(
      page("[a](https://e.org/ä?b=c)\n")
        == "\u{1b}]8;;https://e.org/%C3%A4?b=c\u{1b}\\\u{1b}[4ma\u{1b}[0m\u{1b}]8;;\u{1b}\\\n")
  }

  @Test(arguments: ["/rel", "#part", "javascript:alert(1)", "file:///etc/passwd"])
  func `other links are numbered`(destination: String) {
    let output = page("[a](\(destination))\n")
    #expect(!output.contains("\u{1b}]8"))
    #expect(output.contains("[1]"))
    #expect(output.contains(destination))
  }

  @Test func `links can be kept from the terminal`() {
    #expect(!page("[a](https://e.org)\n", links: false).contains("\u{1b}]8"))
  }

  @Test func `colours need a mode that has them`() {
    #expect(page("`x`\n", mode: .colors) == "\u{1b}[32mx\u{1b}[0m\n")
    #expect(page("`x`\n", mode: .monochrome) == "x\n")
  }

  @Test func `quotations and boxes have a bar`() {
    #expect(page("> a\n>\n> b\n").contains("▌"))
    let box = page("<div class=\"note\">\n\n**in**\n\n</div>\n\nout\n")
    #expect(box == "▌ \u{1b}[1min\u{1b}[0m\n\nout\n")
  }

  @Test func `a box that is never closed ends with what is around it`() {
    #expect(page("> <div>\n>\n> in\n\nout\n").hasSuffix("in\n\nout\n"))
  }
}
