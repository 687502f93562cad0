/// The YAML between two lines of dashes at the very top of a document, not parsed.
public struct FrontMatter: Hashable, Sendable {
  /// The lines between the fences, each with its line end.
  public var text: String
  /// The number of the first of those lines in the file: add it to positions within `text`.
  public var firstLine: Int

  /// Finds the front matter of `source` and the offset of the first byte after it.
  ///
  /// Two rules keep ordinary text from being eaten: the closing fence must be there, and the line
  /// after the opening one must look like YAML, a key and a colon or a comment. So a thematic break
  /// at the top stays one.
  static func split(_ source: [UInt8]) -> (frontMatter: FrontMatter, end: Int, lines: Int)? {
    var lines = SourceLines(source, from: 0)
    guard let opening = lines.next(), isFence(source[opening], of: 0x2d) else { return nil }
    let start = lines.offset
    guard let first = lines.next(), looksLikeYAML(source[first]) else { return nil }
    var count = 2
    while true {
      let lineStart = lines.offset
      guard let line = lines.next() else { return nil }
      count += 1
      if isFence(source[line], of: 0x2d) || isFence(source[line], of: 0x2e) {
        let text = String(decoding: source[start..<lineStart], as: UTF8.self)
        return (FrontMatter(text: text, firstLine: 2), lines.offset, count)
      }
    }
  }

  private static func isFence(_ line: ArraySlice<UInt8>, of mark: UInt8) -> Bool {
    line.prefix(3).elementsEqual([mark, mark, mark])
      && line.dropFirst(3).allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  private static func looksLikeYAML(_ line: ArraySlice<UInt8>) -> Bool {
    guard let first = line.first else { return false }
    if first == 0x23 { return true }
    guard let colon = line.firstIndex(of: 0x3a), colon > line.startIndex else { return false }
    let key = line[..<colon]
    let isKey = key.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x22, 0x27, 0x2d, 0x2e, 0x5f: true
      default: false
      }
    }
    let after = line.index(after: colon)
    return isKey && (after == line.endIndex || line[after] == 0x20 || line[after] == 0x09)
  }
}
