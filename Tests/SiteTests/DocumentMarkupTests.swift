import Curriculum
import Markdown
import Testing

@testable import Site

@Suite("Markdown as markup")
struct DocumentMarkupTests {
  private static let terms = TermFinder([
    GlossaryTerm(
      name: "quorum", meaning: "Enough.", chapter: SectionReference("quorums#overlap")),
    GlossaryTerm(name: "replicated state machine", meaning: "Copies."),
    GlossaryTerm(name: "state machine", meaning: "Steps."),
  ])

  private func markup(_ text: String, marksTerms: Bool = false) -> String {
    var setting = PageSetting(page: "one", links: SiteLinks(to: ["one", "two", "glossary"]))
    setting.terms = marksTerms ? Self.terms : nil
    return DocumentMarkup.markup(of: Document(parsing: text), in: setting).source
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a &lt;script&gt; b",
    "[x](javascript:alert(1))", "[x](data:text/html,hi)", "<a href=\"javascript:alert(1)\">y</a>",
    "`<b>` & \"quotes\" 'and' </pre>", "```swift\nlet a = \"</pre><script>\"\n```",
    "| <b onclick=x> | `<i>` |\n| --- | --- |\n| </td> | & |", "# <h1 id=x> \"t\"",
    "&#x202e;reversed&#x1b;[31m red &#0;",
    "> <div class=\"a-box\">\n>\n> in\n>\n> </div>\n\n</div>",
    "<div class=\"x-box\">\n\n- one\n\n</div>\n\n  two", "![a \"b\" <c>](http://example.org/x.png)",
    "[a [b](two) c](two)", "</div></div></div>", "<div><div class=\"q-box\">\n\ntext",
  ])
  func `no text becomes markup`(text: String) throws {
    let source = markup(text)
    let tree = try MarkupTree.parse("<body>" + source + "</body>")
    let allowed: Set<String> = [
      "body", "p", "a", "span", "code", "pre", "div", "table", "thead", "tbody", "tr", "th", "td",
      "h1", "ul", "li", "blockquote", "strong", "em",
    ]
    for element in tree.all {
      #expect(allowed.contains(element.name), "\(source)")
      for (key, value) in element.attributes {
        #expect(!key.hasPrefix("on"), "\(source)")
        #expect(!value.contains("javascript:") && !value.contains("data:text"), "\(source)")
      }
    }
    for scalar in source.unicodeScalars {
      #expect(scalar.value >= 0x20 || scalar == "\n", "\(source)")
      #expect(scalar.value != 0x202e, "\(source)")
    }
  }

  @Test func `links lead to pages, and to nothing that is none`() {
    #expect(markup("[a](two)").contains("<a href=\"two.html\">a</a>"))
    #expect(markup("[a](two#b)").contains("href=\"two.html#b\""))
    #expect(markup("[a](one#b)").contains("href=\"#b\""))
    #expect(markup("[a](../x/two.md)").contains("href=\"two.html\""))
    #expect(markup("[a](three)").contains("<span>a</span>"))
    #expect(markup("[a](https://example.org/?a=1&b=2)").contains("?a=1&amp;b=2"))
  }

  @Test func `a command leads to the page that does the same`() {
    #expect(markup("`truthbook read two#b`").contains("<a href=\"two.html#b\"><code>"))
    #expect(markup("`truthbook test two`").contains("<a href=\"two.html\"><code>"))
    #expect(markup("[`truthbook test two`](one)").contains("<a href=\"one.html\"><code>"))
    for text in ["truthbook figure two", "truthbook test three", "truthbook", "read two"] {
      #expect(markup("`\(text)`") == "<p><code>\(text)</code></p>\n")
    }
  }

  @Test func `lists, tasks and tables keep their shape`() {
    #expect(
      markup("3. a\n4. b") == "<ol start=\"3\"><li>a\n</li>\n<li>b\n</li>\n</ol>\n")
    #expect(markup("- [x] a\n- [ ] b").contains("☑ </span>a"))
    let table = markup("| a | b |\n| --- | ---: |\n| 1 | 2 |")
    #expect(table.contains("<th scope=\"col\">a</th><th scope=\"col\" class=\"right\">b</th>"))
    #expect(table.contains("<td>1</td><td class=\"right\">2</td>"))
  }

  @Test func `a term leads to its meaning once in a section, and is set off where it is explained`()
  {
    let text = markup(
      "A quorum, quorums. A Replicated State Machine.\n\n## Next\n\nQuorums and `quorum`.",
      marksTerms: true)
    #expect(text.matches(of: /term-quorum/).count == 2)
    #expect(text.contains(">quorum</a>, quorums."))
    #expect(
      text.contains("glossary.html#term-replicated-state-machine\">Replicated State Machine</a>"))
    #expect(!text.contains("#term-state-machine"))
    #expect(text.contains(">Quorums</a> and <code>quorum</code>"))
    var setting = PageSetting(page: "quorums", links: SiteLinks(to: []), terms: Self.terms)
    setting.headingShift = 0
    let home = DocumentMarkup.markup(
      of: Document(parsing: "# Q\n\n## Overlap\n\nA quorum."), in: setting)
    #expect(home.source.contains("<dfn>quorum</dfn>"))
  }
}
