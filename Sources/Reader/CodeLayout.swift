import Terminal

/// Lays code out: its lines as they are, never wrapped, set in from the text where they fit.
struct CodeLayout {
  private var text = StyledText()
  private var lines: [Range<Int>] = []
  private var columns = 0

  /// Takes the lines in `range` of `content`, cleaned and with tabs expanded.
  init(_ content: [UInt8], in range: Range<Int>) {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = content[start..<range.upperBound].firstIndex(of: 0x0a) ?? range.upperBound
      appendLine(content, in: start..<end)
      start = end + 1
    }
  }

  /// Writes the lines. One wider than the page goes past its edge: breaking it would change it.
  func write(to writer: inout PageWriter) {
    let indent = columns + 2 <= writer.available ? 2 : 0
    for line in lines {
      writer.beginLine()
      writer.append(spaces: indent)
      writer.append(text, in: line)
      writer.endLine()
    }
  }

  /// Adds a line without blanks at its end. Tab stops are every four columns, as CommonMark has
  /// them.
  private mutating func appendLine(_ content: [UInt8], in range: Range<Int>) {
    var end = range.upperBound
    while end > range.lowerBound, [0x20, 0x09, 0x0d].contains(content[end - 1]) { end -= 1 }
    let lineStart = text.bytes.count
    var start = range.lowerBound
    var column = 0
    while start < end {
      let tab = content[start..<end].firstIndex(of: 0x09) ?? end
      let pieceStart = text.bytes.count
      text.append(cleaning: content, in: start..<tab, .plain)
      column += DisplayWidth.columns(of: text.bytes, in: pieceStart..<text.bytes.count)
      if tab < end {
        let blanks = 4 - column % 4
        text.append(0x20, count: blanks)
        column += blanks
      }
      start = tab + 1
    }
    columns = max(columns, column)
    lines.append(lineStart..<text.bytes.count)
  }
}
