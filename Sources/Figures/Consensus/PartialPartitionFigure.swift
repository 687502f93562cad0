import Clusters
import ExerciseKit
import Parameters
import Terminal

extension Figure {
  /// F04, second part: one cut link makes leaders change for ever, unless nodes ask before they
  /// stand.
  static let partialPartition = Figure(
    id: "F04b", name: "partial-partition", title: "a node that cannot reach the leader",
    parameters: [
      Parameter(
        "prevote", "whether nodes ask before they stand; both shows both",
        .choice(["both", "no", "yes"]), standard: "both"),
      Parameter("seed", "the seed of the run", .integer(0...9999), standard: "3"),
    ]
  ) { arguments, canvas in
    let shown = arguments.text("prevote")
    let page = FigureText(canvas: canvas)
    var lines: [StyledLine] = []
    for asksFirst in [false, true] where shown == "both" || (shown == "yes") == asksFirst {
      let (run, cut) = cutRun(asksFirst: asksFirst, seed: arguments.seed())
      if !lines.isEmpty { lines.append(StyledLine()) }
      lines += page.wrapped(
        asksFirst ? "With a pre-vote" : "Without", Style(nil, .bold))
      lines +=
        canvas.isASCII
        ? told(run, on: canvas) : RoleStrip(run, 0..<lengthOfCutRun).lines(on: canvas)
      let after = run.leaders.count { $0.time > cutAt }
      lines += page.wrapped(
        "The link between \(cut.one) and \(cut.other) is cut at \(cutAt) ms. Leaders elected after "
          + "that: \(after). Highest term: \(run.highestTerm).")
    }
    if !canvas.isASCII {
      lines += page.wrapped(
        "█ leader, c candidate, · follower", Style(nil, .dim))
    }
    return lines
  }

  private static let cutAt = 1000
  private static let lengthOfCutRun = 4000

  /// Three nodes; the link between the leader and the lower of the others is cut.
  static func cutRun(asksFirst: Bool, seed: UInt64) -> (run: TimedElection, cut: TimedElection.Cut)
  {
    var setting = TimedElection.Setting()
    setting.nodes = 3
    setting.asksFirst = asksFirst
    setting.seed = seed
    var before = TimedElection(setting)
    before.run(until: cutAt)
    let leader = before.leader ?? before.ids[0]
    let lonely = before.ids.first { $0 != leader } ?? before.ids[0]
    let cut = TimedElection.Cut(leader, lonely, from: cutAt)
    setting.cuts = [cut]
    var run = TimedElection(setting)
    run.run(until: lengthOfCutRun)
    return (run, cut)
  }

  private static func told(_ run: TimedElection, on canvas: Canvas) -> [StyledLine] {
    run.leaders.flatMap { leader in
      FigureText(canvas: canvas).wrapped(
        "\(leader.time) ms: \(leader.node) leads term \(leader.term).")
    }
  }
}
