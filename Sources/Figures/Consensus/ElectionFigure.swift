import Clusters
import ExerciseKit
import Parameters
import Solutions
import Terminal

extension Figure {
  /// F04: an election, event by event: every node's role and term, and what happened.
  static let election = Figure(
    id: "F04", name: "election", title: "an election, event by event",
    parameters: [
      Parameter("n", "the number of nodes", .integer(1...9), standard: "5"),
      Parameter(
        "timeouts", "whether election timeouts are drawn from 150 to 300 ms or are all 150 ms",
        .choice(["random", "equal"]), standard: "random"),
      Parameter(
        "crash", "whether the leader stops after a while", .choice(["no", "yes"]), standard: "no"),
      Parameter(
        "prevote", "whether nodes ask before they stand", .choice(["no", "yes"]), standard: "no"),
      Parameter("seed", "the seed of the run", .integer(0...9999), standard: "7"),
    ]
  ) { arguments, canvas in
    var setting = TimedElection.Setting()
    setting.nodes = arguments.integer("n")
    setting.seed = arguments.seed()
    setting.asksFirst = arguments.text("prevote") == "yes"
    setting.timeouts = arguments.text("timeouts") == "equal" ? 150...150 : 150...300
    let crashes = arguments.text("crash") == "yes"
    if crashes { setting.leaderCrash = 400 }
    var run = TimedElection(setting)
    run.run(until: crashes ? 1000 : 330)
    let story = ElectionStory(run).lines
    let shown = Array(story.prefix(longestElection))
    let page = FigureText(canvas: canvas)
    var picture = Picture(
      canvas.isASCII
        ? shown.flatMap { page.wrapped("\($0.time) ms: \($0.sentence).") }
        : roleTable(shown, nodes: setting.nodes, on: canvas),
      as: .events(eventTable(shown, nodes: setting.nodes)))
    if story.count > shown.count {
      picture += page.wrapped("… and \(story.count - shown.count) more events")
    }
    return picture
  }

  /// The story as a table; `F2` is a follower in term 2.
  private static func eventTable(_ story: [ElectionStory.Line], nodes: Int) -> EventTable {
    EventTable(
      columns: ["ms"] + (1...nodes).map { "n\($0)" },
      rows: story.map { line in
        EventTable.Row(
          time: "\(line.time)",
          cells: line.nodes.enumerated().map { position, node in
            line.stopped.contains(position) ? "x" : letter(node.role) + "\(node.term)"
          }, changed: line.node, sentence: line.sentence)
      })
  }

  /// Beyond so many lines nobody reads on.
  private static let longestElection = 40

  /// A column per node, a row per event; the sentence beside it where there is room, else below.
  private static func roleTable(
    _ story: [ElectionStory.Line], nodes: Int, on canvas: Canvas
  ) -> [StyledLine] {
    let page = FigureText(canvas: canvas)
    let cell = 4
    let table = 6 + nodes * cell
    guard table <= canvas.width else {
      return story.flatMap { page.wrapped("\($0.time) ms: \($0.sentence)") }
    }
    let isBeside = canvas.width - table - 2 >= 28
    var header = StyledLine([.init("    ms", Style(nil, .dim))])
    for number in 1...nodes {
      header.runs.append(
        .init(FigureText.rightAligned("n\(number)", to: cell), Style(nil, .bold)))
    }
    var lines = [header]
    for line in story {
      var row = StyledLine([
        .init(FigureText.rightAligned("\(line.time)", to: 6), Style(nil, .dim))
      ])
      for (position, node) in line.nodes.enumerated() {
        let isStopped = line.stopped.contains(position)
        let text = FigureText.rightAligned(
          isStopped ? "x" : letter(node.role) + "\(node.term)", to: cell)
        let look = style(of: node.role, isChanged: position == line.node)
        row.runs.append(.init(text, isStopped ? Style(.yellow) : look))
      }
      if isBeside {
        let room = canvas.width - table - 2
        let words = TextWrap.lines(of: line.sentence, width: room)
        row.runs.append(.init("  " + words[0]))
        lines.append(row)
        lines += words.dropFirst().map {
          StyledLine(String(repeating: " ", count: table + 2) + $0)
        }
      } else {
        lines.append(row)
        lines += page.wrapped(line.sentence, Style(nil, .dim), indent: 8)
      }
    }
    return lines
      + page.wrapped(
        "F follower, C candidate, L leader; the number is the term"
          + (story.contains { !$0.stopped.isEmpty } ? "; x stopped" : ""), Style(nil, .dim))
  }

  static func letter(_ role: Role) -> String {
    switch role {
    case .follower: "F"
    case .candidate: "C"
    case .leader: "L"
    }
  }

  private static func style(of role: Role, isChanged: Bool) -> Style {
    let attributes: Style.Attributes = isChanged ? .bold : []
    return switch role {
    case .follower: Style(nil, attributes)
    case .candidate: Style(.yellow, attributes)
    case .leader: Style(.cyan, attributes)
    }
  }
}
