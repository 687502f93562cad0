import Calculators
import Diagrams
import Terminal

/// A table of an answer, as columns or, where they do not fit and for screen readers, as a line for
/// each row.
struct AnswerTable {
  private let table: Answer.Table
  private let width: Int
  private let isASCII: Bool

  /// The columns between two columns.
  private static let gap = 2

  /// Describes a table.
  init(_ table: Answer.Table, width: Int, isASCII: Bool) {
    self.table = table
    self.width = width
    self.isASCII = isASCII
  }

  /// The lines, none wider than the width.
  var lines: [StyledLine] {
    if !isASCII {
      // Heads are wrapped before the table is given up.
      for words in [false, true] {
        let widths = columnWidths(headsByWord: words)
        let whole = widths.reduce(0, +) + Self.gap * (widths.count - 1)
        if whole <= width { return grid(widths) }
      }
    }
    return records
  }

  /// What each column needs, its head on one line or on a line for each word.
  private func columnWidths(headsByWord: Bool) -> [Int] {
    table.columns.indices.map { column in
      let head =
        headsByWord
        ? table.columns[column].split(separator: " ").map { DisplayWidth.columns(of: $0) }.max()
          ?? 0
        : DisplayWidth.columns(of: table.columns[column])
      return table.rows.map { DisplayWidth.columns(of: $0[column]) }.reduce(head, max)
    }
  }

  private func grid(_ widths: [Int]) -> [StyledLine] {
    let isNumeric = table.columns.indices.map { column in
      table.rows.allSatisfy { row in
        row[column].isEmpty || row[column].contains { ("0"..."9").contains($0) }
      }
    }
    func line(_ cells: [String]) -> String {
      let padded = cells.indices.map { column in
        let blanks = widths[column] - DisplayWidth.columns(of: cells[column])
        let gap = String(repeating: " ", count: max(0, blanks))
        return isNumeric[column] ? gap + cells[column] : cells[column] + gap
      }
      let joined = padded.joined(separator: String(repeating: " ", count: Self.gap))
      return Self.trimmed(joined)
    }
    let heads = zip(table.columns, widths).map { TextWrap.lines(of: $0, width: $1) }
    let height = heads.map(\.count).max() ?? 1
    let headLines = (0..<height).map { row in
      // Heads stand on the rule below them.
      line(heads.map { row < height - $0.count ? "" : $0[row - (height - $0.count)] })
    }
    let rule = widths.map { String(repeating: "─", count: $0) }
    return headLines.map { StyledLine($0) }
      + [StyledLine(line(rule), Style(nil, .dim))]
      + table.rows.map { StyledLine(line($0)) }
  }

  /// Each row on a line: its first cell, then every other with its head. A cell is not broken.
  private var records: [StyledLine] {
    let (blank, noBreak) = (" ", "\u{a0}")
    return table.rows.flatMap { row in
      let cells = row.map { (isASCII ? $0.printableASCII : $0).replacing(blank, with: noBreak) }
      let heads = table.columns.map { isASCII ? $0.printableASCII : $0 }
      let first = heads[0].isEmpty ? cells[0] : heads[0] + blank + cells[0]
      let rest = zip(heads, cells).dropFirst().filter { !$0.1.isEmpty }
        .map { $0.0 + blank + $0.1 }
      return TextWrap.lines(
        of: first + (first.hasSuffix("?") ? " " : ": ") + rest.joined(separator: "; "),
        width: width, hangingIndent: "  "
      ).map { StyledLine(Self.trimmed($0.replacing(noBreak, with: blank))) }
    }
  }

  /// Without blanks at the end.
  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
