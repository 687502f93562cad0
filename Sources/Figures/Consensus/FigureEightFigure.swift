import Clusters
import ExerciseKit
import Parameters
import Solutions
import Terminal

extension Figure {
  /// F05, second part: figure 8 of the Raft paper, scene by scene.
  static let figureEight = Figure(
    id: "F05b", name: "figure-eight", title: "an old entry on a majority, and overwritten",
    parameters: [
      Parameter(
        "ending",
        "how it ends: the leader stops with the old entry on a majority, or after an entry "
          + "of its own term has got there too", .choice(["overwritten", "kept"]),
        standard: "overwritten"),
      Parameter(
        "rule",
        "which entries a leader commits by counting: of its own term, or of any, as printed",
        .choice(["own", "any"]), standard: "any"),
    ]
  ) { arguments, canvas in
    var run = FigureEight(commitsOwnTerm: arguments.text("ending") == "kept")
    run.play()
    let countsAny = arguments.text("rule") == "any"
    var lines: [StyledLine] = []
    for scene in run.scenes {
      if !lines.isEmpty { lines.append(StyledLine()) }
      lines += FigureText(canvas: canvas).wrapped(
        "(\(scene.name)) \(scene.sentence)", Style(nil, .bold))
      lines += logs(of: scene, countsAny: countsAny, on: canvas)
    }
    return lines + [StyledLine()] + verdict(run, countsAny: countsAny, on: canvas)
  }

  private static func logs(
    of scene: FigureEight.Scene, countsAny: Bool, on canvas: Canvas
  ) -> [StyledLine] {
    let page = FigureText(canvas: canvas)
    return scene.views.flatMap { view -> [StyledLine] in
      let isStopped = scene.stopped.contains(view.node)
      let role = isStopped ? "stopped" : view.isLeader ? "leads \(view.term)" : ""
      let holders = scene.views.count { $0.log.dropFirst().first == view.log.dropFirst().first }
      let counted = countsAny && view.isLeader && view.log.count == 2 && holders >= 3
      let committed = max(view.commitIndex, counted ? 2 : 0)
      if canvas.isASCII {
        let entries = view.log.map(\.description).joined(separator: ", ")
        let takes = committed > 0 ? "; takes \(committed) entries for committed" : ""
        let state = role.isEmpty ? "" : ", \(role)"
        return page.wrapped(
          "\(view.node)\(state): \(entries)\(takes).", indent: 2)
      }
      var line = StyledLine([
        .init("  " + DisplayWidth.padded("\(view.node)", to: 4), Style(nil, .bold)),
        .init(
          DisplayWidth.padded(role, to: 9),
          isStopped ? Style(.yellow) : Style(.cyan)),
      ])
      for (position, entry) in view.log.enumerated() {
        let isCommitted = position < committed
        line.runs.append(
          .init(isCommitted ? "▐" : "│", isCommitted ? Style(.cyan, .bold) : Style(nil, .dim)))
        let isContested = position == 1
        line.runs.append(
          .init("\(entry.term)\(entry.command)", isContested ? Style(nil, .bold) : .plain))
      }
      line.runs.append(.init("│", Style(nil, .dim)))
      if committed > 0 { line.runs.append(.init(" commits up to \(committed)", Style(.cyan))) }
      return page.fitted([line])
    }
  }

  private static func verdict(
    _ run: FigureEight, countsAny: Bool, on canvas: Canvas
  ) -> [StyledLine] {
    let page = FigureText(canvas: canvas)
    if let violation = run.cluster.violation {
      return page.wrapped(violation.broken.sentence, Style(.red, .bold))
    }
    guard countsAny, let broken = run.countingBreaks else {
      return page.wrapped(
        "All five properties hold: nothing that was committed is missing anywhere.")
    }
    return page.wrapped(
      "\(broken.property.rawValue) breaks: \(broken.sentence).", Style(.red, .bold))
  }
}
