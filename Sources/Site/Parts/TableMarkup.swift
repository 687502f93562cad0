import Markdown

/// Writes a table of a document.
struct TableMarkup {
  private let document: Document
  private let index: Int

  /// Takes the table that is this block of the document.
  init(_ document: Document, at index: Int) {
    self.document = document
    self.index = index
  }

  /// Writes it, in a box of its own that scrolls where the page is too narrow.
  mutating func write(inlines: inout InlineMarkup, to markup: inout Markup) {
    let end = document.blocks[index].next
    var rows: [(isHeader: Bool, cells: [Int])] = []
    for place in index + 1..<max(end, index + 1) {
      switch document.blocks[place].kind {
      case .row(let isHeader): rows.append((isHeader, []))
      case .cell: rows[rows.count - 1].cells.append(place)
      default: break
      }
    }
    markup.open("div", ["class": "scroll", "data-name": "Table"])
    markup.open("table")
    for (isHeader, name) in [(true, "thead"), (false, "tbody")] {
      let part = rows.filter { $0.isHeader == isHeader }
      guard !part.isEmpty else { continue }
      markup.open(name)
      for row in part { write(row.cells, isHeader: isHeader, inlines: &inlines, to: &markup) }
      markup.close()
    }
    markup.close()
    markup.close()
  }

  private func write(
    _ cells: [Int], isHeader: Bool, inlines: inout InlineMarkup, to markup: inout Markup
  ) {
    markup.open("tr")
    for place in cells {
      let cell = document.blocks[place]
      guard case .cell(let alignment) = cell.kind else { continue }
      // A head that says nothing is no head.
      let isHead = isHeader && !cell.inlines.isEmpty
      let name = isHead ? "th" : "td"
      switch (alignment, isHead) {
      case (.right, true): markup.open(name, ["scope": "col", "class": "right"])
      case (.center, true): markup.open(name, ["scope": "col", "class": "center"])
      case (_, true): markup.open(name, ["scope": "col"])
      case (.right, false): markup.open(name, ["class": "right"])
      case (.center, false): markup.open(name, ["class": "center"])
      case (_, false): markup.open(name)
      }
      inlines.write(cell.inlines, isHeading: isHeader, to: &markup)
      markup.close()
    }
    markup.close()
    markup.newline()
  }
}
