/// Walks the lines of a source, ended by LF, CR or CRLF as CommonMark has it.
struct SourceLines {
  private let source: [UInt8]
  /// The offset of the next line's first byte.
  private(set) var offset: Int

  init(_ source: [UInt8], from offset: Int) {
    self.source = source
    self.offset = offset
  }

  /// The next line without its end; nil after the last one.
  mutating func next() -> Range<Int>? {
    guard offset < source.count else { return nil }
    let start = offset
    var end = start
    while end < source.count, source[end] != 0x0a, source[end] != 0x0d { end += 1 }
    offset = min(end + 1, source.count)
    if offset < source.count, source[end] == 0x0d, source[offset] == 0x0a { offset += 1 }
    return start..<end
  }

  /// All lines, in order.
  static func all(_ source: [UInt8], from offset: Int) -> [Range<Int>] {
    var lines = SourceLines(source, from: offset)
    var ranges: [Range<Int>] = []
    while let line = lines.next() { ranges.append(line) }
    return ranges
  }
}
