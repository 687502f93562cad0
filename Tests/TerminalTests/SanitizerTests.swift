import Terminal
import Testing

@Suite("Sanitizer")
struct SanitizerTests {
  @Test(
    arguments: [
      ("\u{1b}]0;title\u{7}", "\u{fffd}]0;title\u{fffd}"), ("\u{9b}31m", "\u{fffd}31m"),
      ("ab\u{8}\u{8}", "ab\u{fffd}\u{fffd}"), ("x\r", "x\u{fffd}"), ("\u{7f}", "\u{fffd}"),
      ("\u{202e}abc\u{2069}", "\u{fffd}abc\u{fffd}"), ("\u{200f}", "\u{fffd}"),
      ("\u{61c}", "\u{fffd}"), ("a\u{2028}b", "a\u{fffd}b"), ("\u{e0041}", "\u{fffd}"),
      ("\u{0}", "\u{fffd}"),
    ])
  func `what could act upon a terminal becomes visible`(text: String, clean: String) {
    #expect(Sanitizer.clean(text) == clean)
    #expect(Sanitizer.clean(text, layout: .lines) == clean)
  }

  @Test(
    arguments: [
      "plain", "naïve Ω", "日本語", "👩\u{200d}💻 ⚠\u{fe0f} 🇯🇵 👍🏽", "“quotes” — …",
      "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}", "\u{a0}", "\u{fffd}",
    ])
  func `harmless text stays as it is`(text: String) {
    #expect(Sanitizer.clean(text) == text)
  }

  @Test func `line ends and tabs stay only where lines are kept`() {
    #expect(Sanitizer.clean("a\n\tb") == "a  b")
    #expect(Sanitizer.clean("a\n\tb", layout: .lines) == "a\n\tb")
  }
}
