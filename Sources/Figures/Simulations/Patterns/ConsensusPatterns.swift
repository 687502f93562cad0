import Clusters
import ExerciseKit
import Parameters
import Solutions

extension PaxosNode {
  static func unfinished(_ run: FaultyRun<Self>) -> Broken? {
    run.seen.isEmpty ? run.lack { _ in "knows of no decision, and neither does anybody" } : nil
  }
}

extension SimulatedPattern {
  static let paxos = SimulatedPattern(
    "paxos",
    guarantee: "Whoever learns a decision learns the same, and in the end somebody does.",
    nodes: PaxosNode.acceptors + PaxosNode.proposers,
    on: Network(mayEnd: PaxosNode.acceptors, calm: 600), beyond: [majorityGone],
    start: { _, id, stored in PaxosNode(id, stored) },
    input: { turn in turn.choice < 80 ? .begin : nil })

  static let raftCluster = SimulatedPattern(
    "raft-cluster",
    guarantee: "One leader in a term, and the same entry at each index, whoever applies it.",
    nodes: ClusterNode.ids,
    start: { _, id, stored in ClusterNode(id, stored) },
    input: { turn in ClusterNode.input(turn.choice) })
}
