import Terminal

/// Somebody's way through a figure, event by event.
struct FigureWalk {
  private let figure: SteppableFigure
  private var index = 0
  /// How many events have happened.
  private(set) var step = 0
  /// The lines of what is drawn that are out of sight above; nil for the end of it in sight, where the last
  /// event is.
  private var top: Int?

  init(_ figure: SteppableFigure) {
    self.figure = figure
  }

  private var variation: SteppableFigure.Variation { figure.variations[index] }
  private var count: Int { variation.sentences.count }

  /// Takes in a key.
  mutating func handle(_ key: Key, size: ScreenSize) {
    switch key {
    case .right, .enter, .character(" "), .character("l"), .character("n"): go(to: step + 1)
    case .left, .character("h"), .character("p"): go(to: step - 1)
    case .home, .character("g"): go(to: 0)
    case .end, .character("G"): go(to: count)
    case .character("]"), .character("s"): show((index + 1) % figure.variations.count)
    case .character("["), .character("S"):
      show((index + figure.variations.count - 1) % figure.variations.count)
    case .down, .character("j"): scroll(1, size)
    case .up, .character("k"): scroll(-1, size)
    case .pageDown, .character("f"): scroll(size.bodyRows / 2, size)
    case .pageUp, .character("b"): scroll(-size.bodyRows / 2, size)
    default: break
    }
  }

  private mutating func go(to step: Int) {
    self.step = min(max(0, step), count)
    top = nil
  }

  private mutating func show(_ index: Int) {
    self.index = index
    go(to: 0)
  }

  private mutating func scroll(_ lines: Int, _ size: ScreenSize) {
    let last = lastTop(drawing(size), size)
    top = min(max(0, (top ?? last) + lines), last)
  }

  /// What stands above the drawing: the command, and what has just happened.
  private func heading(columns: Int) -> [FrameLine] {
    let sentence =
      step == 0
      ? "the beginning; → or Space for what happens next" : variation.sentences[step - 1]
    let wrapped = TextWrap.lines(of: "\(step) of \(count)  \(sentence)", width: max(1, columns))
    return [FrameLine(variation.command, Style(nil, .dim), fitting: columns)]
      + wrapped.prefix(3).map { FrameLine($0, Style(nil, .bold), fitting: columns) } + [FrameLine()]
  }

  private func drawing(_ size: ScreenSize) -> [StyledLine] {
    variation.draw(step, size.columns)
  }

  private func lastTop(_ drawing: [StyledLine], _ size: ScreenSize) -> Int {
    max(0, drawing.count - (size.bodyRows - heading(columns: size.columns).count))
  }

  /// The rows of the screen but the last.
  func lines(_ size: ScreenSize) -> [FrameLine] {
    let drawing = drawing(size)
    let top = top ?? lastTop(drawing, size)
    let lines =
      heading(columns: size.columns)
      + drawing.dropFirst(top).map { FrameLine($0, fitting: size.columns) }
    return Array(lines.prefix(size.bodyRows))
  }

  /// What the status line says.
  var status: StatusLine {
    var places = [figure.title]
    if figure.variations.count > 1 {
      places.append("\(index + 1) of \(figure.variations.count) runs")
    }
    return StatusLine(
      places: places, percent: count == 0 ? 100 : step * 100 / count,
      hint: figure.variations.count > 1 ? "← → step, ] another run, q leaves" : "← → step, q leaves"
    )
  }
}
