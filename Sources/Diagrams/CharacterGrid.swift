/// A page of character cells that text is put on by display width.
struct CharacterGrid {
  private struct Cell {
    /// What the terminal shows as one unit; empty for the right half of a wide one.
    var text = " "
    var role: TextRole = .plain
  }

  private var cells: [[Cell]]

  /// Makes an empty page.
  init(width: Int, height: Int) {
    cells = Array(repeating: Array(repeating: Cell(), count: width), count: height)
  }

  /// Puts clean text down from a column on; what passes an edge is left out, and so are marks with
  /// nothing to stand on.
  mutating func put(_ text: String, row: Int, column: Int, role: TextRole) {
    var column = column
    for cluster in text.clusters where cluster.columns > 0 {
      guard column >= 0, column + cluster.columns <= cells[row].count else { return }
      cells[row][column] = Cell(text: cluster.text, role: role)
      for covered in column + 1..<column + cluster.columns {
        cells[row][covered] = Cell(text: "", role: role)
      }
      column += cluster.columns
    }
  }

  /// The page as lines of runs of one role, without blanks at the ends of lines.
  var lines: [[StyledRun]] {
    cells.map { row in
      let end = row.lastIndex { $0.text != " " }.map { $0 + 1 } ?? 0
      var runs: [StyledRun] = []
      for cell in row[..<end] {
        if let last = runs.last, last.role == cell.role || cell.text == " " {
          runs[runs.count - 1].text += cell.text
        } else {
          runs.append(StyledRun(text: cell.text, role: cell.role))
        }
      }
      return runs
    }
  }
}
