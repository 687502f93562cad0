import Markdown
import Reader
import Terminal
import Testing

@Suite("Boxes drawn in code")
struct BoxMenderTests {
  private func lines(
    _ code: String, _ language: String = "", style: PageStyle = PageStyle(colorMode: .monochrome)
  ) -> String {
    let page = layOut(
      Document(parsing: "```\(language)\n\(code)\n```\n"), width: 80, style: style)
    return (0..<page.lineCount).map { String(page.line($0).dropFirst(2)) }.joined(separator: "\n")
  }

  @Test func `a crooked right border is moved by blanks`() {
    #expect(
      lines(
        """
        ┌────────────┐
        │ ✅ two wide  │
        ├────────────┤
        │ short     │
        │ ┌───┐      │
        │ │ é́ │     │
        │ └───┘         │
        │ to the rim │
        │ rim│
        └────────────┘
        │ outside   │
        """) == """
          ┌────────────┐
          │ ✅ two wide│
          ├────────────┤
          │ short      │
          │ ┌───┐      │
          │ │ é́ │      │
          │ └───┘      │
          │ to the rim │
          │ rim│
          └────────────┘
          │ outside   │
          """)
  }

  @Test func `boxes of every kind of line are mended, with a title too`() {
    #expect(
      lines("╔═ 日本 ═╗\n║ a     ║\n╚════════╝\n\n  +--+\n  |a |\n  |b|\n  +--+\n  |c  |\n  +--+")
        == "╔═ 日本 ═╗\n║ a      ║\n╚════════╝\n\n  +--+\n  |a |\n  |b |\n  +--+\n  |c |\n  +--+")
  }

  @Test(
    arguments: [
      // A border further off than any slip of an editor.
      "┌──────────┐\n│ a  │\n└──────────┘",
      // Not blanks that are wrong, but a rule.
      "┌──────────┐\n├─────────┤\n└─────────┘",
      // Text in the way.
      "┌────┐\n│ abcd │\n└────┘",
      // Another indentation, and lines that are not the box's.
      "┌────┐\n │ a │\n│ b │\n└────┘", "┌────┐\na  │\n│ b │",
      // Two boxes side by side.
      "┌──┐ ┌──┐\n│ a│ │ b │\n└──┘ └──┘",
      // No box at all.
      "a │ b │\n│ c │", "a || b ||\n| c |",
    ])
  func `what is not only a matter of blanks stays`(code: String) {
    #expect(lines(code) == code)
  }

  private static let crooked = "┌────┐\n│ a │\n└────┘"

  @Test func `nothing is mended for copying, nor in a language`() {
    #expect(lines(Self.crooked) != Self.crooked)
    #expect(lines(Self.crooked, "swift") == Self.crooked)
    #expect(lines(Self.crooked, style: .plain) == Self.crooked)
    let kept = PageStyle(colorMode: .colors, mendsBoxes: false)
    #expect(lines(Self.crooked, style: kept) == Self.crooked)
  }
}
