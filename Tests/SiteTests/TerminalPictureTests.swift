import Screen
import Terminal
import Testing

@testable import Site

@Suite("A terminal's screen as a picture")
struct TerminalPictureTests {
  private func picture(_ output: String) -> String {
    var copy = TerminalCopy(ScreenSize(columns: 10, rows: 2))
    copy.take(output)
    return TerminalPicture(copy, description: "a < b").svg
  }

  @Test func `every run stands at its columns, in its style`() {
    let svg = picture("\u{1b}[1;3H\u{1b}[1;31mx<y\u{1b}[0m & z\u{1b}[2;1H\u{1b}[7mup")
    #expect(svg.contains("<title>a &lt; b</title>"))
    #expect(
      svg.contains(#"<text x="30.8" y="27" textLength="25.2" class="b red">x&lt;y</text>"#))
    #expect(svg.contains("&amp; z"))
    // Exchanged colours are a box in the colour of the text.
    #expect(svg.contains(#"<rect x="14" y="32" width="16.8" height="18" fill="var(--ink)"/>"#))
    #expect(svg.contains(#"class="v">up</text>"#))
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
    #expect(svg.contains("prefers-color-scheme: dark"))
  }

  @Test func `it fetches nothing, has only colours that are tested, and no empty runs`() {
    let svg = picture("\u{1b}[33my\u{1b}[36mc\u{1b}[90mg")
    #expect(!svg.replacing("http://www.w3.org/2000/svg", with: "").contains("http"))
    #expect(!svg.contains("> </text>"))
    let used = svg.split(separator: "var(--", omittingEmptySubsequences: false).dropFirst().map {
      String($0.prefix { $0 != ")" })
    }
    for name in used { #expect(Palette.light[name] != nil && Palette.dark[name] != nil, "\(name)") }
  }
}
