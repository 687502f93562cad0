import Clusters
import ExerciseKit
import Terminal

/// Who was what over time: a row per node, a column per span of time.
struct RoleStrip {
  private let run: TimedElection
  private let span: Range<Millis>

  /// A strip of a run between two moments.
  init(_ run: TimedElection, _ span: Range<Millis>) {
    self.run = run
    self.span = span
  }

  /// The rows and an axis; a node that led at any time within a column shows as leader there.
  func lines(on canvas: Figure.Canvas) -> [StyledLine] {
    let columns = max(canvas.width - 4, 4)
    var rows: [StyledLine] = []
    for id in run.ids {
      var line = StyledLine([.init(DisplayWidth.padded("\(id)", to: 4), Style(nil, .bold))])
      for role in roles(of: id, columns: columns) {
        let mark = mark(role, on: canvas)
        if let last = line.runs.indices.last, last > 0, line.runs[last].style == mark.style {
          line.runs[last].text += mark.text
        } else {
          line.runs.append(mark)
        }
      }
      rows.append(line)
    }
    let first = "\(span.lowerBound) ms"
    let last = "\(span.upperBound) ms"
    let axis =
      "    " + DisplayWidth.padded(first, to: max(columns - last.count, first.count + 1)) + last
    return rows
      + FigureText(canvas: canvas).fitted([StyledLine(axis, Style(nil, .dim))])
  }

  private func mark(_ role: Role, on canvas: Figure.Canvas) -> StyledLine.Run {
    switch role {
    case .leader: .init(canvas.isASCII ? "L" : "█", Style(.cyan))
    case .candidate: .init("c", Style(.yellow))
    case .follower: .init(canvas.isASCII ? "." : "·", Style(nil, .dim))
    }
  }

  private func roles(of id: NodeID, columns: Int) -> [Role] {
    var roles: [Role] = []
    var current = Role.follower
    var steps = run.steps.filter { $0.event.node == id }[...]
    for column in 0..<columns {
      let end = span.lowerBound + (column + 1) * span.count / columns
      var shown = current
      while let step = steps.first, step.time < end {
        steps.removeFirst()
        current = step.role
        let isInside = step.time >= span.lowerBound + column * span.count / columns
        if isInside, rank(current) > rank(shown) { shown = current }
        if !isInside { shown = current }
      }
      roles.append(shown)
    }
    return roles
  }

  private func rank(_ role: Role) -> Int {
    switch role {
    case .follower: 0
    case .candidate: 1
    case .leader: 2
    }
  }
}
