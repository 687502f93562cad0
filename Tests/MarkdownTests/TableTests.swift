import Markdown
import Testing

@Suite("Tables")
struct TableTests {
  /// The document's blocks in short: tables as rows of cells, other blocks by their kind.
  private func outline(_ source: String) -> [String] {
    let document = Document(parsing: source)
    var lines: [String] = []
    for block in document.blocks {
      let text = document.plainText(of: block.inlines)
      switch block.kind {
      case .table(let columns): lines.append("table \(columns)")
      case .row: lines.append("|")
      case .cell: lines[lines.count - 1] += "\(text)|"
      case .paragraph: lines.append("p \(text)")
      case .heading: lines.append("h \(text)")
      case .code: lines.append("code \(document.text(of: block.literal))")
      case .html: lines.append("html")
      case .thematicBreak: lines.append("hr")
      case .quote: lines.append("quote")
      case .list: lines.append("list")
      case .item: lines.append("item")
      }
    }
    return lines
  }

  @Test(
    arguments: [
      ("|a|b|\n|-|-|\n|1|2|", ["table 2", "|a|b|", "|1|2|"]),
      ("a | b\n--- | ---\n1 | 2", ["table 2", "|a|b|", "|1|2|"]),
      ("text\n|a|b|\n|-|-|", ["p text", "table 2", "|a|b|"]),
      ("|a|\n|-|\nno pipe\n\np", ["table 1", "|a|", "|no pipe|", "p p"]),
      ("|a|b|\n|-|-|\n|1|\n|1|2|3|", ["table 2", "|a|b|", "|1|", "|1|2|"]),
      ("|a|b|\n|-|-|\n|x \\| y|`p \\| q`|", ["table 2", "|a|b|", "|x | y|p | q|"]),
      ("|a|b|\n|-|-|\n|1|2|\n</div>", ["table 2", "|a|b|", "|1|2|", "html"]),
      ("> |a|b|\n> |-|-|\n>|1|2|", ["quote", "table 2", "|a|b|", "|1|2|"]),
      ("- |a|b|\n  |-|-|\n  |1|2|", ["list", "item", "table 2", "|a|b|", "|1|2|"]),
      ("- > |a|\n  > |-|\n  > |1|", ["list", "item", "quote", "table 1", "|a|", "|1|"]),
      ("|a|\n|-|\n|1|\n---\n\np", ["table 1", "|a|", "|1|", "hr", "p p"]),
      ("|a|\n|-|\n|1|\n2. x", ["table 1", "|a|", "|1|", "list", "item", "p x"]),
      ("|a|\n|-|\n|1|\n    code", ["table 1", "|a|", "|1|", "code code\n"]),
      ("|a|\n|-|\n|1|\n<x-y z=\"1\">", ["table 1", "|a|", "|1|", "html"]),
      ("|a|\n|-|\n<http://e.org>", ["table 1", "|a|", "|http://e.org|"]),
      ("- |a|\n  |-|\nlazy", ["list", "item", "table 1", "|a|", "p lazy"]),
      ("text\n|a|\n|-|\n|1|\n--", ["p text", "table 1", "|a|", "|1|", "|--|"]),
      ("|# a|- b|\n|-|-|\n|1. c|d #|", ["table 2", "|# a|- b|", "|1. c|d #|"]),
      ("[u]: /x\n|a|\n|-|", ["table 1", "|a|"]),
    ])
  func `a table is found where there is one`(source: String, expected: [String]) {
    #expect(outline(source) == expected)
  }

  @Test(
    arguments: [
      ("|a|b|\n|-|\n|1|2|", ["p |a|b| |-| |1|2|"]), ("```\n|a|\n|-|\n```", ["code |a|\n|-|\n"]),
      ("    |a|\n    |-|", ["code |a|\n|-|\n"]), ("a\n---", ["h a"]),
      ("a\nb\n---\nc", ["h a b", "p c"]),
      ("`a\n---\n`\n\np", ["h `a", "p `", "p p"]),
      ("a | b\n- | -", ["p a | b", "list", "item", "p | -"]),
      ("- text\n|-|", ["list", "item", "p text |-|"]), ("> text\n|-|", ["quote", "p text |-|"]),
      ("text\n--", ["h text"]), (" text\n    |-|", ["p text |-|"]),
      ("[u]: /x\n---\ntext", ["p --- text"]),
      ("|a|b|\n|-|x|", ["p |a|b| |-|x|"]),
    ])
  func `no table is found where there is none`(source: String, expected: [String]) {
    #expect(outline(source) == expected)
  }

  @Test func `cells know how their column is set and where they are`() throws {
    let document = Document(parsing: "p\n\n|l|c|r|n|\n|:-|:-:|-:|-|\n| *x* |\n")
    let alignments = document.blocks.compactMap { block -> Block.Alignment? in
      if case .cell(let alignment) = block.kind { alignment } else { nil }
    }
    #expect(alignments == [.left, .center, .right, .natural, .left])
    let emphasis = try #require(document.inlines.first { $0.kind == .emphasis })
    #expect(emphasis.start == SourcePosition(line: 5, column: 3))
  }

  @Test func `positions after a table are the document's again`() {
    let document = Document(parsing: "p\n|a|\n|-|\n|x|\n2. y\n\n# Head\n")
    #expect(document.blocks.first?.start == SourcePosition(line: 1, column: 1))
    #expect(document.inlines.last?.start == SourcePosition(line: 7, column: 3))
    let item = document.blocks.first { $0.kind == .item }
    #expect(item?.start == SourcePosition(line: 5, column: 1))
  }

  @Test(
    arguments: [
      "[u]: /there", "> [u]: /there", "- [u]:\n  /there", "[v]: /v\n[u]: /there\ntext",
      "Head\n===\n[u]: /there",
    ])
  func `cells use the references of the document`(definition: String) {
    let document = Document(parsing: "|a|\n|-|\n|[u]|\n\n\(definition)\n")
    #expect(document.targets.map(\.destination) == ["/there"])
  }

  @Test func `code that looks like a definition defines nothing`() {
    let document = Document(parsing: "|a|\n|-|\n|[u]|\n\n```\n[u]: /there\n```\n\nx\n[u]: /no\n")
    #expect(document.targets.isEmpty)
  }
}
