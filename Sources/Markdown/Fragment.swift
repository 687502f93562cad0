/// A document made up of pieces of another one that have to be parsed again on their own: the cells
/// of its tables, and what a table has cut off from the paragraph it was found in.
///
/// All pieces go into one such document, so that the reference definitions are parsed once and the
/// time stays linear.
struct Fragment {
  /// Where a line of the fragment came from.
  struct Origin {
    /// The line in the source, from 1.
    var line: Int
    /// What to add to a column.
    var columnShift: Int
  }

  private(set) var text: [UInt8] = []
  /// The origin of every line of the fragment.
  private(set) var origins: [Origin] = []

  /// The number, from 1, of the line that comes next.
  var nextLine: Int { origins.count + 1 }

  /// Adds a cell as a heading: one line whose content is parsed as running text, whatever it looks
  /// like. The closing mark keeps marks at the end of the cell part of it.
  mutating func appendCell(_ cell: PipeTable.Cell, line: Int) {
    text.append(contentsOf: [0x23, 0x20])
    text.append(contentsOf: cell.text)
    text.append(contentsOf: [0x20, 0x23, 0x0a])
    origins.append(Origin(line: line, columnShift: cell.column - 3))
  }

  /// Adds lines that were a paragraph, or the start of one, and must stay one.
  ///
  /// Further lines are indented: a line of a paragraph may look like the start of another block
  /// only because it was indented that far.
  mutating func appendParagraph(_ lines: ArraySlice<ParagraphLine>, of source: [UInt8]) {
    for (index, line) in lines.enumerated() {
      let indent = index == 0 ? 0 : 4
      append(line, of: source, indent: indent)
    }
    appendBlankLine()
  }

  /// Adds lines as blocks of their own.
  mutating func appendBlocks(_ lines: ArraySlice<ParagraphLine>, of source: [UInt8]) {
    appendBlankLine()
    for line in lines {
      append(line, of: source, indent: min(max(0, line.indent), 40))
    }
  }

  private mutating func append(_ line: ParagraphLine, of source: [UInt8], indent: Int) {
    text.append(contentsOf: repeatElement(0x20, count: indent))
    text.append(contentsOf: source[line.content])
    text.append(0x0a)
    origins.append(Origin(line: line.number, columnShift: line.column - 1 - indent))
  }

  private mutating func appendBlankLine() {
    text.append(0x0a)
    origins.append(Origin(line: origins.last?.line ?? 1, columnShift: 0))
  }
}
