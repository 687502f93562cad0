import Clusters
import ExerciseKit
import Parameters

extension SimulatedPattern {
  /// Every pattern that can be simulated, by its name.
  public static let all: [SimulatedPattern] = [paxos, coordinator, raftCluster].sorted {
    $0.name < $1.name
  }

  /// The simulation of a pattern; nil when there is none.
  public static func named(_ name: String) -> SimulatedPattern? { all.first { $0.name == name } }

  private static let model =
    "messages lost, repeated and reordered, a network cut in two, nodes that stop between any two "
    + "effects and start again from what they wrote"

  private static let paxos = SimulatedPattern(
    name: "paxos", guarantee: "Whoever learns a decision learns the same.", model: model
  ) { arguments in
    var run = PaxosNode.run(seed: arguments.seed(), faults: faults(arguments))
    return story(of: &run, arguments) { _, _, choice in choice < 80 ? .begin : nil }
  }

  private static let coordinator = SimulatedPattern(
    name: "coordinator", guarantee: "Nobody commits what another aborts.", model: model
  ) { arguments in
    let seed = arguments.seed()
    var run = FaultyRun<CommitNode>(
      CommitNode.participants + [CommitNode.coordinator], faults: faults(arguments), seed: seed
    ) { id, stored in
      CommitNode.started(id, stored, canCommit: true)
    }
    return story(of: &run, arguments) { id, _, choice in
      guard id == CommitNode.coordinator else { return nil }
      return choice < 300 ? .goOn : choice < 310 ? .giveUp : nil
    }
  }

  private static let raftCluster = SimulatedPattern(
    name: "raft-cluster",
    guarantee: "One leader in a term, and the same entry at each index, whoever applies it.",
    model: model
  ) { arguments in
    var run = ClusterNode.run(seed: arguments.seed(), faults: faults(arguments))
    return story(of: &run, arguments) { _, _, choice in ClusterNode.input(choice) }
  }

  private static func faults<Node>(_ arguments: Arguments) -> FaultyRun<Node>.Faults {
    var faults = FaultyRun<Node>.Faults()
    faults.losses = arguments.integer("losses")
    faults.copies = arguments.integer("copies")
    faults.stops = arguments.integer("stops")
    faults.cuts = arguments.integer("cuts")
    faults.emptiesDisks = arguments.text("disks") == "emptied"
    return faults
  }

  private static func story<Node: ToldNode>(
    of run: inout FaultyRun<Node>, _ arguments: Arguments,
    input: (NodeID, Node, Int) -> Node.Input?
  ) -> SimulatedStory {
    let initially = run.nodes
    run.keepsSteps = true
    run.wander(steps: arguments.integer("steps"), input: input)
    return SimulatedStory(run, initially: initially)
  }
}
