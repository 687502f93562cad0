import Markdown
import Reader
import Terminal
import Testing

@Suite("Plain pages")
struct PlainPageTests {
  private func page(_ source: String, _ width: Int = 40) -> String {
    render(Document(parsing: source), width: width, style: .plain)
  }

  @Test func `headings keep their marks and lists hang`() {
    #expect(
      page("# One\n\n- alpha beta gamma\n  1. delta epsilon\n- zeta\n", 14) == """
        # One

        - alpha beta
          gamma
          1. delta
             epsilon
        - zeta

        """)
  }

  @Test func `numbers are set as wide as the widest`() {
    #expect(page("9. a\n10. b\n") == " 9. a\n10. b\n")
    #expect(page("1) a\n\n2) b\n") == "1) a\n\n2) b\n")
  }

  @Test func `a list item may hold anything`() {
    #expect(
      page("- a\n\n  > b\n\n      c\n-\n- - d\n") == """
        - a

          > b

            c

        -

        - - d

        """)
  }

  @Test func `code is never wrapped and loses only blanks at line ends`() {
    let code = "let a = 1   \n\n\tb // a comment wider than the page\n"
    #expect(
      page("```\n\(code)```\n", 20)
        == "let a = 1\n\n    b // a comment wider than the page\n")
    #expect(page("```\nx\n```\n", 20) == "  x\n")
  }

  @Test func `links are numbered once and listed at the end of their section`() {
    #expect(
      page("# A\n\n[x](/1) [y](b.md \"T\") [z](/1)\n\n# B\n\n<http://e.org> [w](/1) ![i](p.png)\n")
        == """
        # A

        x[1] y[2] z[1]

        [1]: /1
        [2]: b.md "T"

        # B

        http://e.org w[3] [image: i][4]

        [3]: /1
        [4]: p.png

        """)
  }

  @Test func `the description of an image is only text`() {
    #expect(page("![a [b](/c) ![d](/e)](/f)\n") == "[image: a b d][1]\n\n[1]: /f\n")
  }

  @Test func `breaks and rules come out`() {
    #expect(page("a\nb\\\nc\n\n***\n\nd\n") == "a b\nc\n\n---\n\nd\n")
  }

  @Test func `HTML shows its text`() {
    #expect(
      page("<div class=\"x\">\n<h2>T &amp; U</h2>\n<p>a <b>b</b><br>c</p>\n</div>\n\nd <i>e</i>\n")
        == "## T & U\n\na b\nc\n\nd e\n")
    #expect(page("<ul><li>a</li>\n<li>b</li></ul>\n") == "• a\n• b\n")
    #expect(page("<!-- gone -->\n\nx\n\n<script>\ngone()\n</script>\n") == "x\n")
    #expect(page("<pre>\n a <b>b</b>\n  c\n</pre>\n").hasSuffix("   a b\n    c\n"))
    #expect(page("<div never closed\n*text*\n") == "<div never closed *text*\n")
  }

  @Test func `front matter is not shown`() {
    #expect(page("---\ntitle: T\n---\n\nx\n") == "x\n")
  }

  @Test func `one section can be laid out alone`() {
    let document = Document(parsing: "# A\n\na\n\n## B\n\n[b](/b)\n\n# C\n")
    let section = document.section(named: "b")
    #expect(
      render(document, section: section, width: 40, style: .plain) == "## B\n\nb[1]\n\n[1]: /b\n")
  }

  @Test func `an empty document is an empty page`() {
    #expect(page("") == "")
  }

  @Test func `a page knows its lines`() {
    let page = layOut(Document(parsing: "# A\n\nb"), width: 20, style: .init(colorMode: .colors))
    #expect(page.lineCount == 4)
    #expect((0..<4).map { page.line($0) } == ["A", "━", "", "b"])
  }

  @Test func `boxes are told by a word and tasks stay as they are`() {
    #expect(
      page("<div class=\"truth-box\">\n<h3>T</h3>\n\n- [ ] a\n- [x] b\n</div>\n")
        == "Truth:\n### T\n\n- [ ] a\n- [x] b\n")
  }

  @Test func `Markdown in a division that says so is parsed`() {
    #expect(
      page(
        """
        <div class="nav" markdown>
        [:material-arrow-left: Back](a.md) |
        [Next :octicons-arrow-right-24:](b.md)
        </div>

        <div markdown="1">[e](f) `</div>`</div>

        <div class="x markdown">
        [c](d)
        </div>
        """, 60) == """
          Back[1] | Next[2]

          e[3] </div>

          [c](d)

          [1]: a.md
          [2]: b.md
          [3]: f

          """)
  }

  @Test func `placeholders of templates are not shown, but for code`() {
    #expect(
      page("a\n\n{{ page.meta.x }}\n{% if y %}\n\nb {{ c }}\n\n> {{ d }}\n") == "a\n\nb {{ c }}\n")
    #expect(page("`{{ a }}`\n\n```\n{{ b }}\n```\n\n{{ c\n") == "{{ a }}\n\n  {{ b }}\n\n{{ c\n")
    #expect(page("<div>\n{{ a }}\n<p><code>{{ b }}</code></p>\n</div>\n") == "{{ b }}\n")
  }

  @Test func `names of icons are left out of text only`() {
    #expect(page(":material-home: a :fontawesome-solid-x:b `:simple-go:`\n") == "a b :simple-go:\n")
    #expect(page(":material-: 10:30:45 :smile:\n") == ":material-: 10:30:45 :smile:\n")
  }
}
