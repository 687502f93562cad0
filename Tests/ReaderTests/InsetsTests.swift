import Markdown
import Reader
import Terminal
import Testing

@Suite("Insets")
struct InsetsTests {
  private static let insets = Insets { info, body, width in
    let words = info.split(separator: " ")
    guard words.first == "figure" else { return nil }
    return [
      StyledLine([.init("\(words.dropFirst().joined(separator: "+")) ", Style(.red))]),
      StyledLine(String(repeating: "x", count: width)),
      StyledLine("body: \(body.split(separator: "\n").count)"),
    ]
  }

  private func page(_ source: String, _ width: Int = 12, mode: ColorMode = .plain) -> String {
    render(
      Document(parsing: source), width: width, style: PageStyle(colorMode: mode),
      insets: Self.insets)
  }

  @Test func `a code block that is drawn gives way to its drawing`() {
    #expect(
      page("a\n\n```figure one two\nx\ny\n```\n\nb\n")
        == "a\n\none+two\nxxxxxxxxxxxx\nbody: 2\n\nb\n")
  }

  @Test func `a drawing is told the width its containers leave`() {
    #expect(page("> - ```figure\n>   ```\n") == "> -\n>   xxxxxxxx\n>   body: 0\n")
  }

  @Test func `other code stays code`() {
    #expect(page("```swift\na\n```\n\n```\nb\n```\n\n    c\n") == "  a\n\n  b\n\n  c\n")
  }

  @Test func `styles of a drawing are kept where there are colours and dropped where not`() {
    #expect(page("```figure a\n```\n", mode: .colors).hasPrefix("\u{1b}[31ma\u{1b}[0m\n"))
    #expect(page("```figure a\n```\n").hasPrefix("a\n"))
  }

  @Test func `a drawing wider than the page is not cut and cannot act upon the terminal`() {
    let insets = Insets { _, _, _ in
      var line = StyledLine("0123456789abc")
      line.runs[0].text += "\u{1b}[2J"
      return [line]
    }
    #expect(
      render(Document(parsing: "```f\n```\n"), width: 10, style: .plain, insets: insets)
        == "0123456789abc\u{fffd}[2J\n")
  }
}
