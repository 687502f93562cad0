/// Makes text from elsewhere harmless to a terminal.
///
/// Every character that could move the cursor, start an escape sequence, reorder what is shown or
/// hide text becomes U+FFFD, visibly: C0 and C1 controls, DEL, the bidirectional controls (Trojan
/// Source, Boucher and Anderson 2021), line and paragraph separators, interlinear annotations, and
/// tag characters outside a flag. Joiners and variation selectors stay, emoji need them.
public enum Sanitizer {
  /// What becomes of line ends and tabs.
  public enum Layout: Hashable, Sendable {
    /// Each becomes one space: for text that is going to be wrapped.
    case flowing
    /// They stay: for text that has lines of its own.
    case lines
  }

  /// Returns `text` without anything a terminal would act upon.
  public static func clean(_ text: some StringProtocol, layout: Layout = .flowing) -> String {
    let bytes = Array(text.utf8)
    var cleaned: [UInt8] = []
    cleaned.reserveCapacity(bytes.count)
    append(bytes, in: 0..<bytes.count, to: &cleaned, layout: layout)
    return String(decoding: cleaned, as: UTF8.self)
  }

  /// Appends `range` of `text`, valid UTF-8, to `cleaned`, without anything a terminal would act
  /// upon.
  public static func append(
    _ text: [UInt8], in range: Range<Int>, to cleaned: inout [UInt8], layout: Layout = .flowing
  ) {
    var copied = range.lowerBound
    var position = range.lowerBound
    let limit = range.upperBound
    while position < limit {
      let byte = text[position]
      if isHarmless(byte) {
        position += 1
        continue
      }
      let (scalar, end) = DisplayCluster.decode(text, at: position, limit: limit)
      if let replacement = replacement(for: scalar, layout: layout) {
        // A flag's tags follow its black flag, so they are decided with it, below.
        cleaned.append(contentsOf: text[copied..<position])
        cleaned.append(contentsOf: replacement)
        copied = end
      }
      position = end
      if scalar.value == 0x1f3f4 { position = endOfTags(text, from: end, limit: limit) }
    }
    cleaned.append(contentsOf: text[copied..<limit])
  }

  /// True for bytes that neither are a control character nor start a scalar that must be looked at.
  private static func isHarmless(_ byte: UInt8) -> Bool {
    if byte < 0x80 { return byte >= 0x20 && byte != 0x7f }
    switch byte {
    case 0xc2, 0xd8, 0xe2, 0xef, 0xf0, 0xf3: return false
    default: return true
    }
  }

  private static let replacementCharacter: [UInt8] = [0xef, 0xbf, 0xbd]

  private static func replacement(for scalar: Unicode.Scalar, layout: Layout) -> [UInt8]? {
    switch scalar.value {
    case 0x09, 0x0a:
      return layout == .lines ? nil : [0x20]
    case 0x00..<0x20, 0x7f..<0xa0, 0x061c, 0x200e...0x200f, 0x2028...0x202e, 0x2066...0x2069,
      0xfff9...0xfffb, 0xe0000...0xe007f:
      return replacementCharacter
    default:
      return nil
    }
  }

  /// The end of the tag characters at `start`: they spell the region of a flag such as Scotland's.
  private static func endOfTags(_ text: [UInt8], from start: Int, limit: Int) -> Int {
    var end = start
    while end < limit, text[end] == 0xf3 {
      let next = DisplayCluster.decode(text, at: end, limit: limit)
      guard (0xe0020...0xe007f).contains(next.scalar.value) else { break }
      end = next.end
    }
    return end
  }
}
