import Terminal
import Testing

@testable import Screen

@Suite("A copy of what a terminal shows")
struct TerminalCopyTests {
  private func copy(_ output: String, columns: Int = 12, rows: Int = 3) -> TerminalCopy {
    var copy = TerminalCopy(ScreenSize(columns: columns, rows: rows))
    copy.take(output)
    return copy
  }

  @Test func `rows stand where they were sent, in their styles`() {
    let copy = copy(
      "\u{1b}[2J\u{1b}[2;3H\u{1b}[0m\u{1b}[1;31mred\u{1b}[0m x\u{1b}[K\u{1b}[1;1Htop\u{1b}[?25l")
    #expect(copy.text(ofRow: 0) == "top")
    #expect(copy.text(ofRow: 1) == "  red x")
    #expect(copy.rows[1][2].style == Style(.red, .bold))
    #expect(copy.rows[1][6].style == .plain)
  }

  @Test func `what is drawn again takes the place of what was there`() {
    let copy = copy("\u{1b}[1;1Hlong text\u{1b}[1;1Hab\u{1b}[K\u{1b}[3;1Hend\u{1b}[3;2HE")
    #expect(copy.text(ofRow: 0) == "ab")
    #expect(copy.text(ofRow: 2) == "eEd")
  }

  @Test func `wide characters take two columns, and nothing leaves its row`() {
    let copy = copy("\u{1b}[1;1H漢字✓", columns: 5)
    #expect(copy.rows[0].map(\.text) == ["漢", "", "字", "", "✓"])
    #expect(self.copy("\u{1b}[9;99Habcdef").text(ofRow: 2).count == 12)
    #expect(self.copy("\u{1b}[1;1Habc漢", columns: 4).text(ofRow: 0) == "abc")
  }

  @Test func `links, keys of the terminal and broken ends change no text`() {
    #expect(
      copy("a\u{1b}]8;;https://e.org\u{1b}\\b\u{1b}]8;;\u{1b}\\c").text(ofRow: 0) == "abc")
    #expect(copy("a\u{1b}[?1049h\u{1b}=b\u{1b}]0;title\u{07}c").text(ofRow: 0) == "abc")
    for end in ["\u{1b}", "\u{1b}[", "\u{1b}[12;", "\u{1b}]8"] {
      #expect(copy("ab" + end).text(ofRow: 0) == "ab")
    }
  }

  @Test func `it shows what a frame says`() {
    let size = ScreenSize(columns: 20, rows: 2)
    var line = FrameLine("bold", Style(nil, .bold), fitting: 20)
    line.append(" and green", Style(.green))
    let frame = Frame(size: size, lines: [line])
    var copy = TerminalCopy(size)
    copy.take("\u{1b}[1;1H" + frame.lines[0].encoded(in: .colors))
    #expect(copy.text(ofRow: 0) == "bold and green")
    #expect(copy.rows[0][0].style == Style(nil, .bold))
    #expect(copy.rows[0][13].style == Style(.green))
  }
}
