import Markdown
import Reader
import Terminal
import Testing

@Suite("Hostile input")
struct HostileInputTests {
  private static let payloads = [
    "\u{1b}[?1049h", "\u{1b}]0;PWN\u{7}", "\u{9b}2J", "ab\u{8}\u{8}", "&#27;]0;X&#7;", "&#x9b;2J",
    "a&#13;b", "\u{202e}abc", "&#x202e;abc",
  ]

  private static let places = [
    "Hello % world\n", "`%`\n", "```\n%\n```\n", "```py%\nx\n```\n", "# % end\n",
    "[% t](http://e.com/)\n", "[t](<http://e.com/%>)\n", "[t](</rel%>)\n", "<http://e.com/%>\n",
    "![%](http://e.com/i.png)\n", "[t](/u \"%\")\n", "<div class=\"%\">\n<p>% b</p>\n</div>\n",
    "<div class=\"a%-box\" markdown>\n%\n</div>\n", "```swift\n\"%\\(%)\" /*%*/ @%\n```\n",
    "```\n┌──┐\n│% │\n└──┘\n```\n", "- [ ] %\n", ":material-%: %\n", "{{ % }}\n",
    "x <b>%</b> <a href=\"/%\">y</a> <img alt=\"%\">\n", "| a |\n|---|\n| % |\n", "- %\n",
    "---\ntitle: \"%\"\n---\n\nbody\n", "<pre>\n%\n</pre>\n", "    %\n",
  ]

  @Test(arguments: places)
  func `no control character of a document reaches the terminal`(place: String) {
    for payload in Self.payloads {
      let source = place.split(separator: "%", omittingEmptySubsequences: false)
        .joined(separator: payload)
      let document = Document(parsing: source)
      let plain = render(document, width: 40, style: .plain)
      #expect(plain.unicodeScalars.allSatisfy(isHarmless), "\(payload.debugDescription) in plain")
      let page = layOut(document, width: 40, style: PageStyle(colorMode: .colors))
      for line in 0..<page.lineCount {
        #expect(page.line(line).unicodeScalars.allSatisfy(isHarmless))
      }
      #expect(withoutOwnSequences(page.encoded).unicodeScalars.allSatisfy(isHarmless))
    }
  }

  private func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "\n" { return true }
    let value = scalar.value
    return value >= 0x20 && !(0x7f..<0xa0).contains(value) && value != 0x202e
  }

  /// The output without the sequences the renderer itself may send: SGR and OSC 8 with a
  /// destination of printable ASCII.
  private func withoutOwnSequences(_ output: String) -> String {
    var rest = output[...]
    var result = ""
    while let escape = rest.firstIndex(of: "\u{1b}") {
      result += rest[..<escape]
      rest = rest[escape...]
      if let end = rest.firstIndex(of: "m"), rest.hasPrefix("\u{1b}["),
        rest[rest.index(escape, offsetBy: 2)..<end].allSatisfy({ $0.isNumber || $0 == ";" })
      {
        rest = rest[rest.index(after: end)...]
      } else if rest.hasPrefix("\u{1b}]8;;"), let end = rest.dropFirst().firstIndex(of: "\u{1b}"),
        rest[end...].hasPrefix("\u{1b}\\"),
        rest[rest.index(after: escape)..<end].utf8.allSatisfy({ (0x21..<0x7f).contains($0) })
      {
        rest = rest[rest.index(end, offsetBy: 2)...]
      } else {
        return result + rest
      }
    }
    return result + rest
  }

  /// A document that repeats something often.
  struct Repetition: CustomTestStringConvertible {
    var unit: String
    var count: Int
    var rest: String

    init(_ unit: String, _ count: Int, _ rest: String = "") {
      self.unit = unit
      self.count = count
      self.rest = rest
    }

    var source: String { String(repeating: unit, count: count) + rest }

    var testDescription: String { "\(count) times \(unit.debugDescription)" }
  }

  @Test(
    arguments: [
      Repetition(">", 20_000, " a\n"), Repetition("- ", 5_000, "a\n"),
      Repetition("1. ", 5_000, "a\n"), Repetition("[", 20_000), Repetition("*a _b ", 5_000),
      Repetition("![", 5_000, "](u)"), Repetition("<div><p>", 20_000, "x"),
      Repetition("<b>", 20_000, "x"), Repetition("<div =\"", 20_000), Repetition("x", 200_000),
      Repetition("\tx", 50_000), Repetition("|a|\n|-|\n2. x\n", 2_000),
      Repetition("|a|\n|-|\n|[b]|\n\n", 2_000, "[b]: /c\n"),
      Repetition("```swift\n", 1, String(repeating: "\"\\(", count: 20_000)),
      Repetition("```swift\n", 1, String(repeating: "/*#`", count: 20_000)),
      Repetition("```js\n", 1, String(repeating: "(/[`${", count: 20_000)),
    ])
  func `nothing is deep or long enough to break the reader`(document: Repetition) {
    let page = layOut(
      Document(parsing: document.source), width: 40, style: PageStyle(colorMode: .monochrome))
    #expect(page.lineCount > 0)
  }

  @Test func `every width from ten columns up is kept, however deep the nesting`() {
    let source = """
      # A rather long heading that needs wrapping 日本語

      1234567. numbered *item* with `code`
         - nested
           - deeper
             - and deeper still
               > quoted https://example.org/a/very/long/path/that/does/not/fit

      > > > > > > > > > > quoted very deep

      <div><div><div><p>boxed text that wraps</p></div></div></div>
      """
    let document = Document(parsing: source)
    for style in [PageStyle.plain, PageStyle(colorMode: .colors)] {
      for width in 10...80 {
        let page = layOut(document, width: width, style: style)
        for line in 0..<page.lineCount {
          #expect(
            DisplayWidth.columns(of: page.line(line)) <= width, "at width \(width), line \(line)")
        }
      }
    }
  }
}
