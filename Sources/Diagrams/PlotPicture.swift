import Terminal

/// A plot as a picture: axes, curves in braille dots, a legend.
struct PlotPicture {
  /// The fewest columns in which a curve has a shape.
  private static let fewestColumns = 16

  private let plot: Plot
  private let width: Int
  private let xScale: PlotScale
  private let yScale: PlotScale
  /// The columns left of the axis.
  private let margin: Int
  private var canvas: BrailleCanvas
  /// The letters on curves, by cell.
  private var letters: [Int: Int] = [:]

  /// Lays a plot out; nil when there is nothing to draw or no room for it.
  init?(of plot: Plot, width: Int, height: Int) {
    let points = plot.curves.flatMap(\.points)
    let (xs, ys) = (points.map(\.x), points.map(\.y))
    guard let left = xs.min(), let right = xs.max(), let low = ys.min(), let high = ys.max()
    else { return nil }
    self.plot = plot
    self.width = width
    let yCount = max(2, height / 3)
    yScale =
      plot.isLogarithmic
      ? PlotScale(logarithmic: low...high, count: yCount)
      : PlotScale(linear: low...high, count: yCount, endsAtTicks: true)
    margin = (yScale.ticks.map(\.label.columns).max() ?? 0) + 1
    let columns = width - margin - 1
    guard columns >= Self.fewestColumns else { return nil }
    xScale = PlotScale(
      linear: left...right, count: columns / 9,
      isWhole: right - left >= 1 && xs.allSatisfy { $0 == $0.rounded() }, endsAtTicks: false)
    canvas = BrailleCanvas(columns: columns, rows: height)
    drawCurves()
    if plot.curves.count > 1 { placeLetters() }
  }

  /// The picture.
  var lines: [StyledLine] {
    let indent = String(repeating: " ", count: margin)
    let yTitle = plot.yAxis + (plot.isLogarithmic ? " (logarithmic)" : "")
    var lines = plot.title.wrapped(to: width).map { StyledLine($0, Style(nil, .bold)) }
    lines += yTitle.wrapped(to: width).map { StyledLine($0) }
    lines += canvasLines
    lines += axisLines(indent: indent)
    // Under the end of its axis where it fits.
    let xTitle = plot.xAxis.wrapped(to: width)
    lines += xTitle.map { line in
      StyledLine(String(repeating: " ", count: max(0, width - line.columns)) + line)
    }
    return lines + legend
  }

  private mutating func drawCurves() {
    for (index, curve) in plot.curves.enumerated() {
      let places = curve.points.map {
        (x: xScale.position(of: $0.x), y: yScale.position(of: $0.y))
      }
      for (start, end) in zip(places.prefix(1) + places, places) {
        canvas.draw(from: start, to: end, for: index)
      }
    }
  }

  /// Puts each curve's letter where the others are far, one for every thirty columns and each curve's
  /// somewhere else.
  private mutating func placeLetters() {
    let repeats = 1 + canvas.columns / 30
    let occupied = (0..<canvas.columns).map { canvas.occupied(column: $0) }
    for index in plot.curves.indices {
      let part = (Double(index) + 0.5) / Double(plot.curves.count)
      for turn in 0..<repeats {
        let target = Int(Double(canvas.columns) * (Double(turn) + part) / Double(repeats))
        let reach = canvas.columns / (2 * repeats)
        var best: (cell: Int, score: Int)?
        for column in max(0, target - reach)..<min(canvas.columns, target + reach + 1) {
          for (row, owners) in occupied[column] where owners.contains(index) {
            let others = occupied[column].filter { $0.owners.contains { $0 != index } }
            let room = others.reduce(3) { min($0, abs($1.row - row)) }
            let score = room * canvas.columns - abs(column - target)
            let cell = row * canvas.columns + column
            if letters[cell] == nil, score > best?.score ?? .min { best = (cell, score) }
          }
        }
        if let best { letters[best.cell] = index }
      }
    }
  }

  private var canvasLines: [StyledLine] {
    var labels: [Int: String] = [:]
    for tick in yScale.ticks {
      let dot = Int(((1 - tick.position) * Double(4 * canvas.rows - 1)).rounded())
      labels[dot / 4] = tick.label
    }
    return (0..<canvas.rows).map { row in
      let label = labels[row] ?? ""
      let blanks = String(repeating: " ", count: margin - 1 - label.columns)
      var runs = [StyledLine.Run(blanks + label + (labels[row] == nil ? " │" : " ┤"))]
      for column in 0..<canvas.columns {
        let (text, style) = cell(row: row, column: column)
        if runs[runs.count - 1].style == style || text == " " {
          runs[runs.count - 1].text += text
        } else {
          runs.append(StyledLine.Run(text, style))
        }
      }
      return Self.trimmed(runs)
    }
  }

  private func cell(row: Int, column: Int) -> (text: String, style: Style) {
    if let curve = letters[row * canvas.columns + column] {
      return (Plot.letter(of: curve), Self.style(of: curve, [.bold]))
    }
    guard let pattern = canvas.pattern(row: row, column: column) else { return (" ", .plain) }
    return (pattern.text, Self.style(of: pattern.owner))
  }

  private func axisLines(indent: String) -> [StyledLine] {
    var axis = Array(repeating: "─", count: canvas.columns)
    var labels = ""
    for tick in xScale.ticks {
      let column = Int((tick.position * Double(2 * canvas.columns - 1)).rounded()) / 2
      let place = margin + 1 + column
      // In the middle below its tick, but not past the edge.
      let start = min(place - tick.label.columns / 2, width - tick.label.columns)
      guard start >= 0, labels.isEmpty || start > labels.columns else { continue }
      axis[column] = "┬"
      labels += String(repeating: " ", count: start - labels.columns) + tick.label
    }
    return [StyledLine(indent + "└" + axis.joined()), StyledLine(labels)]
  }

  /// Every curve's letter and name, as many on a line as fit.
  private var legend: [StyledLine] {
    guard plot.curves.count > 1 else { return [] }
    var lines: [StyledLine] = []
    var column = 0
    for (index, curve) in plot.curves.enumerated() {
      let letter = StyledLine.Run(Plot.letter(of: index), Self.style(of: index, [.bold]))
      let names = curve.name.wrapped(to: width - 2)
      let needed = 2 + (names.map(\.columns).max() ?? 0)
      if names.count == 1, column > 0, column + 3 + needed <= width {
        lines[lines.count - 1].runs += [
          StyledLine.Run("   "), letter, StyledLine.Run(" " + names[0]),
        ]
        column += 3 + needed
      } else {
        for (row, name) in names.enumerated() {
          lines.append(
            StyledLine(
              row == 0 ? [letter, StyledLine.Run(" " + name)] : [StyledLine.Run("  " + name)]))
        }
        column = names.count == 1 ? needed : width
      }
    }
    return lines
  }

  private static let colors: [Color] = [.cyan, .magenta, .yellow, .green, .blue, .red]

  private static func style(of curve: Int, _ attributes: Style.Attributes = []) -> Style {
    Style(colors[curve % colors.count], attributes)
  }

  /// A line without blanks at its end.
  private static func trimmed(_ runs: [StyledLine.Run]) -> StyledLine {
    var runs = runs
    while let last = runs.last {
      let text = String(last.text.reversed().drop { $0 == " " }.reversed())
      if text.isEmpty {
        runs.removeLast()
        continue
      }
      runs[runs.count - 1].text = text
      break
    }
    return StyledLine(runs)
  }
}
