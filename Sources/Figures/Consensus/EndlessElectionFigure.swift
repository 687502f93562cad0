import Checking
import Clusters
import Diagrams
import ExerciseKit
import Parameters
import Solutions
import Terminal

extension Figure {
  /// F15: a scheduler that loses nothing keeps an election from ending.
  static let endlessElection = Figure(
    id: "F15", name: "endless-election", title: "an election that need never end",
    parameters: [
      Parameter(
        "scheduler",
        "who chooses the delays: an adversary that sees everything, or a network that takes "
          + "5 to 15 ms", .choice(["adversary", "network"]), standard: "adversary"),
      Parameter(
        "timeouts", "whether election timeouts are drawn from 150 to 300 ms or are all 150 ms",
        .choice(["random", "equal"]), standard: "equal"),
      Parameter("terms", "when to stop looking", .integer(1...5000), standard: "1000"),
      Parameter("seed", "the seed of the run", .integer(0...9999), standard: "1"),
    ]
  ) { arguments, canvas in
    var setting = TimedElection.Setting()
    setting.nodes = 3
    setting.seed = arguments.seed()
    setting.timeouts = arguments.text("timeouts") == "equal" ? 150...150 : 150...300
    if arguments.text("scheduler") == "adversary" { setting.delays = .untilTheReceiverStands }
    let limit = arguments.integer("terms")
    var run = TimedElection(setting)
    run.run(until: .max) { $0.highestTerm >= limit || !$0.leaders.isEmpty }
    let firstTerm = run.steps.prefix { $0.term <= 1 }
    let shown = Array(firstTerm.prefix(15))
    let diagram = RunDiagram(
      lanes: run.ids.map(\.description), initialStates: run.ids.map { _ in "F0" },
      steps: steps(shown))
    let leaders = run.leaders.map { "\($0.node) leads term \($0.term) after \($0.time) ms" }
    let summary =
      leaders.isEmpty
      ? "And so on: \(run.highestTerm) terms, \(run.deliveredCount) messages delivered, none lost, "
        + "no leader. At no time two leaders either."
      : "It ends: " + leaders.joined(separator: ", ") + "."
    let page = FigureText(canvas: canvas)
    return page.run(diagram).followed(by: page.wrapped(summary))
  }

  private static func steps(_ shown: [TimedElection.Step]) -> [Counterexample.Step] {
    var states: [NodeID: String] = [:]
    return shown.map { step in
      let node = step.event.node
      let own = Int(node.number) - 1
      let state = "\(letter(step.role))\(step.term)"
      defer { states[node] = state }
      let event: Counterexample.Event
      let words: String
      switch step.event {
      case .delivery(let sender, _, .election(let message), let sentIn):
        let label =
          switch message {
          case .requestVote(let term, _): "vote? t\(term)"
          case .vote(let term, let granted): "\(granted ? "yes" : "no") t\(term)"
          case .heartbeat(let term): "beat t\(term)"
          case .heartbeatReply(let term): "heard t\(term)"
          }
        event = .delivery(
          from: Int(sender.number) - 1, to: own, label: label,
          sentIn: sentIn < shown.count ? sentIn : nil)
        words = "\(node) receives \(label) from \(sender) at \(step.time) ms"
      case .timeout:
        event = .local(lane: own, label: "timeout")
        words = "\(node)'s timer runs out at \(step.time) ms"
      case .delivery, .heartbeat, .crash:
        event = .local(lane: own, label: "heartbeat")
        words = "\(node) sends heartbeats at \(step.time) ms"
      }
      return Counterexample.Step(
        event: event, sentence: words, state: states[node] == state ? nil : state)
    }
  }
}
