import CCmark

/// Finds the pipe tables in libcmark's tree and puts them there in place of the paragraphs they
/// were parsed as.
///
/// Works on paragraphs, never on lines of the document, so code, HTML and quotations cannot be
/// mistaken for a table.
struct TableGrafter {
  private let source: [UInt8]
  private let lines: [Range<Int>]
  /// What the grafted nodes are.
  private(set) var grafts: [Graft] = []
  /// The pieces that were parsed again.
  private(set) var fragment = Fragment()

  private struct Find {
    var node: OpaquePointer
    var lines: [ParagraphLine]
    var table: PipeTable
    /// The fragment's lines that hold what was above and below the table in its paragraph.
    var above = 0..<0
    var below = 0..<0
  }

  init(_ source: [UInt8], lines: [Range<Int>]) {
    self.source = source
    self.lines = lines
  }

  /// Replaces every table below `root`.
  mutating func graftTables(into root: OpaquePointer) {
    var finds = findTables(below: root)
    guard !finds.isEmpty else { return }
    let firstLine = compose(&finds, root: root)
    let pieces = SyntaxTree(fragment.text, from: 0)
    guard let fragmentRoot = pieces.root else { return }
    var next = cmark_node_first_child(fragmentRoot)
    while let node = next, Int(cmark_node_get_start_line(node)) < firstLine {
      next = cmark_node_next(node)
    }
    for find in finds {
      moveBlocks(on: find.above, from: &next, before: find.node)
      graft(find, cells: &next)
    }
    for find in finds {
      moveBlocks(on: find.below, from: &next, before: find.node)
      cmark_node_unlink(find.node)
      cmark_node_free(find.node)
    }
  }

  private func findTables(below root: OpaquePointer) -> [Find] {
    var finds: [Find] = []
    let iterator = cmark_iter_new(root)
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return finds }
      guard event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) else { continue }
      let type = cmark_node_get_type(node)
      guard type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING else { continue }
      let first = Int(cmark_node_get_start_line(node))
      let last = min(Int(cmark_node_get_end_line(node)), lines.count)
      guard first >= 1, first < last else { continue }
      guard (first..<last).contains(where: { PipeTable.mayBeDelimiterRow(source[lines[$0]]) })
      else { continue }
      let paragraph = ParagraphLine.all(of: node, source: source, lines: lines)
      guard let table = findTable(in: paragraph, isHeading: type == CMARK_NODE_HEADING) else {
        continue
      }
      finds.append(Find(node: node, lines: paragraph, table: table))
    }
  }

  /// The underline of a heading is no delimiter row. Below a table it is a thematic break if that
  /// is what it looks like, else one more row.
  private func findTable(in paragraph: [ParagraphLine], isHeading: Bool) -> PipeTable? {
    guard isHeading, let underline = paragraph.last else {
      return PipeTable(in: paragraph, of: source)
    }
    let table = PipeTable(in: paragraph.dropLast(), of: source)
    let isBreak = underline.content.count >= 3 && source[underline.content].first == 0x2d
    return table == nil || isBreak ? table : PipeTable(in: paragraph, of: source)
  }

  /// Writes the fragment: definitions, then per table the lines above it and its cells, then per
  /// table the lines below it.
  ///
  /// - Returns: the first line after the definitions.
  private mutating func compose(_ finds: inout [Find], root: OpaquePointer) -> Int {
    let definitions = ReferenceDefinitions(source, lines: lines)
    if finds.contains(where: { usesReferences($0) }) {
      for chunk in definitions.chunks(below: root) {
        fragment.appendParagraph(chunk[...], of: source)
      }
    }
    let firstLine = fragment.nextLine
    for index in finds.indices {
      let find = finds[index]
      let start = fragment.nextLine
      if find.table.headerIndex > 0 {
        fragment.appendParagraph(find.lines[..<find.table.headerIndex], of: source)
      }
      finds[index].above = start..<fragment.nextLine
      for row in find.table.rows {
        for cell in row.cells where !cell.text.isEmpty {
          fragment.appendCell(cell, line: row.line.number)
        }
      }
    }
    for index in finds.indices where finds[index].table.endIndex < finds[index].lines.count {
      let start = fragment.nextLine
      fragment.appendBlocks(finds[index].lines[finds[index].table.endIndex...], of: source)
      finds[index].below = start..<fragment.nextLine
    }
    return firstLine
  }

  private func usesReferences(_ find: Find) -> Bool {
    guard let first = find.lines.first, let last = find.lines.last else { return false }
    return source[first.content.lowerBound..<last.content.upperBound].contains(0x5b)
  }

  private mutating func moveBlocks(
    on lines: Range<Int>, from next: inout OpaquePointer?, before node: OpaquePointer
  ) {
    while let block = next, lines.contains(Int(cmark_node_get_start_line(block))) {
      next = cmark_node_next(block)
      let start = SourcePosition(line: 0, column: 0)
      Graft.mark(block, with: add(Graft(kind: .fragment, start: start, end: start)))
      cmark_node_insert_before(node, block)
    }
  }

  private mutating func graft(_ find: Find, cells next: inout OpaquePointer?) {
    guard
      let table = newNode(
        .table(columns: find.table.alignments.count), from: find.table.rows.first?.line,
        to: find.lines[find.table.endIndex - 1])
    else { return }
    cmark_node_insert_before(find.node, table)
    for (index, row) in find.table.rows.enumerated() {
      guard let rowNode = newNode(.row(isHeader: index == 0), from: row.line, to: row.line) else {
        return
      }
      cmark_node_append_child(table, rowNode)
      for (cell, alignment) in zip(row.cells, find.table.alignments) {
        var line = row.line
        line.column = cell.column
        line.content = 0..<cell.text.count
        guard let cellNode = newNode(.cell(alignment), from: line, to: line) else { return }
        cmark_node_append_child(rowNode, cellNode)
        if cell.text.isEmpty { continue }
        guard let piece = next else { return }
        next = cmark_node_next(piece)
        while let child = cmark_node_first_child(piece) {
          cmark_node_append_child(cellNode, child)
        }
      }
    }
  }

  private mutating func newNode(
    _ kind: Graft.Kind, from first: ParagraphLine?, to last: ParagraphLine
  ) -> OpaquePointer? {
    guard let node = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK) else { return nil }
    let first = first ?? last
    Graft.mark(
      node,
      with: add(
        Graft(
          kind: kind, start: SourcePosition(line: first.number, column: first.column),
          end: SourcePosition(
            line: last.number, column: last.column + max(0, last.content.count - 1)))))
    return node
  }

  private mutating func add(_ graft: Graft) -> Int {
    grafts.append(graft)
    return grafts.count - 1
  }
}
