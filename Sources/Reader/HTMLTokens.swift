/// Takes HTML apart into text and tags, as far as showing its text needs. Accepts anything.
public struct HTMLTokens: Sendable {
  /// A piece of HTML.
  public enum Token: Sendable {
    /// Text, character references still in it.
    case text(Range<Int>)
    /// A start or end tag.
    case tag(HTMLTag)
    /// A comment, declaration or processing instruction: nothing to show.
    case hidden
  }

  private let source: [UInt8]
  private let limit: Int
  private var position: Int
  private var ignoresQuotes = false

  /// Takes a part of a document's content.
  public init(_ source: [UInt8], in range: Range<Int>) {
    self.source = source
    position = range.lowerBound
    limit = range.upperBound
  }

  /// The next piece; nil at the end.
  public mutating func next() -> Token? {
    guard position < limit else { return nil }
    if source[position] == 0x3c, position + 1 < limit, startsMarkup(source[position + 1]) {
      return markup()
    }
    let start = position
    position += 1
    while position < limit {
      if source[position] == 0x3c, position + 1 < limit, startsMarkup(source[position + 1]) {
        break
      }
      position += 1
    }
    return .text(start..<position)
  }

  /// Skips to the end tag `name`, for elements whose content is not text.
  mutating func skip(toEndOf name: String) {
    while let token = next() {
      if case .tag(let tag) = token, tag.isEnd, tag.name == name { return }
    }
  }

  /// The text up to the end tag `name`, tags left out and character references resolved.
  mutating func text(toEndOf name: String) -> [UInt8] {
    var text: [UInt8] = []
    while let token = next() {
      switch token {
      case .text(let range):
        text.append(contentsOf: CharacterReferences.resolved(source[range]).utf8)
      case .tag(let tag) where tag.isEnd && tag.name == name: return text
      case .tag, .hidden: break
      }
    }
    return text
  }

  private func startsMarkup(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x41...0x5a, 0x61...0x7a, 0x2f, 0x21, 0x3f: true
    default: false
    }
  }

  private mutating func markup() -> Token {
    let start = position
    if let end = end(of: "<!--", "-->", at: start) {
      position = end
      return .hidden
    }
    if let end = end(of: "<![CDATA[", "]]>", at: start) {
      position = end
      return .text(start + 9..<max(start + 9, end - 3))
    }
    if let end = end(of: "<?", "?>", at: start) {
      position = end
      return .hidden
    }
    guard let offset = endOfTag(from: start + 1) else {
      // Never closed: not a tag after all, so nothing of it may get lost.
      position = limit
      return .text(start..<limit)
    }
    position = offset + 1
    if source[start + 1] == 0x21 { return .hidden }
    return .tag(HTMLTag(source[start + 1..<offset]))
  }

  /// The offset of the `>` that ends a tag. One within a quoted value does not; a quote that is
  /// never closed is no quote.
  private mutating func endOfTag(from start: Int) -> Int? {
    var offset = start
    var firstEnd: Int?
    var quote: UInt8 = 0
    while offset < limit {
      let byte = source[offset]
      if byte == 0x3e, quote == 0 { return offset }
      if byte == 0x3e, firstEnd == nil { firstEnd = offset }
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if !ignoresQuotes, byte == 0x22 || byte == 0x27, source[offset - 1] == 0x3d {
        quote = byte
      }
      offset += 1
    }
    // Once is enough: looking for the end of a quote in vain at every tag would be quadratic.
    if quote != 0 { ignoresQuotes = true }
    return firstEnd
  }

  /// The offset past a construct that starts with `opening` at `start`; the end of the source when
  /// it is never closed, nil when something else starts there.
  private func end(of opening: String, _ closing: String, at start: Int) -> Int? {
    guard source[start..<limit].starts(with: opening.utf8) else { return nil }
    let mark = Array(closing.utf8)
    var offset = start + opening.utf8.count
    while offset + mark.count <= limit {
      if source[offset] == mark[0], source[offset...].starts(with: mark) {
        return offset + mark.count
      }
      offset += 1
    }
    return limit
  }
}
