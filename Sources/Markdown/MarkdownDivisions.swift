import CCmark

/// Finds the `div`s of HTML whose content is to be parsed as Markdown although no blank line says
/// so: those with the attribute `markdown`, as the Markdown in HTML extension of Python-Markdown,
/// and so most site generators on top of it, have them.
///
/// A blank line after such a tag is all CommonMark needs. Only tags at the start of a line in an
/// HTML block outside quotations and lists are found, which is what such sites use.
struct MarkdownDivisions {
  /// The offsets in the source at which a blank line is missing. Ascending.
  private var gaps: [Int] = []

  /// True when there are none.
  var isEmpty: Bool { gaps.isEmpty }

  /// Looks through the blocks directly below `root`.
  init(below root: OpaquePointer, source: [UInt8], lines: [Range<Int>]) {
    var next = cmark_node_first_child(root)
    while let node = next {
      next = cmark_node_next(node)
      guard cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK else { continue }
      let first = max(1, Int(cmark_node_get_start_line(node)))
      let last = min(Int(cmark_node_get_end_line(node)), lines.count)
      guard first <= last, Self.endOfTag(in: source[lines[first - 1]]) != nil else { continue }
      for number in first...last {
        let line = source[lines[number - 1]]
        if Self.isFence(line) { break }
        appendGaps(in: line, isBeforeText: number < last)
      }
    }
  }

  private mutating func appendGaps(in line: ArraySlice<UInt8>, isBeforeText: Bool) {
    guard let end = Self.endOfTag(in: line) else { return }
    let rest = line[end...]
    if rest.allSatisfy({ Self.isBlank($0) }) {
      if isBeforeText { gaps.append(line.endIndex) }
      return
    }
    gaps.append(end)
    let closing = Array("</div>".utf8)
    let content = rest.reversed().drop { Self.isBlank($0) }
    if content.starts(with: closing.reversed()) {
      gaps.append(content.startIndex.base - closing.count)
    }
  }

  /// The lines with the blank ones that were missing, and where each of them came from.
  func completed(
    _ source: [UInt8], lines: [Range<Int>]
  ) -> (text: [UInt8], origins: [Fragment.Origin]) {
    var text: [UInt8] = []
    var origins: [Fragment.Origin] = []
    text.reserveCapacity(source.count + 2 * gaps.count)
    origins.reserveCapacity(lines.count + 2 * gaps.count)
    var gap = 0
    for (index, line) in lines.enumerated() {
      var start = line.lowerBound
      func append(to end: Int) {
        text.append(contentsOf: source[start..<end])
        text.append(0x0a)
        origins.append(Fragment.Origin(line: index + 1, columnShift: start - line.lowerBound))
        start = end
      }
      while gap < gaps.count, gaps[gap] <= line.upperBound {
        append(to: gaps[gap])
        if gaps[gap] < line.upperBound { append(to: gaps[gap]) }
        gap += 1
      }
      append(to: line.upperBound)
    }
    return (text, origins)
  }

  /// The offset past the start tag of a `div` with the attribute at the start of a line; nil when
  /// there is none.
  private static func endOfTag(in line: ArraySlice<UInt8>) -> Int? {
    let tag = line.drop { $0 == 0x20 }
    guard tag.starts(with: "<div".utf8) else { return nil }
    // Only names outside of quotes count, so that a class of that name does not.
    var quote: UInt8 = 0
    var name: [UInt8] = []
    var isMarkdown = false
    for (offset, byte) in zip(tag.indices, tag).dropFirst(4) {
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if isBlank(byte) || byte == 0x3d || byte == 0x3e {
        if name == Array("markdown".utf8) { isMarkdown = true }
        if byte == 0x3e { return isMarkdown ? offset + 1 : nil }
        name = []
      } else {
        name.append(byte)
      }
    }
    return nil
  }

  private static func isFence(_ line: ArraySlice<UInt8>) -> Bool {
    let content = line.drop { $0 == 0x20 }
    return content.starts(with: "```".utf8) || content.starts(with: "~~~".utf8)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09
  }
}
