/// A table in the lines of a paragraph (GitHub Flavored Markdown, section 4.10).
///
/// The delimiter row decides: the line before it is the header if it has as many cells, earlier
/// lines stay a paragraph, later lines are rows until one starts another block.
struct PipeTable {
  /// A cell as written, blanks around it and the escapes of its pipes taken away.
  struct Cell {
    var text: ArraySlice<UInt8>
    /// The column it starts in, from 1, in bytes.
    var column: Int
  }

  /// A row and the line it stands on.
  struct Row {
    var cells: [Cell]
    var line: ParagraphLine
  }

  /// How each column is set.
  var alignments: [Block.Alignment]
  /// The header and the body; no row has more cells than there are columns.
  var rows: [Row]
  /// The index of the header among the paragraph's lines.
  var headerIndex: Int
  /// The index of the first line after the table; the number of lines when there is none.
  var endIndex: Int

  /// Finds the first table in `lines`.
  init?(in lines: [ParagraphLine], of source: [UInt8]) {
    guard lines.count > 1 else { return nil }
    for index in 1..<lines.count where lines[index].indent < 4 && !lines[index].isLazy {
      guard let alignments = Self.alignments(in: source[lines[index].content]) else { continue }
      let header = Self.cells(of: lines[index - 1], in: source, limit: .max)
      guard header.count == alignments.count else { continue }
      self.alignments = alignments
      headerIndex = index - 1
      rows = [Row(cells: header, line: lines[index - 1])]
      endIndex = index + 1
      while endIndex < lines.count, !Self.startsBlock(lines[endIndex], in: source) {
        rows.append(
          Row(
            cells: Self.cells(of: lines[endIndex], in: source, limit: alignments.count),
            line: lines[endIndex]))
        endIndex += 1
      }
      return
    }
    return nil
  }

  /// True when `line`, blanks and markers of quotations allowed before it, has nothing in it that a
  /// delimiter row must not have. Quick, so that most paragraphs are done with here.
  static func mayBeDelimiterRow(_ line: ArraySlice<UInt8>) -> Bool {
    var hasHyphen = false
    for byte in line {
      switch byte {
      case 0x2d: hasHyphen = true
      case 0x20, 0x09, 0x3a, 0x3e, 0x7c: break
      default: return false
      }
    }
    return hasHyphen
  }

  private static func alignments(in line: ArraySlice<UInt8>) -> [Block.Alignment]? {
    // Hyphens alone underline a heading.
    guard mayBeDelimiterRow(line), line.contains(where: { $0 == 0x7c || $0 == 0x3a }) else {
      return nil
    }
    var alignments: [Block.Alignment] = []
    for cell in split(line) {
      let marks = line[cell]
      let isLeft = marks.first == 0x3a
      let isRight = marks.count > 1 && marks.last == 0x3a
      let hyphens = marks.dropFirst(isLeft ? 1 : 0).dropLast(isRight ? 1 : 0)
      guard !hyphens.isEmpty, hyphens.allSatisfy({ $0 == 0x2d }) else { return nil }
      alignments.append(isLeft ? (isRight ? .center : .left) : (isRight ? .right : .natural))
    }
    return alignments.isEmpty ? nil : alignments
  }

  private static func cells(of line: ParagraphLine, in source: [UInt8], limit: Int) -> [Cell] {
    split(source[line.content]).prefix(limit).map { range in
      Cell(
        text: unescapingPipes(source[range]),
        column: line.column + range.lowerBound - line.content.lowerBound)
    }
  }

  /// The ranges of the cells of a row, without the blanks around them. A pipe after a backslash
  /// separates nothing, not even in code, and not even after two backslashes.
  private static func split(_ row: ArraySlice<UInt8>) -> [Range<Int>] {
    var cells: [Range<Int>] = []
    var start = row.startIndex
    if row.first == 0x7c { start += 1 }
    var offset = start
    while offset < row.endIndex {
      let byte = row[offset]
      if byte == 0x5c, offset + 1 < row.endIndex, row[offset + 1] == 0x7c {
        offset += 2
        continue
      }
      if byte == 0x7c {
        cells.append(trimmed(start..<offset, of: row))
        start = offset + 1
      }
      offset += 1
    }
    if start < row.endIndex { cells.append(trimmed(start..<row.endIndex, of: row)) }
    return cells
  }

  private static func trimmed(_ range: Range<Int>, of row: ArraySlice<UInt8>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, row[start] == 0x20 || row[start] == 0x09 { start += 1 }
    while end > start, row[end - 1] == 0x20 || row[end - 1] == 0x09 { end -= 1 }
    return start..<end
  }

  private static func unescapingPipes(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard text.contains(0x5c) else { return text }
    var result: [UInt8] = []
    var offset = text.startIndex
    while offset < text.endIndex {
      if text[offset] == 0x5c, offset + 1 < text.endIndex, text[offset + 1] == 0x7c { offset += 1 }
      result.append(text[offset])
      offset += 1
    }
    return result[...]
  }

  /// True for lines that cannot start a block within a paragraph, and so came to be part of it, but
  /// do end a table: indented code, an empty item, a list that does not start with 1, a tag on its
  /// own, and what is no longer within the table's container.
  private static func startsBlock(_ line: ParagraphLine, in source: [UInt8]) -> Bool {
    if line.indent >= 4 || line.isLazy { return true }
    let text = source[line.content]
    guard let first = text.first else { return true }
    switch first {
    case 0x2a, 0x2b, 0x2d: return text.count == 1
    case 0x3c: return isTag(text)
    case 0x30...0x39:
      let rest = text.drop { (0x30...0x39).contains($0) }
      let hasMark = rest.first == 0x2e || rest.first == 0x29
      return hasMark && text.count - rest.count <= 9
        && (rest.count == 1 || rest.dropFirst().first == 0x20 || rest.dropFirst().first == 0x09)
    default: return false
    }
  }

  /// True for one whole tag of HTML (CommonMark, section 4.6, start condition 7).
  private static func isTag(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.last == 0x3e, text.dropLast().allSatisfy({ $0 != 0x3e }) else { return false }
    let name = text.dropFirst().drop { $0 == 0x2f }.prefix { byte in
      (0x41...0x5a).contains(byte & 0xdf) || (0x30...0x39).contains(byte) || byte == 0x2d
    }
    guard let first = name.first, (0x41...0x5a).contains(first & 0xdf) else { return false }
    return text[name.endIndex] == 0x20 || text[name.endIndex] == 0x2f || text[name.endIndex] == 0x3e
  }
}
