import Curriculum
import Markdown
import Reader

/// Writes running text as markup.
struct InlineMarkup {
  private let document: Document
  private let setting: PageSetting
  /// The section that is being written.
  private var section = ""
  /// The terms that were marked in this section.
  private var marked: Set<String> = []

  init(_ document: Document, in setting: PageSetting) {
    self.document = document
    self.setting = setting
  }

  /// Notes that a section begins.
  mutating func enter(section anchor: String) { section = anchor }

  /// Marks terms anew that were marked before.
  mutating func forgetTerms() { marked = [] }

  /// Writes inlines.
  /// - Parameters:
  ///   - skipped: how many bytes of the first inline, which is text, are left out.
  ///   - isHeading: true for a heading, in which no term is marked.
  mutating func write(
    _ inlines: Range<Int>, skipping skipped: Int = 0, isHeading: Bool = false,
    to markup: inout Markup
  ) {
    var ends: [(end: Int, isLink: Bool)] = []
    for index in inlines {
      Self.close(&ends, at: index, in: &markup)
      let inline = document.inlines[index]
      let isInLink = isHeading || ends.contains(where: \.isLink)
      switch inline.kind {
      case .text:
        let text = document.text(of: inline.literal)
        let rest = index == inlines.lowerBound ? text.dropFirst(skipped) : text[...]
        writeText(rest, marksTerms: !isInLink, to: &markup)
      case .softBreak: markup.newline()
      case .lineBreak: markup.open("br")
      case .code: writeCode(document.text(of: inline.literal), isLink: !isInLink, to: &markup)
      case .html: writeHTML(inline.literal, to: &markup)
      case .emphasis:
        markup.open("em")
        ends.append((inline.next, false))
      case .strong:
        markup.open("strong")
        ends.append((inline.next, false))
      case .link(let target):
        let address =
          isInLink
          ? nil
          : setting.links.address(
            of: document.targets[target].destination, from: setting.page)
        // Nothing to follow is still something to read.
        if let address { markup.open("a", ["href": address]) } else { markup.open("span") }
        ends.append((inline.next, address != nil))
      case .image:
        // An edition has no pictures that it did not draw; the description stands in for one.
        markup.open("span", ["class": "image"])
        ends.append((inline.next, true))
      }
    }
    Self.close(&ends, at: .max, in: &markup)
  }

  private static func close(
    _ ends: inout [(end: Int, isLink: Bool)], at index: Int, in markup: inout Markup
  ) {
    while let last = ends.last, last.end <= index {
      ends.removeLast()
      markup.close()
    }
  }

  /// Writes code; a command that a page can stand in for leads there.
  private func writeCode(_ text: String, isLink: Bool, to markup: inout Markup) {
    guard isLink, let address = setting.links.address(ofCommand: text, from: setting.page) else {
      return markup.element("code", [:], text)
    }
    markup.open("a", ["href": address])
    markup.element("code", [:], text)
    markup.close()
  }

  // MARK: Terms

  /// Writes text; the first time in a section that it says a term, the term leads to its meaning.
  private mutating func writeText(
    _ text: Substring, marksTerms: Bool, to markup: inout Markup
  ) {
    guard marksTerms, let terms = setting.terms else { return markup.text(text) }
    var start = text.startIndex
    for place in terms.places(in: text) where marked.insert(place.term.anchor).inserted {
      markup.text(text[start..<place.range.lowerBound])
      let word = String(text[place.range])
      let home = place.term.home
      if home?.chapter == setting.page, home?.section == nil || home?.section == section {
        markup.element("dfn", [:], word)
      } else {
        markup.element(
          "a", ["class": "term", "href": SiteLinks.file(of: "glossary") + "#" + place.term.anchor],
          word)
      }
      start = place.range.upperBound
    }
    markup.text(text[start...])
  }

  // MARK: HTML

  /// Shows the text of inline HTML; its tags do nothing.
  private func writeHTML(_ literal: Literal, to markup: inout Markup) {
    var tokens = HTMLTokens(document.content, in: literal.range)
    while let token = tokens.next() {
      switch token {
      case .text(let range): markup.text(String(decoding: document.content[range], as: UTF8.self))
      case .tag(let tag) where tag.name == "br" && !tag.isEnd: markup.open("br")
      case .tag, .hidden: continue
      }
    }
  }
}
