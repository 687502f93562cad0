import Terminal
import Testing

@Suite("Display width")
struct DisplayWidthTests {
  @Test(
    arguments: [
      ("", 0), ("abc", 3), ("naïve", 5), ("日本語", 6), ("ｶﾅ", 2), ("한국", 4), ("Ω≤∞", 3), ("│─►", 3),
      ("cafe\u{301}", 4), ("e\u{301}\u{323}x", 2), ("✅", 2), ("🔴", 2), ("⚠", 1), ("⚠\u{fe0f}", 2),
      ("1\u{fe0f}\u{20e3}", 2), ("👩\u{200d}💻", 2), ("👍🏽", 2), ("🇯🇵🇫🇷", 4), ("🇯", 1),
      ("🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}", 2), ("a\u{200b}b", 2),
    ])
  func `a text takes the columns a terminal gives it`(text: String, columns: Int) {
    #expect(DisplayWidth.columns(of: text) == columns)
  }

  @Test func `padding counts columns and never cuts`() {
    #expect(DisplayWidth.padded("日本", to: 6) == "日本  ")
    #expect(DisplayWidth.padded("too long", to: 3) == "too long")
  }
}
