import Markdown
import Terminal

/// Turns running text into styled text: markup becomes style, links get a number or become links of
/// the terminal, tags of inline HTML are obeyed where that is easy and dropped where not.
///
/// Everything that comes from the document is cleaned here, after parsing: a character reference
/// can spell any control character.
struct InlineWriter {
  private let document: Document
  private let pageStyle: PageStyle
  /// The links numbered so far.
  var links = LinkList()
  /// What was written since the last `takeText`.
  private(set) var text = StyledText()
  /// True when some of that text is code.
  private var hasCode = false
  private var baseStyle = Style.plain
  private var open: [Open] = []
  /// Where in `open` the containers of Markdown are.
  private var openContainers: [Int] = []

  /// A container of Markdown or an element of HTML whose end is still to come.
  private struct Open {
    var style: Style
    var link: Int?
    /// Where a Markdown container ends; nil for HTML.
    var end: Int?
    var name = ""
    var target: LinkTarget?
    /// The offset its text starts at.
    var textStart: Int
    /// True for an image and everything in its description, which is text and nothing else.
    var isImage = false
  }

  init(_ document: Document, style: PageStyle) {
    self.document = document
    pageStyle = style
  }

  /// The text written so far, which is then forgotten.
  mutating func takeText() -> StyledText {
    defer { text = StyledText() }
    return text
  }

  /// Starts anew with text of this style.
  mutating func begin(_ style: Style) {
    open.removeAll(keepingCapacity: true)
    openContainers.removeAll(keepingCapacity: true)
    hasCode = false
    baseStyle = pageStyle.isPlain ? .plain : style
  }

  /// True when the text written is nothing but placeholders of a site's templates.
  var isPlaceholder: Bool { !hasCode && SiteMarkup.isPlaceholder(text.bytes) }

  /// Writes `inlines` in the style `base`.
  ///
  /// - Parameter skipped: how many bytes of the first inline, which is text, are left out.
  mutating func write(
    _ inlines: Range<Int>, _ base: Style, skipping skipped: Int = 0, page: inout PageWriter
  ) {
    begin(base)
    for index in inlines {
      close(at: index)
      let inline = document.inlines[index]
      switch inline.kind {
      case .text:
        appendText(inline.literal.range.dropFirst(index == inlines.lowerBound ? skipped : 0))
      case .code:
        hasCode = true
        append(inline.literal, Theme.code)
      case .softBreak: text.append(" ", style(.plain), link: link)
      case .lineBreak: text.append("\n", style(.plain))
      case .html: writeTags(inline.literal, page: &page)
      case .emphasis: push(Theme.emphasis, end: inline.next)
      case .strong: push(Theme.strong, end: inline.next)
      case .link(let target):
        openLink(document.targets[target], end: inline.next, page: &page)
      case .image(let target):
        openImage(document.targets[target], end: inline.next, page: &page)
      }
    }
    close(at: inlines.upperBound)
    // A link of HTML that is never closed still gets its number.
    if let unclosed = open.last(where: { $0.target != nil }) { finish(unclosed) }
  }

  /// Writes text of HTML, character references resolved, runs of blanks as one.
  mutating func writeHTML(_ source: ArraySlice<UInt8>) {
    let resolved = Array(CharacterReferences.resolved(source).utf8)
    var collapsed: [UInt8] = []
    collapsed.reserveCapacity(resolved.count)
    var isAfterBlank = text.bytes.last.map { $0 == 0x20 || $0 == 0x0a } ?? true
    for byte in resolved {
      let isBlank = byte == 0x20 || byte == 0x09 || byte == 0x0a
      if !isBlank { collapsed.append(byte) } else if !isAfterBlank { collapsed.append(0x20) }
      isAfterBlank = isBlank
    }
    text.append(
      cleaning: collapsed, in: 0..<collapsed.count, style(.plain), link: link)
  }

  /// Obeys a tag that belongs into running text; others change nothing.
  mutating func writeTag(_ tag: HTMLTag, page: inout PageWriter) {
    if tag.isEnd {
      closeElement(tag.name)
      return
    }
    switch tag.name {
    case "b", "strong", "th": push(Theme.strong, name: tag.name)
    case "i", "em", "cite", "var", "dfn": push(Theme.emphasis, name: tag.name)
    case "code", "kbd", "samp", "tt":
      hasCode = true
      push(Theme.code, name: tag.name)
    case "u", "ins": push(Theme.underlined, name: tag.name)
    case "s", "del", "strike": push(Theme.struck, name: tag.name)
    case "br": text.append("\n", .plain)
    case "a":
      guard let destination = tag.attribute("href") else { return }
      openLink(LinkTarget(destination: destination), name: "a", page: &page)
    case "img":
      let target = LinkTarget(destination: tag.attribute("src") ?? "")
      let imageLink = pageStyle.isNavigable ? pageLink(target).map { page.addLink($0) } : nil
      let shown = Array("[image: \(tag.attribute("alt") ?? "")]".utf8)
      text.append(
        cleaning: shown, in: 0..<shown.count, style(Theme.image), link: imageLink ?? link)
      if imageLink == nil { appendNumber(target) }
    default: break
    }
  }

  /// The style of text written now.
  private func style(_ inner: Style) -> Style {
    pageStyle.isPlain ? .plain : inner.within(open.last?.style ?? baseStyle)
  }

  private var link: Int? { open.last?.link }

  private mutating func append(_ literal: Literal, _ inner: Style) {
    text.append(cleaning: document.content, in: literal.range, style(inner), link: link)
  }

  /// Writes text without the icons sites put into it by name.
  private mutating func appendText(_ range: Range<Int>) {
    var start = range.lowerBound
    while let icon = SiteMarkup.icon(in: document.content, start..<range.upperBound) {
      text.append(
        cleaning: document.content, in: start..<icon.lowerBound, style(.plain), link: link)
      start = icon.upperBound
    }
    text.append(
      cleaning: document.content, in: start..<range.upperBound, style(.plain), link: link)
  }

  private mutating func push(
    _ inner: Style, end: Int? = nil, name: String = "", link: Int? = nil,
    target: LinkTarget? = nil, isImage: Bool = false
  ) {
    if end != nil { openContainers.append(open.count) }
    open.append(
      Open(
        style: style(inner), link: link ?? self.link, end: end, name: name, target: target,
        textStart: text.bytes.count, isImage: isImage || (open.last?.isImage ?? false)))
  }

  /// Closes the Markdown containers that end at or before `index`, and with them HTML elements
  /// left open inside.
  private mutating func close(at index: Int) {
    while let position = openContainers.last, let end = open[position].end, end <= index {
      let closed = open[position]
      openContainers.removeLast()
      open.removeSubrange(position...)
      finish(closed)
    }
  }

  /// Closes the innermost HTML element `name`. One opened far outside is left alone, so that
  /// stray end tags cost nothing.
  private mutating func closeElement(_ name: String) {
    for position in open.indices.reversed().prefix(16) {
      if open[position].end != nil { return }
      if open[position].name == name {
        let closed = open[position]
        open.removeSubrange(position...)
        finish(closed)
        return
      }
    }
  }

  private mutating func finish(_ closed: Open) {
    if closed.end != nil, closed.name == "image" {
      text.append("]", closed.style, link: closed.link)
    }
    if let target = closed.target { appendNumber(target, textStart: closed.textStart) }
  }

  private mutating func openLink(
    _ target: LinkTarget, end: Int? = nil, name: String = "", page: inout PageWriter
  ) {
    if open.last?.isImage ?? false {
      push(.plain, end: end, name: name)
    } else if let link = pageLink(target) {
      push(Theme.link, end: end, name: name, link: page.addLink(link))
    } else {
      push(Theme.link, end: end, name: name, target: target)
    }
  }

  /// The link as the page keeps it; nil for one that is numbered instead.
  private func pageLink(_ target: LinkTarget) -> Page.Link? {
    let hyperlink = pageStyle.hasHyperlinks ? Hyperlink.encoded(target.destination) : nil
    guard hyperlink != nil || (pageStyle.isNavigable && !target.destination.isEmpty) else {
      return nil
    }
    return Page.Link(destination: target.destination, hyperlink: hyperlink)
  }

  private mutating func openImage(_ target: LinkTarget, end: Int, page: inout PageWriter) {
    if open.last?.isImage ?? false {
      push(.plain, end: end)
      return
    }
    let imageLink = pageStyle.isNavigable ? pageLink(target).map { page.addLink($0) } : nil
    text.append("[image: ", style(Theme.image), link: imageLink ?? link)
    push(
      Theme.image, end: end, name: "image", link: imageLink,
      target: imageLink == nil ? target : nil, isImage: true)
  }

  /// Puts the number of a link after its text, unless the text is the destination itself.
  private mutating func appendNumber(_ target: LinkTarget, textStart: Int? = nil) {
    if target.destination.isEmpty { return }
    if let textStart, isDestination(text.bytes[textStart...], target.destination) { return }
    text.append("[\(links.number(of: target))]", style(Theme.reference))
  }

  private func isDestination(_ shown: ArraySlice<UInt8>, _ destination: String) -> Bool {
    if shown.elementsEqual(destination.utf8) { return true }
    let scheme = "mailto:"
    return destination.hasPrefix(scheme)
      && shown.elementsEqual(destination.utf8.dropFirst(scheme.utf8.count))
  }

  private mutating func writeTags(_ literal: Literal, page: inout PageWriter) {
    var tokens = HTMLTokens(document.content, in: literal.range)
    while let token = tokens.next() {
      switch token {
      case .text(let range): writeHTML(document.content[range])
      case .tag(let tag): writeTag(tag, page: &page)
      case .hidden: break
      }
    }
  }
}
