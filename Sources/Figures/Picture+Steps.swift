import Diagrams
public import Terminal

/// A figure as it is after some of its events.
extension Picture {
  /// What happens in each event of its runs, from the first run's to the last's, as sentences without a
  /// full stop. None where no part is a run.
  public var sentences: [String] { parts.flatMap(\.sentences) }

  /// The figure after its first events: what comes before its first run, the runs as far as they have
  /// come, and at the end all of it.
  /// - Parameter events: how many; 0 for the beginning.
  public func lines(after events: Int, on canvas: Figure.Canvas) -> [StyledLine] {
    var left = events
    var lines: [StyledLine] = []
    for part in parts {
      let count = part.sentences.count
      lines += part.lines(after: left, on: canvas)
      left -= count
      // What follows a run tells how it ends.
      if count > 0, left <= 0, events < sentences.count { break }
    }
    return lines
  }
}

extension Picture.Part {
  fileprivate var sentences: [String] {
    switch content {
    case .text: []
    case .run(let diagram): diagram.sentences
    case .events(let table): table.rows.map { "\($0.time) \(table.columns[0]): \($0.sentence)" }
    }
  }

  fileprivate func lines(after events: Int, on canvas: Figure.Canvas) -> [StyledLine] {
    if events >= sentences.count { return lines }
    let page = FigureText(canvas: canvas)
    switch content {
    case .text: return lines
    case .run(let diagram): return page.run(diagram.beginning(events)).lines
    case .events(let table):
      let rows = table.rows.map { [$0.time] + $0.cells }
      // As wide as the whole of it, so that nothing moves from event to event.
      let whole = page.table(table.columns, rows)
      guard whole.count == rows.count + 1 else {
        return page.table(table.columns, Array(rows.prefix(events)))
      }
      return Array(whole.prefix(events + 1))
    }
  }
}

extension Figure {
  /// What happens in each event of its runs; none for a figure that is no run.
  /// - Throws: `ArgumentError` for words that the figure cannot take.
  public func sentences(_ words: some Sequence<String>) throws -> [String] {
    try picture(Array(words), on: Canvas(width: 80)).sentences
  }
}
