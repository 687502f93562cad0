import Markdown

/// Writes the page of terms: the book's own text, each term where others can lead to it.
struct GlossaryMarkup {
  private let document: Document
  private let setting: PageSetting

  init(_ document: Document, in setting: PageSetting) {
    self.document = document
    self.setting = setting
  }

  /// The page. Its list has an item for each term, in the order of `terms`.
  mutating func write(_ terms: [TermFinder.Term]) -> Markup {
    var markup = Markup()
    var inlines = InlineMarkup(document, in: setting)
    var item = 0
    var isOpen = false
    for block in document.blocks {
      switch block.kind {
      case .heading(let level):
        markup.open("h\(level)")
        inlines.write(block.inlines, isHeading: true, to: &markup)
        markup.close()
      case .list:
        markup.open("ul")
        isOpen = true
      case .item:
        if item < terms.count { markup.open("li", ["id": terms[item].anchor]) }
      case .paragraph where isOpen && item < terms.count:
        inlines.write(block.inlines, to: &markup)
        markup.close()
        item += 1
      case .paragraph:
        markup.open("p")
        inlines.write(block.inlines, to: &markup)
        markup.close()
      default: break
      }
      markup.newline()
    }
    if isOpen { markup.close() }
    return markup
  }
}
