import Markdown
import Reader
import Terminal
import Testing

@Suite("Highlighting")
struct HighlightingTests {
  /// The code with a letter under every character: k keyword, t type, s string, c comment, n number,
  /// a attribute, a dot for the rest.
  private func marks(_ code: String, _ language: String) -> [String] {
    let page = layOut(
      Document(parsing: "````\(language)\n\(code)\n````\n"), width: 200,
      style: PageStyle(colorMode: .colors))
    let letters = [
      "35": "k", "36": "t", "32": "s", "2;3": "c", "31": "n", "3;35": "a",
    ]
    return page.encoded.split(separator: "\n").map { line in
      var marks = ""
      for (index, part) in line.split(separator: "\u{1b}[", omittingEmptySubsequences: false)
        .enumerated()
      {
        let piece = index == 0 ? ["", part] : part.split(separator: "m", maxSplits: 1)
        let style = index == 0 || piece[0] == "0" ? "." : letters[String(piece[0])] ?? "?"
        marks += piece.count < 2 ? "" : String(repeating: style, count: piece[1].count)
      }
      return String(marks.dropFirst(2))
    }
  }

  /// Checks code given as lines, each with its marks in the line below it.
  private func check(_ pairs: String, _ language: String) {
    let lines = pairs.split(separator: "\n").map { String($0) }
    let code = stride(from: 0, to: lines.count, by: 2).map { lines[$0] }
    let expected = stride(from: 1, to: lines.count, by: 2).map { lines[$0] }
    #expect(marks(code.joined(separator: "\n"), language) == expected)
  }

  @Test func `attributes, keywords, types and numbers of Swift are told apart`() {
    check(
      """
      @MainActor func f(_ x: Int?) -> URL { 0x1F + 2.5e-3 + 1...n }
      aaaaaaaaaa.kkkk........ttt......ttt...nnnn...nnnnnn...n......
      x.default + `if` + .init; set.insert(some); get { set }
      ............................................kkk...kkk..
      #if A
      kkk.t
      """, "swift")
  }

  @Test func `comments of Swift nest`() {
    check(
      """
      a /* one /* two */
      ..cccccccccccccccc
      still */ b // c
      cccccccc...cccc
      """, "swift")
  }

  @Test func `strings of Swift hold expressions, more lines and number signs`() {
    check(
      ##"""
      let s = "a\(f("b", (1)) + c)d" + #"\(x) "\#(y)"# // e
      kkk.....ssss..sss...n......sss...sssssssssss.sss.cccc
      let t = """
      kkk.....sss
        if "x" \(y) \\(z)
      sssssssssss.sssssss
        """; "not closed \(a
      sssss..ssssssssssssss.
      if x = /"[/]"/ { a / b / c }
      kk.....sssssss..............
      """##, "swift")
  }

  @Test func `decorators, prefixes and strings of Python are told apart`() {
    check(
      #"""
      @app.get('/')
      aaaaaaaa.sss.
      async def f(self): return None  # x
      kkkkk.kkk..........kkkkkk.nnnn..ccc
      x = f"{a['k']:.2f} {{b}}" + rb'\'' + "{c}"
      ....sss..sss..nnnssssssss...ssssss...sssss
      """#, "python")
  }

  @Test func `strings of Python go on for lines, and some of its words are keywords at times`() {
    check(
      #"""
      class Ab:
      kkkkk.tt.
          """
      ....sss
          if it's
      sssssssssss
          """
      sssssss
      MAX = 1
      ......n
      match x:
      kkkkk...
        case Point(): match = a @ b
      ..kkkk.ttttt.................
      """#, "py")
  }

  @Test func `templates and regular expressions of JavaScript are told apart from the rest`() {
    check(
      #"""
      const x = a / 2 / b, r = /[/"]+/g; // c
      kkkkk.........n..........ssssssss..cccc
      let t = `a ${ `b${{c: 1}}` + 'd' } e
      kkk.....sssss.ssss....n.ss...sss.sss
      ` /* f /* g
      s.ccccccccc
      */ for (const [k, v] of m.of()) {}
      cc.kkk..kkkkk........kk...........
      """#, "js")
  }

  @Test(arguments: ["swift", "py", "python", "js", "javascript", "Swift ignore", "go", ""])
  func `highlighting changes no character and is left out where there are no styles`(
    language: String
  ) {
    let source = "~~~\(language)\nlet a = \"\\(é)\u{1b}\" /* 日本\t👩\u{200d}💻\n```\n''''}}\n~~~\n"
    let document = Document(parsing: source)
    let colored = layOut(document, width: 40, style: PageStyle(colorMode: .colors))
    let plain = layOut(document, width: 40, style: .plain)
    #expect(
      (0..<colored.lineCount).map { colored.line($0) }
        == (0..<plain.lineCount).map { plain.line($0) })
    #expect(!plain.encoded.contains("\u{1b}"))
  }
}
