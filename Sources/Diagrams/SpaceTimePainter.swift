/// Draws a layout with box characters.
struct SpaceTimePainter {
  let layout: SpaceTimeLayout
  private let lanes: Range<Int>
  private var grid: CharacterGrid
  private var columns: LaneColumns { layout.columns }

  /// Draws the rows of a layout of this many lanes on a page of this width.
  init(_ layout: SpaceTimeLayout, lanes: Int, width: Int) {
    self.layout = layout
    self.lanes = 0..<lanes
    grid = CharacterGrid(width: width, height: layout.rows.count)
    for (index, row) in layout.rows.enumerated() { draw(row, at: index) }
  }

  /// The finished page.
  var lines: [[StyledRun]] { grid.lines }

  private mutating func draw(_ row: SpaceTimeLayout.Row, at index: Int) {
    if let step = row.step {
      let role: TextRole = row.contradicts ? .contradiction : .event
      if row.contradicts { grid.put(StepMargin.bar, row: index, column: 0, role: role) }
      if row.isFirst {
        let number = StepMargin.number(step, before: columns.margin)
        grid.put(number, row: index, column: 1, role: role)
      }
    }
    if row.drawsLanes {
      for lane in lanes {
        grid.put("│", row: index, column: columns.column(of: lane), role: .lane)
      }
    }
    if let arrow = row.arrow {
      draw(arrow, contradicts: row.contradicts, at: index)
    }
    if let symbol = row.symbol {
      draw(symbol, contradicts: row.contradicts, at: index)
    }
    for text in row.texts {
      let column = columns.column(of: text.lane) + (row.drawsLanes ? 2 : 0)
      let stands = row.contradicts && (text.role == .event || text.role == .message)
      grid.put(
        text.content, row: index, column: column, role: stands ? .contradiction : text.role)
    }
  }

  private mutating func draw(
    _ symbol: SpaceTimeLayout.Symbol, contradicts: Bool, at row: Int
  ) {
    let column = columns.column(of: symbol.lane)
    let role: TextRole = contradicts ? .contradiction : .event
    switch symbol.kind {
    case .event:
      grid.put(contradicts ? "◆" : "●", row: row, column: column, role: role)
    case .crash:
      grid.put("✗", row: row, column: column, role: contradicts ? role : .loss)
    case .restart:
      grid.put("↻", row: row, column: column, role: role)
    case .departure:
      grid.put("├╴", row: row, column: column, role: .note)
    }
  }

  private mutating func draw(
    _ arrow: SpaceTimeLayout.Arrow, contradicts: Bool, at row: Int
  ) {
    let isHeavy = contradicts && !arrow.isLost
    let role: TextRole = arrow.isLost ? .loss : isHeavy ? .contradiction : .message
    let sender = columns.column(of: arrow.from)
    let receiver = columns.column(of: arrow.to)
    // A lost message stops two columns before its receiver's lane.
    let reach = receiver - arrow.direction * (arrow.isLost ? 2 : 1)
    for column in min(sender, reach)...max(sender, reach) {
      grid.put(isHeavy ? "━" : "─", row: row, column: column, role: role)
    }
    let start =
      arrow.pointsRight ? (isHeavy ? "┝" : "├") : (isHeavy ? "┥" : "┤")
    grid.put(start, row: row, column: sender, role: role)
    for lane in lanes where min(arrow.from, arrow.to) < lane && lane < max(arrow.from, arrow.to) {
      grid.put(isHeavy ? "┿" : "┼", row: row, column: columns.column(of: lane), role: role)
    }
    switch arrow.end {
    case .delivered:
      grid.put(arrow.pointsRight ? "►" : "◄", row: row, column: reach, role: role)
    case .lost(let receivers):
      for lane in receivers {
        let column = columns.column(of: lane) - arrow.direction * 2
        grid.put("╳", row: row, column: column, role: role)
      }
    }
    if let label = arrow.label {
      let span = columns.labelSpan(of: arrow)
      let text = " \(label) "
      // The odd column goes to the side of the head.
      let slack = span.count - text.columns + (arrow.pointsRight ? 0 : 1)
      let column = span.lowerBound + slack / 2
      grid.put(text, row: row, column: column, role: role)
    }
  }
}
