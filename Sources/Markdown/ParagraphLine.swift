import CCmark

/// A line of a paragraph without what belongs to the containers around it.
struct ParagraphLine {
  /// The number of the line in the source, from 1.
  var number: Int
  /// Its content in the source, without blanks at either end.
  var content: Range<Int>
  /// The column its content starts in, from 1, in bytes.
  var column: Int
  /// How much further to the right it starts than the paragraph does.
  var indent: Int

  /// The lines of `node`, a paragraph or a heading, from its positions; of a heading that is
  /// underlined, up to and with the underline (where libcmark says it ends is a line too far).
  ///
  /// Markers of quotations are taken off as far as they are there; a line without them is a lazy
  /// continuation. Indentation of lists goes with the blanks at the start of the line.
  static func all(
    of node: OpaquePointer, source: [UInt8], lines: [Range<Int>]
  ) -> [ParagraphLine] {
    let first = Int(cmark_node_get_start_line(node))
    let last = min(Int(cmark_node_get_end_line(node)), lines.count)
    let startColumn = Int(cmark_node_get_start_column(node))
    guard first >= 1, first <= last else { return [] }
    var quotes = 0
    var ancestor = cmark_node_parent(node)
    while let container = ancestor {
      if cmark_node_get_type(container) == CMARK_NODE_BLOCK_QUOTE { quotes += 1 }
      ancestor = cmark_node_parent(container)
    }
    let isHeading = cmark_node_get_type(node) == CMARK_NODE_HEADING
    var paragraph: [ParagraphLine] = []
    for number in first...last {
      let line = lines[number - 1]
      var start = line.lowerBound
      if number == first {
        start = min(start + max(0, startColumn - 1), line.upperBound)
      } else {
        start = afterMarkers(quotes, in: line, of: source)
      }
      var end = line.upperBound
      while end > start, isBlank(source[end - 1]) { end -= 1 }
      let column = start - line.lowerBound + 1
      paragraph.append(
        ParagraphLine(
          number: number, content: start..<end, column: column, indent: column - startColumn))
      let content = source[start..<end]
      if isHeading, number == first ? content.first == 0x23 : isUnderline(content) { break }
    }
    return paragraph
  }

  private static func isUnderline(_ line: ArraySlice<UInt8>) -> Bool {
    guard let mark = line.first, mark == 0x2d || mark == 0x3d else { return false }
    return line.allSatisfy { $0 == mark }
  }

  private static func afterMarkers(
    _ quotes: Int, in line: Range<Int>, of source: [UInt8]
  ) -> Int {
    var start = skipBlanks(from: line.lowerBound, in: line, of: source)
    for _ in 0..<quotes {
      guard start < line.upperBound, source[start] == 0x3e else { break }
      start = skipBlanks(from: start + 1, in: line, of: source)
    }
    return start
  }

  private static func skipBlanks(from start: Int, in line: Range<Int>, of source: [UInt8]) -> Int {
    var offset = start
    while offset < line.upperBound, isBlank(source[offset]) { offset += 1 }
    return offset
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09
  }
}
