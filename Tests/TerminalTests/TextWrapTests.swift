import Terminal
import Testing

@Suite("Wrapping")
struct TextWrapTests {
  @Test(
    arguments: [
      ("one two three", 8, ["one two", "three"]), ("one two", 7, ["one two"]),
      ("a   b", 2, ["a", "b"]), ("  lead", 9, ["lead"]), ("a\n\nb", 9, ["a", "", "b"]),
      ("abcdefgh", 3, ["abc", "def", "gh"]), ("ab abcdefgh", 4, ["ab", "abcd", "efgh"]),
      ("日本語の文章", 5, ["日本", "語の", "文章"]), ("日本。語", 4, ["日", "本。", "語"]),
      ("日「本」", 4, ["日", "「本", "」"]), ("x日本", 3, ["x日", "本"]),
      ("truth—only", 7, ["truth—", "only"]), ("ab\u{200b}cd", 3, ["ab\u{200b}", "cd"]),
      ("ae\u{301}b", 1, ["a", "e\u{301}", "b"]), ("👩\u{200d}💻👍🏽", 2, ["👩\u{200d}💻", "👍🏽"]),
    ])
  func `lines break where they may and only there`(text: String, width: Int, lines: [String]) {
    #expect(TextWrap.lines(of: text, width: width) == lines)
  }

  @Test func `a closing mark that does not fit still breaks somewhere`() {
    // Nothing may start with a full stop, but a run of them is longer than the line.
    #expect(TextWrap.lines(of: "。。。", width: 4) == ["。。", "。"])
  }

  @Test func `indents count towards the width`() {
    let lines = TextWrap.lines(of: "aa bb cc", width: 7, firstIndent: "- ", hangingIndent: "  ")
    #expect(lines == ["- aa bb", "  cc"])
  }

  @Test func `every width keeps every character and is kept`() {
    let text = "Wrap 日本語、and (paren) — ✅ 👩\u{200d}💻 cafe\u{301} averyveryverylongword end."
    let words = text.filter { $0 != " " }
    for width in 2...60 {
      let lines = TextWrap.lines(of: text, width: width)
      #expect(lines.allSatisfy { DisplayWidth.columns(of: $0) <= width })
      #expect(lines.joined().filter { $0 != " " } == words)
    }
  }

  @Test func `wrapped text is clean`() {
    #expect(TextWrap.lines(of: "a\tb\u{1b}[2J", width: 20) == ["a b\u{fffd}[2J"])
  }

  @Test func `empty text is one line`() {
    #expect(TextWrap.lines(of: "", width: 5, firstIndent: "- ") == ["- "])
  }
}
