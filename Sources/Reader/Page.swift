import Markdown
public import Terminal

/// A document laid out for a width: lines of styled text, ready to be sent or paged through.
///
/// Each line stands for itself: `encoded` switches every style off at its end and on again in the
/// next line, so any part of a page can be shown alone.
public struct Page: Sendable {
  /// A heading that starts a section.
  public struct Heading: Hashable, Sendable {
    /// Its words, clean.
    public var title: String
    /// What follows the `#` in a link to its section.
    public var anchor: String
    /// Its level, 1 to 6.
    public var level: Int
    /// The line it starts on, from 0.
    public var line: Int
  }

  /// A link in the text.
  public struct Link: Hashable, Sendable {
    /// Where it leads, as the author wrote it; clean it before showing it.
    public var destination: String
    /// The destination in the form a terminal may be given to open; nil for what it may not.
    public var hyperlink: String?
  }

  /// How the page was set.
  public let style: PageStyle
  private var text = StyledText()
  private var lineEnds: [Int] = []
  /// Every link of the text, those on a page that is not navigable left out unless they are links of
  /// the terminal.
  public private(set) var links: [Link] = []
  /// Where headings start: the index of the block and the line.
  private var headingStarts: [(block: Int, line: Int)] = []
  /// The headings that start a section, in order; none unless the page is navigable.
  public private(set) var headings: [Heading] = []

  init(style: PageStyle) {
    self.style = style
  }

  /// The number of lines.
  public var lineCount: Int { lineEnds.count }

  /// The characters of a line, without styles.
  ///
  /// - Parameter index: the line, from 0.
  public func line(_ index: Int) -> String {
    String(decoding: text.bytes[range(ofLine: index)], as: UTF8.self)
  }

  /// All lines as they are sent to the terminal or file, each ended by a line feed.
  public var encoded: String {
    var output: [UInt8] = []
    output.reserveCapacity(text.bytes.count + lineEnds.count * 2)
    for index in lineEnds.indices {
      encode(range(ofLine: index), into: &output)
      output.append(0x0a)
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Calls `body` with the runs of a line, from left to right: the clean text, its style, and the
  /// index in `links` of the link it belongs to.
  ///
  /// - Parameter index: the line, from 0.
  public func forEachRun(
    ofLine index: Int, _ body: (_ text: ArraySlice<UInt8>, _ style: Style, _ link: Int?) -> Void
  ) {
    text.forEachRun(in: range(ofLine: index)) { slice, style, link in
      body(text.bytes[slice], style, link)
    }
  }

  private func range(ofLine index: Int) -> Range<Int> {
    (index == 0 ? 0 : lineEnds[index - 1])..<lineEnds[index]
  }

  private func encode(_ range: Range<Int>, into output: inout [UInt8]) {
    if style.isPlain {
      output.append(contentsOf: text.bytes[range])
      return
    }
    var openLink: Int?
    text.forEachRun(in: range) { slice, style, link in
      let link = link.flatMap { links[$0].hyperlink == nil ? nil : $0 }
      if link != openLink {
        output.append(contentsOf: hyperlink(to: link).utf8)
        openLink = link
      }
      let opening = style == .plain ? "" : style.opening(in: self.style.colorMode)
      output.append(contentsOf: opening.utf8)
      output.append(contentsOf: text.bytes[slice])
      if !opening.isEmpty { output.append(contentsOf: Style.closing.utf8) }
    }
    if openLink != nil { output.append(contentsOf: hyperlink(to: nil).utf8) }
  }

  private func hyperlink(to link: Int?) -> String {
    "\u{1b}]8;;\(link.flatMap { links[$0].hyperlink } ?? "")\u{1b}\\"
  }

  /// Adds to the line being written.
  mutating func append(_ other: StyledText, in range: Range<Int>) {
    text.append(other, in: range)
  }

  /// Adds characters of the program's own to the line being written.
  mutating func append(_ string: String, _ style: Style) {
    text.append(string, style)
  }

  /// Adds spaces to the line being written.
  mutating func append(spaces count: Int) {
    text.append(0x20, count: count)
  }

  /// Ends the line being written; spaces at its end are dropped.
  mutating func endLine() {
    let start = lineEnds.last ?? 0
    var end = text.bytes.count
    while end > start, text.bytes[end - 1] == 0x20 { end -= 1 }
    text.truncate(to: end)
    lineEnds.append(end)
  }

  /// Makes a link known.
  mutating func addLink(_ link: Link) -> Int {
    links.append(link)
    return links.count - 1
  }

  /// Notes that the heading that is a block of the document starts on `line`.
  mutating func markHeading(block: Int, line: Int) {
    headingStarts.append((block, line))
  }

  /// Finds the names of the headings noted so far.
  mutating func nameHeadings(of document: Document) {
    guard style.isNavigable else { return }
    var sections = document.sections[...]
    for start in headingStarts {
      guard let index = sections.firstIndex(where: { $0.blocks.lowerBound == start.block }) else {
        continue
      }
      let section = sections[index]
      headings.append(
        Heading(
          title: Sanitizer.clean(section.title), anchor: section.anchor, level: section.level,
          line: start.line))
      sections = sections[(index + 1)...]
    }
  }
}
