import Terminal

/// Lays code out: its lines as they are, never wrapped, set in from the text where they fit.
struct CodeLayout {
  private var text = StyledText()
  private var lines: [Range<Int>] = []
  private var columns = 0
  private var mender: BoxMender?
  private var scanner: CodeScanner?
  private var token: CodeScanner.Token

  /// Takes the lines in `range` of `content`, cleaned and with tabs expanded.
  ///
  /// - Parameters:
  ///   - language: how to colour them; nil for one colour.
  ///   - mendsBoxes: whether boxes drawn in them get a straight right border. Not in a language,
  ///     where a bar at the end of a line is an operator.
  init(
    _ content: [UInt8], in range: Range<Int>, language: CodeLanguage? = nil, mendsBoxes: Bool
  ) {
    mender = mendsBoxes && language == nil ? BoxMender() : nil
    scanner = language.map { CodeScanner(content, in: range, language: $0) }
    token = CodeScanner.Token(end: language == nil ? .max : range.lowerBound, kind: .other)
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
      append(content, in: start..<tab)
      column += DisplayWidth.columns(of: text.bytes, in: pieceStart..<text.bytes.count)
      if tab < end {
        let blanks = 4 - column % 4
        text.append(0x20, count: blanks)
        column += blanks
      }
      start = tab + 1
    }
    if mender != nil {
      mender?.mend(&text, from: lineStart)
      column = DisplayWidth.columns(of: text.bytes, in: lineStart..<text.bytes.count)
    }
    columns = max(columns, column)
    lines.append(lineStart..<text.bytes.count)
  }

  /// Adds a part of a line, each of its tokens in its own style.
  private mutating func append(_ content: [UInt8], in range: Range<Int>) {
    var start = range.lowerBound
    while start < range.upperBound {
      while token.end <= start, let next = scanner?.next() { token = next }
      let end = token.end > start ? min(token.end, range.upperBound) : range.upperBound
      text.append(cleaning: content, in: start..<end, Theme.code(token.kind))
      start = end
    }
  }
}
