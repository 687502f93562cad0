import Terminal

/// Rows of marks over a common axis of columns, broken into bands where the page is too narrow.
struct MarkRows {
  /// One row: its name, and a mark for each column.
  struct Row {
    var name: String
    var marks: [Character]
    var style = Style.plain
  }

  let rows: [Row]
  let canvas: Figure.Canvas

  /// The bands, an empty line between them; nil when not even a few columns fit.
  var lines: [StyledLine]? {
    let nameWidth = (rows.map { DisplayWidth.columns(of: $0.name) }.max() ?? 0) + 2
    let fit = canvas.width - nameWidth
    guard fit >= 8, let count = rows.map(\.marks.count).max() else { return nil }
    let bands = stride(from: 0, to: count, by: fit).map { start in
      rows.map { row in
        let marks = String(row.marks.dropFirst(start).prefix(fit))
        let name = DisplayWidth.padded(row.name, to: nameWidth)
        return StyledLine([.init(name), .init(marks, row.style)]).trimmed
      }
    }
    return Array(bands.joined(separator: [StyledLine()]))
  }
}

extension StyledLine {
  /// Without blanks at its end.
  fileprivate var trimmed: StyledLine {
    var line = self
    while var last = line.runs.popLast() {
      while last.text.last == " " { last.text.removeLast() }
      if !last.text.isEmpty {
        line.runs.append(last)
        break
      }
    }
    return line
  }
}
