import Markdown
import Terminal

/// Reads an HTML block as a row of things to show.
struct HTMLBlock {
  /// Something to show, or the start or end of a container.
  enum Event {
    case paragraph(StyledText, isSeparate: Bool)
    case heading(StyledText, level: Int)
    /// Preformatted text, not yet clean.
    case code([UInt8])
    case rule
    case openDivision(HTMLTag)
    case closeDivision
  }

  private let content: [UInt8]
  private var tokens: HTMLTokens
  private var isSeparate = true
  private var headingLevel: Int?
  /// What comes after the text that was just handed out.
  private var pending: Event?

  init(_ document: Document, _ block: Block) {
    content = document.content
    tokens = HTMLTokens(content, in: block.literal.range)
  }

  /// The next event; nil at the end of the block.
  mutating func next(inlines: inout InlineWriter, page: inout PageWriter) -> Event? {
    if let event = pending {
      pending = nil
      return event
    }
    while let token = tokens.next() {
      switch token {
      case .hidden: continue
      case .text(let range): inlines.writeHTML(content[range])
      case .tag(let tag):
        let follows = event(for: tag, inlines: &inlines, page: &page)
        let text = Self.isBlock(tag.name) ? flush(&inlines) : nil
        if Self.isBlock(tag.name) { startBlock(tag, inlines: &inlines) }
        if let text {
          pending = follows
          return text
        }
        if let follows { return follows }
      }
    }
    return flush(&inlines)
  }

  /// What a tag itself stands for, apart from ending the text before it.
  private mutating func event(
    for tag: HTMLTag, inlines: inout InlineWriter, page: inout PageWriter
  ) -> Event? {
    switch tag.name {
    case "div": return tag.isEnd ? .closeDivision : .openDivision(tag)
    case "hr": return .rule
    case "script", "style":
      if !tag.isEnd { tokens.skip(toEndOf: tag.name) }
      return nil
    case "pre" where !tag.isEnd:
      return .code(tokens.text(toEndOf: "pre"))
    case "td" where !tag.isEnd, "th" where !tag.isEnd:
      inlines.writeHTML([0x20])
      fallthrough
    default:
      inlines.writeTag(tag, page: &page)
      return nil
    }
  }

  private mutating func flush(_ inlines: inout InlineWriter) -> Event? {
    let isPlaceholder = inlines.isPlaceholder
    let text = inlines.takeText()
    guard !isPlaceholder, text.bytes.contains(where: { $0 != 0x20 && $0 != 0x0a }) else {
      return nil
    }
    if let level = headingLevel { return .heading(text, level: level) }
    return .paragraph(text, isSeparate: isSeparate)
  }

  private mutating func startBlock(_ tag: HTMLTag, inlines: inout InlineWriter) {
    isSeparate = !["li", "tr", "dt", "dd"].contains(tag.name)
    headingLevel = tag.isEnd ? nil : Self.headingLevel(tag.name)
    inlines.begin(headingLevel.map { Theme.heading($0) } ?? .plain)
    if tag.name == "li", !tag.isEnd { inlines.writeHTML(ArraySlice("• ".utf8)) }
  }

  private static func headingLevel(_ name: String) -> Int? {
    guard name.utf8.count == 2, name.hasPrefix("h") else { return nil }
    return name.dropFirst().first?.wholeNumberValue.flatMap { (1...6).contains($0) ? $0 : nil }
  }

  private static func isBlock(_ name: String) -> Bool {
    if headingLevel(name) != nil { return true }
    switch name {
    case "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
      "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr",
      "html", "iframe", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
      "table", "tbody", "tfoot", "thead", "title", "tr", "ul":
      return true
    default:
      return false
    }
  }
}
