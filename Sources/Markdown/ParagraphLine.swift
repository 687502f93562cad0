import CCmark

/// A line of a paragraph without what belongs to the containers around it.
struct ParagraphLine {
  /// The number of the line in the source, from 1.
  var number: Int
  /// Its content in the source, without blanks at either end.
  var content: Range<Int>
  /// The column its content starts in, from 1, in bytes.
  var column: Int
  /// How far its content is indented within the innermost container.
  var indent = 0
  /// True for a line that lacks the marks or the indentation of a container and is part of the
  /// paragraph all the same (CommonMark, section 5.1, laziness).
  var isLazy = false

  /// The lines of `node`, a paragraph or a heading, from its positions; of a heading that is
  /// underlined, up to and with the underline (where libcmark says it ends is a line too far).
  static func all(
    of node: OpaquePointer, source: [UInt8], lines: [Range<Int>]
  ) -> [ParagraphLine] {
    let first = Int(cmark_node_get_start_line(node))
    let last = min(Int(cmark_node_get_end_line(node)), lines.count)
    let startColumn = Int(cmark_node_get_start_column(node))
    guard first >= 1, first <= last else { return [] }
    let containers = Containers(of: node, source: source, lines: lines)
    let isHeading = cmark_node_get_type(node) == CMARK_NODE_HEADING
    var paragraph: [ParagraphLine] = []
    for number in first...last {
      let line = lines[number - 1]
      var start = min(line.lowerBound + max(0, startColumn - 1), line.upperBound)
      var base = start
      var isLazy = false
      if number > first { (start, base, isLazy) = containers.strip(line, of: source) }
      var end = line.upperBound
      while end > start, source[end - 1] == 0x20 || source[end - 1] == 0x09 { end -= 1 }
      paragraph.append(
        ParagraphLine(
          number: number, content: start..<end, column: start - line.lowerBound + 1,
          indent: start - base, isLazy: isLazy))
      let content = source[start..<end]
      if isHeading, number == first ? content.first == 0x23 : isUnderline(content) { break }
    }
    return paragraph
  }

  private static func isUnderline(_ line: ArraySlice<UInt8>) -> Bool {
    guard let mark = line.first, mark == 0x2d || mark == 0x3d else { return false }
    return line.allSatisfy { $0 == mark }
  }

  /// The containers around a paragraph, as far as they show at the start of its lines.
  private struct Containers {
    /// How many quotations there are.
    var quotes = 0
    /// The offset in its line that the content of a list item starts at, when the innermost
    /// container is an item.
    var itemOffset: Int?

    init(of node: OpaquePointer, source: [UInt8], lines: [Range<Int>]) {
      var ancestor = cmark_node_parent(node)
      while let container = ancestor {
        let type = cmark_node_get_type(container)
        if type == CMARK_NODE_BLOCK_QUOTE { quotes += 1 }
        if type == CMARK_NODE_ITEM, quotes == 0, itemOffset == nil {
          itemOffset = Self.contentOffset(of: container, source: source, lines: lines)
        }
        ancestor = cmark_node_parent(container)
      }
    }

    /// Where the content of an item starts: after its marker and up to four blanks.
    private static func contentOffset(
      of item: OpaquePointer, source: [UInt8], lines: [Range<Int>]
    ) -> Int? {
      let number = Int(cmark_node_get_start_line(item)) - 1
      guard lines.indices.contains(number) else { return nil }
      let line = lines[number]
      var end = line.lowerBound + max(0, Int(cmark_node_get_start_column(item)) - 1)
      while end < line.upperBound, (0x30...0x39).contains(source[end]) { end += 1 }
      let markerEnd = end + 1
      end = markerEnd
      while end < line.upperBound, source[end] == 0x20 { end += 1 }
      let blanks = end < line.upperBound && end - markerEnd <= 4 ? max(1, end - markerEnd) : 1
      return markerEnd + blanks - line.lowerBound
    }

    /// Takes the marks of quotations and the blanks off a further line of the paragraph.
    ///
    /// - Returns: where its content starts, where it would start if it were not indented, and
    ///   whether the line is a lazy one.
    func strip(_ line: Range<Int>, of source: [UInt8]) -> (start: Int, base: Int, isLazy: Bool) {
      var base = line.lowerBound
      var start = skipBlanks(from: base, in: line, of: source)
      var found = 0
      while found < quotes, start < line.upperBound, source[start] == 0x3e {
        found += 1
        base = start + 1
        start = skipBlanks(from: base, in: line, of: source)
        if start > base { base += 1 }
      }
      if found < quotes { return (start, base, true) }
      guard let itemOffset else { return (start, base, false) }
      base = line.lowerBound + itemOffset
      return (start, min(base, start), start < base)
    }

    private func skipBlanks(from start: Int, in line: Range<Int>, of source: [UInt8]) -> Int {
      var offset = start
      while offset < line.upperBound, source[offset] == 0x20 || source[offset] == 0x09 {
        offset += 1
      }
      return offset
    }
  }
}
