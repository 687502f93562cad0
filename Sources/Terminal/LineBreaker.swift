/// Breaks text into lines of at most a width, at words where it can, inside a word where it must.
///
/// Breaks at spaces, after an em dash or a zero width space, and between East Asian wide characters
/// except where their typography forbids it (no closing mark at the start of a line, no opening one
/// at its end; JIS X 4051 in short). A line feed always breaks. Spaces at either end of a line are
/// left out of it. Only a cluster wider than the whole width can make a line too wide. Time is
/// linear in the text.
public struct LineBreaker: Sendable {
  private let text: [UInt8]
  private let limit: Int
  private let width: Int
  private var position: Int

  /// Breaks `range` of `text`, valid UTF-8 without control characters other than line feeds, into
  /// lines of at most `width` columns.
  public init(_ text: [UInt8], in range: Range<Int>, width: Int) {
    self.text = text
    self.width = max(1, width)
    position = range.lowerBound
    limit = range.upperBound
  }

  /// What the cluster before a possible break allows.
  private enum Previous {
    case other, wide, opening, breakAfter
  }

  /// The next line as a range of the text; nil at its end. The range is empty for an empty line.
  public mutating func next() -> Range<Int>? {
    while position < limit, text[position] == 0x20 { position += 1 }
    guard position < limit else { return nil }
    let start = position
    var columns = 0
    var previous = Previous.other
    // The last place to break at: where the line would end and where the next one would start.
    var lineEnd = start
    var nextStart = start
    var offset = start
    while offset < limit {
      let byte = text[offset]
      if byte == 0x0a { return line(start..<offset, next: offset + 1) }
      let cluster = cluster(at: offset)
      if byte == 0x20, cluster.end == offset + 1 {
        lineEnd = offset
        (offset, columns) = skipSpaces(from: offset, columns: columns)
        nextStart = offset
        previous = .other
        continue
      }
      if offset > nextStart, Self.allowsBreak(before: cluster, after: previous) {
        lineEnd = offset
        nextStart = offset
      }
      if columns + cluster.columns > width, offset > start {
        return nextStart > start
          ? line(start..<lineEnd, next: nextStart) : line(start..<offset, next: offset)
      }
      columns += cluster.columns
      offset = cluster.end
      previous = Self.role(of: cluster)
    }
    return line(start..<limit, next: limit)
  }

  private func cluster(at offset: Int) -> DisplayCluster {
    let byte = text[offset]
    if byte < 0x80, offset + 1 == limit || text[offset + 1] < 0x80 {
      return DisplayCluster(end: offset + 1, columns: 1, base: Unicode.Scalar(byte))
    }
    return DisplayCluster(in: text, at: offset, limit: limit)
  }

  private func skipSpaces(from start: Int, columns: Int) -> (Int, Int) {
    var offset = start
    while offset < limit, text[offset] == 0x20 { offset += 1 }
    return (offset, columns + offset - start)
  }

  private mutating func line(_ range: Range<Int>, next: Int) -> Range<Int> {
    position = next
    var end = range.upperBound
    while end > range.lowerBound, text[end - 1] == 0x20 { end -= 1 }
    return range.lowerBound..<end
  }

  private static func allowsBreak(
    before cluster: DisplayCluster, after previous: Previous
  ) -> Bool {
    switch previous {
    case .other where cluster.columns < 2: false
    case .opening: false
    case .other, .wide, .breakAfter: cluster.columns > 0 && !isClosing(cluster.base.value)
    }
  }

  private static func role(of cluster: DisplayCluster) -> Previous {
    switch cluster.base.value {
    case 0x2014, 0x200b: return .breakAfter
    case 0x28, 0x5b, 0x7b, 0x3008, 0x300a, 0x300c, 0x300e, 0x3010, 0x3014, 0x3016, 0x3018, 0xff08,
      0xff3b, 0xff5b, 0x2018, 0x201c:
      return .opening
    default: return cluster.columns == 2 ? .wide : .other
    }
  }

  /// True for what must not start a line: closing marks, and the small and repeating kana.
  private static func isClosing(_ value: UInt32) -> Bool {
    if value < 0x80 {
      switch UInt8(value) {
      case 0x21, 0x22, 0x25, 0x27, 0x29, 0x2c, 0x2e, 0x3a, 0x3b, 0x3f, 0x5d, 0x7d: return true
      default: return false
      }
    }
    switch value {
    case 0x2014, 0x2019, 0x201d, 0x2025...0x2026, 0x3001...0x3002, 0x3005, 0x3009, 0x300b, 0x300d,
      0x300f, 0x3011, 0x3015, 0x3017, 0x3019, 0x301c, 0x303b, 0x3041, 0x3043, 0x3045, 0x3047,
      0x3049, 0x3063, 0x3083, 0x3085, 0x3087, 0x308e, 0x309d...0x309e, 0x30a1, 0x30a3, 0x30a5,
      0x30a7, 0x30a9, 0x30c3, 0x30e3, 0x30e5, 0x30e7, 0x30ee, 0x30f5...0x30f6, 0x30fb...0x30fe,
      0xff01, 0xff05, 0xff09, 0xff0c, 0xff0e, 0xff1a...0xff1b, 0xff1f, 0xff3d, 0xff5d:
      return true
    default:
      return false
    }
  }
}
