import Markdown
import Reader
import Terminal
import Testing

@Suite("Pages one finds one's way in")
struct NavigablePageTests {
  private func page(_ source: String, _ width: Int = 40, isNavigable: Bool = true) -> Page {
    layOut(
      Document(parsing: source), width: width,
      style: PageStyle(colorMode: .monochrome, isNavigable: isNavigable))
  }

  @Test func `headings are where they are shown`() {
    let source = "# One\n\ntext\n\n> # In a quotation\n\n## Two *b*\n\n## Two b\n\nEnd\n===\n"
    for width in [10, 40] {
      let page = page(source, width)
      #expect(page.headings.map(\.anchor) == ["one", "two-b", "two-b-1", "end"])
      #expect(page.headings.map(\.level) == [1, 2, 2, 1])
      #expect(page.headings.map { page.line($0.line) } == ["One", "Two b", "Two b", "End"])
    }
  }

  @Test func `a heading's title is clean`() {
    #expect(page("# a&#27;b\n").headings.map(\.title) == ["a\u{fffd}b"])
  }

  @Test func `every link is known and none is numbered`() {
    let page = page("[a](b#c) [d](https://e.org) ![i](pic.png) <a href=\"f\">g</a>\n")
    #expect(page.links.map(\.destination) == ["b#c", "https://e.org", "pic.png", "f"])
    #expect(page.links.map(\.hyperlink) == [nil, "https://e.org", nil, nil])
    #expect(page.lineCount == 1)
    #expect(page.line(0) == "a d [image: i] g")
    var runs: [Int: String] = [:]
    page.forEachRun(ofLine: 0) { text, _, link in
      if let link { runs[link, default: ""] += String(decoding: text, as: UTF8.self) }
    }
    #expect(runs == [0: "a", 1: "d", 2: "[image: i]", 3: "g"])
  }

  @Test func `only links of the web are the terminal's`() {
    let encoded = page("[a](b) [d](https://e.org)\n").encoded
    #expect(encoded.components(of: "\u{1b}]8;;https://e.org\u{1b}\\") == 1)
    #expect(encoded.components(of: "\u{1b}]8;;") == 2)
  }

  @Test func `other pages know nothing of this`() {
    let page = page("# A\n\n[b](c)\n", isNavigable: false)
    #expect(page.headings.isEmpty)
    #expect(page.links.isEmpty)
    #expect(page.encoded.contains("[1]"))
  }
}

extension String {
  /// How often `part` occurs.
  fileprivate func components(of part: String) -> Int {
    var count = 0
    var rest = self[...]
    while let range = rest.firstRange(of: part) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
