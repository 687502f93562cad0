import Terminal

/// A document laid out for a width: lines of styled text, ready to be sent or paged through.
///
/// Each line stands for itself: `encoded` switches every style off at its end and on again in the
/// next line, so any part of a page can be shown alone.
public struct Page: Sendable {
  /// How the page was set.
  public let style: PageStyle
  private var text = StyledText()
  private var lineEnds: [Int] = []
  private var links: [String] = []

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
    "\u{1b}]8;;\(link.map { links[$0] } ?? "")\u{1b}\\"
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

  /// Makes a destination that `Hyperlink` allowed known.
  mutating func addLink(_ destination: String) -> Int {
    links.append(destination)
    return links.count - 1
  }
}
