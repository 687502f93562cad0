import Clusters
import ExerciseKit
import Parameters
import Simulation

/// A node whose turn it is.
struct Turn<Node: ToldNode> {
  let id: NodeID
  let node: Node
  let arguments: Arguments
  /// A number below a thousand.
  let choice: Int
  /// True once the faults have ended: nothing new begins, and what is under way goes on.
  let isCalm: Bool
}

extension SimulatedPattern {
  /// Which of the usual faults a pattern takes, and how much of each unless one says otherwise.
  struct Network: Sendable {
    /// Of a thousand each; nil for a fault that makes no sense for the pattern.
    var losses: Int? = 100
    var copies: Int? = 150
    var stops: Int? = 30
    var cuts: Int? = 5
    /// False where nothing is stored.
    var hasDisks = true
    /// Who may stop for good; empty for nobody.
    var mayEnd: [NodeID] = []
    /// How many of them do, unless one says otherwise.
    var ends = 0
    var steps = 400
    /// How many steps follow when the faults have ended; 0 where nothing is promised for then.
    var calm = 0
  }

  static let usualModel =
    "messages lost, repeated and reordered, a network cut in two, nodes that stop between any two "
    + "effects and start again from what they wrote"

  /// A pattern that is a run of nodes on a network.
  init<Node: ToldNode>(
    _ name: String, guarantee: String, model: String = Self.usualModel, nodes: [NodeID],
    on network: Network = Network(), parameters: [Parameter] = [], beyond: [Beyond] = [],
    start: @escaping @Sendable (Arguments, NodeID, Node.Stored?) -> Node,
    input: @escaping @Sendable (Turn<Node>) -> Node.Input?
  ) {
    self.init(
      name, guarantee: guarantee, model: model, parameters: parameters + network.parameters,
      beyond: (network.hasDisks ? [.emptiedDisks] : []) + beyond
    ) { arguments in
      var run = FaultyRun<Node>(
        nodes, faults: network.faults(arguments), seed: arguments.seed()
      ) { id, stored in
        start(arguments, id, stored)
      }
      let initially = run.nodes
      run.keepsSteps = true
      network.wander(&run, arguments, input)
      var broken = Node.broken(run)
      if broken == nil, network.calm > 0 { broken = Node.unfinished(run) }
      return SimulatedStory(run, initially: initially, broken: broken)
    }
  }
}

extension SimulatedPattern.Network {
  /// No faults but those of which one asks.
  static var whole: Self { Self(losses: 0, copies: 0, stops: 0, cuts: 0) }

  var parameters: [Parameter] {
    let perThousand: [(String, String, Int, Int?)] = [
      ("losses", "messages that are lost, of a thousand", 1000, losses),
      ("copies", "messages that arrive and stay on their way, of a thousand", 900, copies),
      (
        "stops", "moments between two effects in which the node stops, of a thousand", 500, stops
      ),
      ("cuts", "steps in which the network is cut in two or made whole, of a thousand", 1000, cuts),
    ]
    var parameters = perThousand.compactMap { name, meaning, most, standard in
      standard.map { Parameter(name, meaning, .integer(0...most), standard: "\($0)") }
    }
    if !mayEnd.isEmpty {
      parameters.append(
        Parameter(
          "crashes",
          "how many of \(mayEnd.map(\.description).joined(separator: ", ")) stop for good",
          .integer(0...mayEnd.count), standard: "\(ends)"))
    }
    if hasDisks {
      parameters.append(
        Parameter(
          "disks", "what a node finds on its disk when it starts again: what it wrote, or nothing",
          .choice(["kept", "emptied"]), standard: "kept"))
    }
    return parameters + [
      Parameter("steps", "how long the run is", .integer(1...5000), standard: "\(steps)"),
      Parameter("seed", "the seed of the run", .integer(0...9999), standard: "1"),
    ]
  }

  func faults<Node>(_ arguments: Arguments) -> FaultyRun<Node>.Faults {
    var faults = FaultyRun<Node>.Faults.none
    if losses != nil { faults.losses = arguments.integer("losses") }
    if copies != nil { faults.copies = arguments.integer("copies") }
    if stops != nil { faults.stops = arguments.integer("stops") }
    if cuts != nil { faults.cuts = arguments.integer("cuts") }
    if hasDisks { faults.emptiesDisks = arguments.text("disks") == "emptied" }
    return faults
  }

  /// Lets the run happen: those that stop for good do so in its first half, and when it is over and something
  /// is promised for then, the faults end.
  func wander<Node: ToldNode>(
    _ run: inout FaultyRun<Node>, _ arguments: Arguments, _ input: (Turn<Node>) -> Node.Input?
  ) {
    let steps = arguments.integer("steps")
    var random = RandomSource(seed: ~arguments.seed())
    let ending = mayEnd.isEmpty ? 0 : arguments.integer("crashes")
    let ends = random.shuffled(mayEnd).prefix(ending).map { id in
      (id: id, step: random.index(below: max(1, steps / 2)))
    }.sorted { $0.step < $1.step }
    func wander(_ count: Int, isCalm: Bool, _ run: inout FaultyRun<Node>) {
      run.wander(steps: count) { id, node, choice in
        input(
          Turn(id: id, node: node, arguments: arguments, choice: choice, isCalm: isCalm))
      }
    }
    for end in ends {
      wander(end.step - run.stepCount, isCalm: false, &run)
      run.end(end.id)
    }
    wander(steps - run.stepCount, isCalm: false, &run)
    guard calm > 0 else { return }
    run.faults = .none
    wander(calm, isCalm: true, &run)
  }
}
