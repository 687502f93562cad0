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

  func state(_ shadow: ElectionShadow) -> String {
    "\(shadow.role.rawValue) t\(shadow.term)"
  }

  func stored(_ term: Term, _ vote: NodeID?) -> String {
    "term \(term) with \(vote.map { "a vote for \($0)" } ?? "no vote")"
  }

  func text(_ message: ElectionMessage) -> String { message.phrase }

  func describe(_ message: ElectionMessage, _ sender: NodeID) -> String {
    "\(sender)'s \(message.phrase)"
  }
}

extension ElectionMessage {
  var isGrant: Bool {
    if case .vote(_, granted: true) = self { true } else { false }
  }

  var isRefusal: Bool {
    if case .vote(_, granted: false) = self { true } else { false }
  }

  /// The message as a sentence names it.
  var phrase: String {
    switch self {
    case .requestVote(let term, _): "vote request of term \(term)"
    case .vote(let term, granted: true): "granted vote of term \(term)"
    case .vote(let term, granted: false): "refusal of term \(term)"
    case .heartbeat(let term): "heartbeat of term \(term)"
    case .heartbeatReply(let term): "heartbeat reply of term \(term)"
    }
  }

  /// The message with where its sender's log ends, when that is all that sets it apart from another.
  func phrase(besides other: ElectionMessage?) -> String {
    guard case .requestVote(_, let lastLog) = self, phrase == other?.phrase, self != other
    else { return phrase }
    return "\(phrase) with a log that ends at \(lastLog)"
  }

  /// The message as an arrow's label.
  var label: String {
    switch self {
    case .requestVote(let term, _): "request vote t\(term)"
    case .vote(let term, granted: true): "vote granted t\(term)"
    case .vote(let term, granted: false): "vote refused t\(term)"
    case .heartbeat(let term): "heartbeat t\(term)"
    case .heartbeatReply(let term): "heartbeat reply t\(term)"
    }
  }
}
