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

  @Test func `quotations have a bar`() {
    #expect(
      page("> a\n>\n> b\n") == "\u{1b}[2m▌ \u{1b}[0ma\n\u{1b}[2m▌\u{1b}[0m\n\u{1b}[2m▌ \u{1b}[0mb\n"
    )
  }

  @Test(
    arguments: [
      ("decision-box", "Decision", "35"), ("truth-box", "Truth", "36"),
      ("axiom-box", "Axiom", "32"),
      ("wide failure-vignette", "Failure", "31"), ("field_note-box", "Field note", "34"),
    ])
  func `a box has a bar and a label from its class`(name: String, label: String, color: String) {
    let bar = "\u{1b}[\(color)m▌ \u{1b}[0m"
    #expect(
      page("<div class=\"\(name)\">\n<h2>T</h2>\n\n**in**\n\n</div>\n\nout\n", mode: .colors) == """
        \u{1b}[\(color)m▌ \(label)\u{1b}[0m
        \(bar)\u{1b}[1;36mT\u{1b}[0m
        \u{1b}[\(color)m▌\u{1b}[0m
        \(bar)\u{1b}[1min\u{1b}[0m

        out

        """)
  }

  @Test func `fences and tables stand inside their box`() {
    #expect(
      page(
        "<div class=\"a-box\">\n<h3>T</h3>\n\n```\nx\n```\n</div>\n\n<div class=\"b-box\">\n\n|a|b|\n|-|-|\n|c|d|\n</div>\ny\n"
      )
      .replacing("\u{1b}[1m", with: "").replacing("\u{1b}[2m", with: "").replacing(
        "\u{1b}[0m", with: "") == """
          ▌ A
          ▌ T
          ▌
          ▌   x

          ▌ B
          ▌ a  b
          ▌ ─  ─
          ▌ c  d

          y

          """)
  }

  @Test func `other divisions are not seen`() {
    #expect(
      page("<div class=\"grid\">\n\na\n\n<div>\n\nb\n\n</div></div>\n\nc\n") == "a\n\nb\n\nc\n")
  }

  @Test func `tasks have a box instead of a bullet`() {
    #expect(
      page("- [ ] a\n- [x] `b`\n  1. [X] c\n- [y] d\n- [x]\n- [x](/u)\n", links: false)
        .replacing("\u{1b}[0m", with: "").replacing("\u{1b}[4m", with: "").replacing(
          "\u{1b}[2m", with: "")
        == "☐ a\n☑ b\n  1. ☑ c\n• [y] d\n• [x]\n• x[1]\n\n[1]: /u\n")
  }

  @Test func `a box that is never closed ends with what is around it`() {
    #expect(page("> <div class=\"a-box\">\n>\n> in\n\nout\n").hasSuffix("in\n\nout\n"))
  }
}
