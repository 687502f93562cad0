import Book
import Markdown
import Reader
import Terminal
import Testing

@testable import Figures
@testable import Site

/// The pages say what the terminal says: word for word, from the first to the last.
@Suite("The edition beside the terminal")
struct SameTextTests {
  private let edition: WrittenEdition

  init() throws {
    edition = try WrittenEdition.shared.get()
  }

  /// A page as a terminal of endless width shows it, figures in words.
  private func terminalText(of page: Book.Page) -> String {
    var style = PageStyle(colorMode: .monochrome, mendsBoxes: false)
    style.isNavigable = true
    let words = Book.insets(isPlain: true)
    let insets = Insets { info, body, _ in words.draw(info, body, FigureMarkup.columnsOfWords) }
    let laid = layOut(
      Document(parsing: page.markdown), width: 100_000, style: style, insets: insets)
    return (0..<laid.lineCount).map(laid.line).joined(separator: "\n")
  }

  /// What `main` of a page says, without what only a page has: pictures beside their words, and forms.
  private func pageText(of tree: MarkupTree, isItem number: Int? = nil) -> String {
    if tree.has(class: "extra") { return "" }
    var number = tree.name == "ol" ? Int(tree["start"] ?? "1") : nil
    var text = ""
    for node in tree.nodes {
      switch node {
      case .text(let words): text += words
      case .element(let child):
        if child.name == "li", let next = number {
          text += "\n\(next). "
          number = next + 1
        }
        let inner = pageText(of: child)
        text += Self.inlines.contains(child.name) ? inner : "\n" + inner + "\n"
      }
    }
    return text
  }

  private static let inlines: Set<String> = ["a", "code", "em", "strong", "dfn", "span"]
  /// What the terminal draws around text.
  private static let drawn: Set<Character> = ["─", "━", "│", "┼", "▌", "▪", "•", "◦"]

  private func words(_ text: String, isTerminal: Bool) -> [Substring] {
    text.split { $0.isWhitespace }.filter { word in
      !(isTerminal && word.allSatisfy(Self.drawn.contains))
    }
  }

  @Test func `every page of the book has the terminal's text, word for word`() throws {
    for page in edition.parts.texts {
      let tree = try #require(edition.pages[page.id + ".html"]).elements("main")[0]
      let wanted = words(terminalText(of: page), isTerminal: true)
      let found = words(pageText(of: tree), isTerminal: false).filter { word in
        !word.allSatisfy(Self.drawn.contains)
      }
      #expect(wanted.count > 20, "\(page.id)")
      let different = zip(wanted, found).enumerated().first { $0.element.0 != $0.element.1 }
      if let different {
        let around =
          max(0, different.offset - 5)..<min(different.offset + 5, wanted.count, found.count)
        Issue.record("\(page.id): \(wanted[around]) and \(found[around])")
      }
      #expect(wanted.count == found.count, "\(page.id)")
    }
  }

  @Test func `a figure is drawn in the page as on the terminal`() throws {
    let raft = try #require(edition.pages["raft.html"])
    let pictures = raft.elements("figure")
    #expect(pictures.count == 8)
    #expect(pictures.filter { !$0.elements("svg").isEmpty }.count >= 3)
    let election = try #require(pictures.first?.elements("table").first)
    let figure = try #require(Figure.named("election"))
    let lines = try figure.draw([], on: .init(width: FigureMarkup.columns))
    let rows = election.elements("tr").dropFirst()
    #expect(rows.count == 7)
    for (row, line) in zip(rows, lines.dropFirst()) {
      let cells = row.elements("td").map(\.text).joined(separator: " ")
      #expect(cells.split(separator: " ") == line.text.split(separator: " "))
    }
  }

  @Test func `with other values a figure shows something else`() throws {
    let election = try #require(FigureMarkup("election", ["n=3"]))
    let others = election.others
    #expect(
      others.map(\.arguments) == [
        ["n=3", "seed=8"], ["n=3", "seed=9"], ["n=3", "timeouts=equal"], ["n=3", "crash=yes"],
      ])
    var drawings: Set<String> = []
    for drawing in [election] + others {
      var markup = Markup()
      drawing.write(to: &markup)
      #expect(drawings.insert(markup.source).inserted)
    }
    let pages = edition.pages.values.flatMap { $0.elements("figure") }
    #expect(pages.count > 35)
    #expect(pages.filter { $0.all.contains { $0.has(class: "other") } }.count > 30)
  }

  @Test func `every run of a figure can be stepped to its end`() throws {
    var runs = 0
    for (name, page) in edition.sorted {
      for run in page.all where run.has(class: "run") {
        runs += 1
        let says = try #require(run["data-says"]).split(separator: "\",\"").count
        let steps = Set(run.all.compactMap { $0["data-step"] })
        #expect(steps == Set((0..<says).map(String.init)), "\(name)")
      }
    }
    #expect(runs > 15)
  }
}
