import Parameters
import Terminal

extension Figure {
  /// F21: a panel of what matters, fed by a run of a cluster in which several things are wrong.
  static let dashboard = Figure(
    id: "F21", name: "dashboard",
    title: "a panel fed by a simulated run, every value in its own unit",
    parameters: [
      Parameter(
        "cut", "for how many milliseconds the first leader is cut off", .integer(0...10_000),
        standard: "600"),
      Parameter(
        "missed", "how many requests the slow follower has not been sent", .integer(0...20),
        standard: "6"),
      Parameter(
        "drift", "how fast one clock gains, in ppm", .number(-500...500), standard: "50"),
      Parameter(
        "offset", "how far it was ahead at the start, in ms", .number(-1_000...1_000),
        standard: "46"),
      Parameter("seed", "names the readings' errors", .integer(0...999_999), standard: "1"),
    ]
  ) { arguments, canvas in
    let run = DashboardRun(
      cut: arguments.integer("cut"), missed: arguments.integer("missed"),
      drift: arguments.number("drift"), offset: arguments.number("offset"), seed: arguments.seed())
    return DashboardPanel(run: run, page: FigureText(canvas: canvas)).lines
  }
}

/// The panel: a row for each thing that is watched, with its value and what to think of it.
struct DashboardPanel {
  /// How a row stands out.
  enum Verdict: String {
    case fine = "ok"
    case watched = "watch"
    case alarm = "ALARM"

    var style: Style {
      switch self {
      case .fine: .plain
      case .watched: Style(.yellow)
      case .alarm: Style(.red, .bold)
      }
    }
  }

  let run: DashboardRun
  let page: FigureText

  var lines: [StyledLine] {
    let rows = run.rows
    let width = min(page.canvas.width, 76)
    let name = rows.map { DisplayWidth.columns(of: $0.name) }.max() ?? 0
    return page.heading("Five nodes after \(run.now) ms")
      + rows.flatMap { row -> [StyledLine] in
        guard !page.canvas.isASCII, width >= 36 else {
          return page.wrapped("\(row.name): \(row.value) (\(row.verdict.rawValue)).")
        }
        let blanks = String(repeating: " ", count: name - DisplayWidth.columns(of: row.name) + 1)
        let mark =
          row.verdict.rawValue + String(repeating: " ", count: 6 - row.verdict.rawValue.count)
        let inner = FigureText(canvas: Figure.Canvas(width: width - name - 7))
        return inner.wrapped(row.value).enumerated().map { index, line in
          let isFirst = index == 0
          let lead = isFirst ? row.name + blanks : String(repeating: " ", count: name + 1)
          return StyledLine([
            StyledLine.Run(isFirst ? mark : String(repeating: " ", count: 6), row.verdict.style),
            StyledLine.Run(lead, Style(nil, .bold)), StyledLine.Run(line.text),
          ])
        }
      }
  }
}
