import Markdown
import Terminal

/// Lays a table out: columns as wide as they need to be; if that is too wide the widest ones are
/// wrapped at words; and if they would become too narrow to read, every row becomes a record with a
/// line `Header: value` per cell. Nothing is ever cut.
struct TableLayout {
  private let document: Document
  private let style: PageStyle
  private var rows: [[Cell]] = []
  private var alignments: [Block.Alignment] = []
  private var text = StyledText()
  private let inlineRanges: [[Range<Int>]]

  /// The columns between two columns.
  private static let gap = 2
  /// No column that holds more is made narrower than this.
  private static let narrowest = 12

  /// A cell's text and how wide it is.
  private struct Cell {
    var range: Range<Int>
    /// The columns of its widest line, unwrapped.
    var columns: Int
    /// The columns of its longest word.
    var longestWord: Int
    var isOneLine: Bool
  }

  /// Reads the table at `index` of the document's blocks.
  init(_ document: Document, at index: Int, style: PageStyle) {
    self.document = document
    self.style = style
    let end = document.blocks[index].next
    var rows: [[Range<Int>]] = []
    for block in document.blocks[index + 1..<end] {
      switch block.kind {
      case .row: rows.append([])
      case .cell(let alignment):
        rows[rows.count - 1].append(block.inlines)
        if rows.count == 1 { alignments.append(alignment) }
      default: break
      }
    }
    inlineRanges = rows
  }

  /// Writes the table.
  mutating func write(inlines: inout InlineWriter, to writer: inout PageWriter) {
    for (index, row) in inlineRanges.enumerated() {
      rows.append(
        row.map { range in
          inlines.write(range, index == 0 ? Theme.tableHeader : .plain, page: &writer)
          return append(inlines.takeText())
        })
    }
    if let widths = columnWidths(available: writer.available) {
      writeGrid(widths, to: &writer)
    } else {
      writeRecords(to: &writer)
    }
  }

  private mutating func append(_ cell: StyledText) -> Cell {
    let start = text.bytes.count
    text.append(cell, in: 0..<cell.bytes.count)
    let range = start..<text.bytes.count
    var widest = 0
    var longestWord = 0
    var lineCount = 0
    var lineStart = start
    var wordStart = start
    for offset in start...range.upperBound {
      let byte = offset < range.upperBound ? text.bytes[offset] : 0x0a
      guard byte == 0x20 || byte == 0x0a else { continue }
      longestWord = max(longestWord, DisplayWidth.columns(of: text.bytes, in: wordStart..<offset))
      wordStart = offset + 1
      if byte == 0x0a {
        widest = max(widest, DisplayWidth.columns(of: text.bytes, in: lineStart..<offset))
        lineStart = offset + 1
        lineCount += 1
      }
    }
    return Cell(
      range: range, columns: widest, longestWord: longestWord, isOneLine: lineCount == 1)
  }

  /// The width of each column; nil when they would be too narrow.
  private func columnWidths(available: Int) -> [Int]? {
    let count = alignments.count
    let room = available - Self.gap * (count - 1)
    guard room >= count else { return nil }
    var natural = [Int](repeating: 1, count: count)
    var body = natural
    var words = natural
    for (index, row) in rows.enumerated() {
      for (column, cell) in row.enumerated() {
        natural[column] = max(natural[column], cell.columns)
        words[column] = max(words[column], cell.longestWord)
        if index > 0 { body[column] = max(body[column], cell.columns) }
      }
    }
    if natural.reduce(0, +) <= room { return natural }
    // Whole words if that can be had, else as narrow as is still readable. Only the header of a
    // column of short cells is wrapped, so that one may be narrower.
    for widestWord in [2 * Self.narrowest, Self.narrowest] {
      let least = (0..<count).map { column in
        let isShort = body[column] < Self.narrowest && rows.count > 1
        let floor = isShort ? body[column] : Self.narrowest
        return min(natural[column], max(floor, min(words[column], widestWord)))
      }
      if least.reduce(0, +) <= room { return Self.shrunk(natural, least: least, to: room) }
    }
    return nil
  }

  /// Takes from the widest columns until all fit into `room`, none below its least width.
  private static func shrunk(_ natural: [Int], least: [Int], to room: Int) -> [Int] {
    func widths(at level: Int) -> [Int] {
      zip(natural, least).map { max($1, min($0, level)) }
    }
    var low = 0
    var high = natural.max() ?? 0
    while low < high {
      let middle = (low + high + 1) / 2
      if widths(at: middle).reduce(0, +) <= room { low = middle } else { high = middle - 1 }
    }
    var result = widths(at: low)
    var left = room - result.reduce(0, +)
    for column in result.indices where left > 0 && result[column] < natural[column] {
      result[column] += 1
      left -= 1
    }
    return result
  }

  private func writeGrid(_ widths: [Int], to writer: inout PageWriter) {
    var isWrapped = false
    for (index, row) in rows.enumerated() {
      let lines = zip(row, widths).map { brokenLines(of: $0, width: $1) }
      let height = lines.map(\.count).max() ?? 0
      if index > 1, isWrapped { writer.separate() }
      if index > 0 { isWrapped = isWrapped || height > 1 }
      for line in 0..<max(height, 1) {
        writer.beginLine()
        var column = 0
        var written = 0
        for (cell, ranges) in lines.enumerated() {
          if line < ranges.count, !ranges[line].isEmpty {
            let columns = DisplayWidth.columns(of: text.bytes, in: ranges[line])
            let spare = max(0, widths[cell] - columns)
            let before: Int
            switch alignments[cell] {
            case .natural, .left: before = 0
            case .center: before = spare / 2
            case .right: before = spare
            }
            writer.append(spaces: column + before - written)
            writer.append(text, in: ranges[line])
            written = column + before + columns
          }
          column += widths[cell] + Self.gap
        }
        writer.endLine()
      }
      if index == 0 { writeRule(widths, to: &writer) }
    }
  }

  private func writeRule(_ widths: [Int], to writer: inout PageWriter) {
    let mark = style.isPlain ? "-" : "─"
    let rule = widths.map { String(repeating: mark, count: $0) }.joined(separator: "  ")
    writer.writeLine(rule, style.isPlain ? .plain : Theme.rule)
  }

  private func brokenLines(of cell: Cell, width: Int) -> [Range<Int>] {
    if cell.columns <= width, cell.isOneLine { return [cell.range] }
    var breaker = LineBreaker(text.bytes, in: cell.range, width: width)
    var lines: [Range<Int>] = []
    while let line = breaker.next() { lines.append(line) }
    return lines
  }

  private func writeRecords(to writer: inout PageWriter) {
    guard let header = rows.first else { return }
    for (index, row) in rows.enumerated() where index > 0 || rows.count == 1 {
      if index > 1 { writer.separate() }
      for (cell, name) in zip(row, header) {
        var line = StyledText()
        append(name, to: &line)
        line.append(":", style.isPlain ? .plain : Theme.tableHeader)
        if index > 0, !cell.range.isEmpty {
          line.append(" ")
          append(cell, to: &line)
        }
        writer.writeWrapped(line, hanging: min(2, writer.available / 4))
      }
    }
  }

  private func append(_ cell: Cell, to line: inout StyledText) {
    line.append(text, in: cell.range)
  }
}
