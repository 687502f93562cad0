import ExerciseKit

// How violations name nodes, states and messages.

extension ElectionRules {
  var clusterNeeds: String {
    "a majority of \(member.peers.count + 1) is \(member.majority)"
  }

  func name(_ node: NodeID?) -> String { node.map(\.description) ?? "nobody" }

  func list(_ nodes: Set<NodeID>) -> String {
    nodes.isEmpty ? "nobody" : nodes.sorted().map(\.description).joined(separator: ", ")
  }

  func stored(_ term: Term, _ vote: NodeID?) -> String {
    "term \(term) with \(vote.map { "a vote for \($0)" } ?? "no vote")"
  }

  func describe(_ message: ElectionMessage, _ sender: NodeID) -> String {
    "\(sender)'s \(message.phrase)"
  }
}
