import Clusters
import ExerciseKit
import Solutions

/// A timed election told event by event: what changed, and one sentence for it. Heartbeats that
/// change nothing are left out.
struct ElectionStory {
  /// An event that is told.
  struct Line {
    var time: Millis
    /// Every node afterwards, n1 first.
    var nodes: [(role: Role, term: Term)]
    /// The nodes that have stopped, as indices into `nodes`.
    var stopped: Set<Int>
    /// Whose event it is, as an index into `nodes`.
    var node: Int
    var sentence: String
  }

  private(set) var lines: [Line] = []
  private var nodes: [(role: Role, term: Term)]
  private var stopped: Set<Int> = []
  private var votes: [NodeID: Set<NodeID>] = [:]

  /// Tells a run.
  init(_ run: TimedElection) {
    nodes = run.ids.map { _ in (.follower, 0) }
    for step in run.steps {
      let position = Int(step.event.node.number) - 1
      let before = nodes[position]
      nodes[position] = (step.role, step.term)
      if let sentence = sentence(step, before: before) {
        if case .crash = step.event { stopped.insert(position) }
        lines.append(
          Line(
            time: step.time, nodes: nodes, stopped: stopped, node: position, sentence: sentence))
      }
    }
  }

  private mutating func sentence(
    _ step: TimedElection.Step, before: (role: Role, term: Term)
  ) -> String? {
    let node = step.event.node
    switch step.event {
    case .timeout where step.term > before.term:
      votes[node] = [node]
      let again = before.role == .candidate ? " again" : ""
      return step.role == .leader
        ? "\(node)'s timer runs out; its own vote is a majority"
        : "\(node)'s timer runs out\(again): it stands in term \(step.term)"
    case .timeout:
      return step.role == .leader ? nil : "\(node)'s timer runs out: it asks whether it could win"
    case .crash: return "\(node) stops"
    case .heartbeat: return nil
    case .delivery(let sender, _, .election(.requestVote(let term, _)), _):
      let granted = step.sent.contains { $0.message == .election(.vote(term: term, granted: true)) }
      return "\(node) \(granted ? "votes for" : "refuses") \(sender) in term \(term)"
    case .delivery(let sender, _, .election(.vote(let term, let granted)), _):
      if step.term > before.term { return "\(node) learns of term \(step.term) and follows" }
      guard granted, before.role == .candidate, term == step.term else { return nil }
      votes[node, default: []].insert(sender)
      let count = votes[node, default: []].count
      return step.role == .leader
        ? "\(sender)'s vote arrives, the \(Self.ordinal(count)): \(node) leads term \(term)"
        : "\(sender)'s vote arrives: \(node) has \(count) of \(nodes.count)"
    case .delivery(let sender, _, .election(.heartbeat(let term)), _):
      if before.role != step.role { return "\(node) hears \(sender), the leader, and follows" }
      return term > before.term ? "\(node) hears \(sender) and learns of term \(term)" : nil
    case .delivery(_, _, .election(.heartbeatReply), _):
      return step.term > before.term ? "\(node) is told of term \(step.term) and steps down" : nil
    case .delivery(let sender, _, .poll, _):
      let granted = step.sent.contains {
        if case .pollAnswer(_, _, true) = $0.message { true } else { false }
      }
      return "\(node) \(granted ? "would" : "would not") vote for \(sender)"
    case .delivery(let sender, _, .pollAnswer(_, let known, _), _):
      guard step.term > before.term else { return nil }
      if known > before.term { return "\(node) learns of term \(known) from \(sender)" }
      votes[node] = [node]
      return "a majority would vote for \(node): it stands in term \(step.term)"
    }
  }

  private static func ordinal(_ number: Int) -> String {
    number == 1 ? "first" : number == 2 ? "second" : number == 3 ? "third" : "\(number)th"
  }
}
