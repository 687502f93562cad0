import CCmark

/// Finds the lines of a document that define references such as `[raft]: https://raft.github.io`.
///
/// libcmark uses definitions up and does not tell them. What it leaves are gaps: lines that belong
/// to no block, or to the start of a paragraph whose text begins later.
struct ReferenceDefinitions {
  private let source: [UInt8]
  private let lines: [Range<Int>]

  init(_ source: [UInt8], lines: [Range<Int>]) {
    self.source = source
    self.lines = lines
  }

  /// Runs of lines, in order, that start with what may be a definition. Parsed again, each as a
  /// paragraph, they define what they define in the document; what is none of it is just text.
  func chunks(below root: OpaquePointer) -> [[ParagraphLine]] {
    var chunks: [[ParagraphLine]] = []
    var nextLine = 1
    let iterator = cmark_iter_new(root)
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { break }
      guard event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) else { continue }
      switch cmark_node_get_type(node) {
      case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING:
        let first = Int(cmark_node_get_start_line(node))
        appendGap(from: nextLine, to: first, into: &chunks)
        let paragraph = ParagraphLine.all(of: node, source: source, lines: lines)
        if let content = paragraph.first?.content, source[content].first == 0x5b {
          chunks.append(paragraph)
        }
        nextLine = max(nextLine, (paragraph.last?.number ?? first) + 1)
      case CMARK_NODE_CODE_BLOCK, CMARK_NODE_HTML_BLOCK, CMARK_NODE_THEMATIC_BREAK:
        appendGap(
          from: nextLine, to: Int(cmark_node_get_start_line(node)), into: &chunks)
        nextLine = max(nextLine, Int(cmark_node_get_end_line(node)) + 1)
      default: continue
      }
    }
    appendGap(from: nextLine, to: lines.count + 1, into: &chunks)
    return chunks
  }

  /// Adds the runs of lines that have something in them among lines that belong to no block.
  ///
  /// libcmark's positions are sometimes a line off, so a gap may end before it starts.
  private func appendGap(from first: Int, to end: Int, into chunks: inout [[ParagraphLine]]) {
    var chunk: [ParagraphLine] = []
    for number in first..<max(first, min(end, lines.count + 1)) {
      let line = lines[number - 1]
      let start = contentStart(of: line)
      if start == line.upperBound || (chunk.isEmpty && source[start] != 0x5b) {
        if !chunk.isEmpty { chunks.append(chunk) }
        chunk = []
      } else {
        chunk.append(
          ParagraphLine(
            number: number, content: start..<line.upperBound,
            column: start - line.lowerBound + 1))
      }
    }
    if !chunk.isEmpty { chunks.append(chunk) }
  }

  /// The offset past blanks and the markers of quotations and lists.
  private func contentStart(of line: Range<Int>) -> Int {
    var offset = line.lowerBound
    while offset < line.upperBound {
      let byte = source[offset]
      if byte == 0x20 || byte == 0x09 || byte == 0x3e {
        offset += 1
        continue
      }
      var end = offset
      while end < line.upperBound, (0x30...0x39).contains(source[end]) { end += 1 }
      let marks: [UInt8] = end > offset ? [0x2e, 0x29] : [0x2a, 0x2b, 0x2d]
      guard end + 1 < line.upperBound, marks.contains(source[end]), source[end + 1] == 0x20
      else { return offset }
      offset = end + 2
    }
    return offset
  }
}
