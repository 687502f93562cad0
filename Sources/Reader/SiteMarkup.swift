/// What site generators put into Markdown for themselves and a reader should not see.
enum SiteMarkup {
  /// The sets of icons Material for MkDocs names in texts, as in `:material-arrow-left:`.
  private static let iconSets = ["material", "fontawesome", "octicons", "simple"].map {
    Array(":\($0)-".utf8)
  }

  /// The first icon's name in `range` of `text`, with the blanks after it, or before it
  /// at the end of the text; nil when there is none.
  static func icon(in text: [UInt8], _ range: Range<Int>) -> Range<Int>? {
    var start = range.lowerBound
    while start < range.upperBound {
      guard text[start] == 0x3a else {
        start += 1
        continue
      }
      let rest = text[start..<range.upperBound]
      if let set = iconSets.first(where: { rest.starts(with: $0) }) {
        var end = start + set.count
        while end < range.upperBound, isIconByte(text[end]) { end += 1 }
        if end > start + set.count, end < range.upperBound, text[end] == 0x3a {
          end += 1
          while end < range.upperBound, text[end] == 0x20 { end += 1 }
          if end == range.upperBound {
            while start > range.lowerBound, text[start - 1] == 0x20 { start -= 1 }
          }
          return start..<end
        }
        start = end
      } else {
        start += 1
      }
    }
    return nil
  }

  private static func isIconByte(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2d
  }

  /// True for text that is nothing but placeholders of a template, `{{ … }}` or `{% … %}`.
  static func isPlaceholder(_ text: [UInt8]) -> Bool {
    var offset = 0
    var isAny = false
    while offset < text.count {
      if text[offset] == 0x20 || text[offset] == 0x0a {
        offset += 1
        continue
      }
      guard offset + 3 < text.count, text[offset] == 0x7b else { return false }
      let closing: [UInt8]
      switch text[offset + 1] {
      case 0x7b: closing = [0x7d, 0x7d]
      case 0x25: closing = [0x25, 0x7d]
      default: return false
      }
      offset += 2
      while offset + 1 < text.count, text[offset] != closing[0] || text[offset + 1] != closing[1] {
        offset += 1
      }
      guard offset + 1 < text.count else { return false }
      offset += 2
      isAny = true
    }
    return isAny
  }
}
