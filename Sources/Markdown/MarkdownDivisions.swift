import CCmark

/// Finds the `div`s of HTML whose content is to be parsed as Markdown although no blank line says
/// so: those with the attribute `markdown`, as the Markdown in HTML extension of Python-Markdown,
/// and so most site generators on top of it, have them.
///
/// A blank line after such a tag is all CommonMark needs. Only tags that are a line of their own in
/// an HTML block outside quotations and lists are found, which is what such sites use.
struct MarkdownDivisions {
  /// The numbers of the lines, from 1, a blank line is missing after. Ascending.
  private(set) var lineNumbers: [Int] = []

  /// Looks through the blocks directly below `root`.
  init(below root: OpaquePointer, source: [UInt8], lines: [Range<Int>]) {
    var next = cmark_node_first_child(root)
    while let node = next {
      next = cmark_node_next(node)
      guard cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK else { continue }
      let first = max(1, Int(cmark_node_get_start_line(node)))
      let last = min(Int(cmark_node_get_end_line(node)), lines.count)
      guard first < last, Self.opensMarkdown(source[lines[first - 1]]) else { continue }
      for number in first..<last {
        let line = source[lines[number - 1]]
        if Self.isFence(line) { break }
        if Self.opensMarkdown(line), !Self.isBlank(source[lines[number]]) {
          lineNumbers.append(number)
        }
      }
    }
  }

  /// `source` from offset `start` on, with the blank lines that are missing.
  func completed(_ source: [UInt8], from start: Int, lines: [Range<Int>]) -> [UInt8] {
    var completed: [UInt8] = []
    completed.reserveCapacity(source.count - start + lineNumbers.count)
    var copied = start
    for number in lineNumbers {
      let end = lines[number - 1].upperBound
      completed.append(contentsOf: source[copied..<end])
      completed.append(0x0a)
      copied = end
    }
    completed.append(contentsOf: source[copied...])
    return completed
  }

  /// True for a line that is a start tag of a `div` with the attribute and nothing else.
  private static func opensMarkdown(_ line: ArraySlice<UInt8>) -> Bool {
    let tag = line.drop { $0 == 0x20 }
    guard tag.starts(with: "<div".utf8), !tag.starts(with: "<div>".utf8) else { return false }
    var end = tag.endIndex
    while end > tag.startIndex, isBlank(tag[end - 1]) { end -= 1 }
    guard tag[..<end].firstIndex(of: 0x3e) == end - 1 else { return false }
    // Outside of the values of other attributes, so that a class of that name is none.
    var quote: UInt8 = 0
    var word: [UInt8] = []
    for byte in tag[(tag.startIndex + 4)..<end] {
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if isBlank(byte) || byte == 0x3d || byte == 0x3e {
        if word == Array("markdown".utf8) { return true }
        word = []
      } else {
        word.append(byte)
      }
    }
    return false
  }

  private static func isFence(_ line: ArraySlice<UInt8>) -> Bool {
    let content = line.drop { $0 == 0x20 }
    return content.starts(with: "```".utf8) || content.starts(with: "~~~".utf8)
  }

  private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
    line.allSatisfy { isBlank($0) }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09
  }
}
