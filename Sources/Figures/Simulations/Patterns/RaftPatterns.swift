import Clusters
import ExerciseKit
import Parameters
import Solutions

/// A node that is elected by majorities of votes.
struct ElectorNode: ToldNode {
  enum Input { case timeout, heartbeat }
  typealias Message = ElectionMessage
  struct Stored {
    var term: Term
    var vote: NodeID?
  }
  struct Sight {
    let term: Term
    let leader: NodeID
  }
  typealias Effect = FaultyRun<ElectorNode>.Effect

  static let ids = (1...3).map { NodeID($0) }
  private let id: NodeID
  private var elector: Elector
  /// Whether its timer has been started again since it last looked.
  private var hasHeard = false

  init(_ id: NodeID, _ stored: Stored?) {
    self.id = id
    elector = Elector(
      id: id, peers: Self.ids.filter { $0 != id }, term: stored?.term ?? 0,
      votedFor: stored?.vote, lastLog: LogPosition(term: 0, index: 0), timeouts: 150...300)
  }

  var isLeader: Bool { elector.role == .leader }
  var told: String { "\(elector.role.rawValue) t\(elector.term)" }
  static func label(_ message: Message) -> String {
    switch message {
    case .requestVote(let term, _): "vote? t\(term)"
    case .vote(let term, let isGranted): "\(isGranted ? "yes" : "no") t\(term)"
    case .heartbeat(let term): "heartbeat t\(term)"
    case .heartbeatReply(let term): "heard t\(term)"
    }
  }
  static func label(_ sight: Sight) -> String { "\(sight.leader) leads term \(sight.term)" }
  static func contradiction(_ earlier: Sight, _ later: Sight) -> String? {
    earlier.term == later.term && earlier.leader != later.leader
      ? "leads term \(later.term), and so did" : nil
  }

  mutating func take(_ input: Input) -> [Effect] {
    if input == .timeout, hasHeard {
      hasHeard = false
      return []
    }
    return step(input == .timeout ? .electionTimeout : .heartbeatTimeout)
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    if case .heartbeat(elector.term) = message { hasHeard = true }
    return step(.received(message, from: sender))
  }

  private mutating func step(_ input: ElectionInput) -> [Effect] {
    let wasLeader = isLeader
    let effects: [Effect] = elector.step(input, random: 0).compactMap { output in
      switch output {
      case .persist(let term, let vote): .persist(Stored(term: term, vote: vote))
      case .send(let message, let receiver): .send(message, to: receiver)
      case .resetElectionTimer: nil
      }
    }
    guard isLeader, !wasLeader else { return effects }
    return effects + [.show(Sight(term: elector.term, leader: id))]
  }

  static func unfinished(_ run: FaultyRun<Self>) -> Broken? {
    run.named.contains { $0.node.isLeader } ? nil : run.lack { _ in "and all others lead nobody" }
  }
}

/// A node of Raft with elections and a log.
struct LoggingNode: ToldNode {
  struct Stored {
    var term: Term
    var votedFor: NodeID?
    var log: [LogEntry]
  }
  typealias Input = RaftNode.Input
  typealias Message = RaftNode.Message
  /// What may be applied.
  typealias Sight = [LogEntry]
  typealias Effect = FaultyRun<LoggingNode>.Effect

  static let ids = (1...3).map { NodeID($0) }
  private var node: RaftNode

  init(_ id: NodeID, _ stored: Stored?) {
    node = RaftNode(
      id: id, peers: Self.ids.filter { $0 != id }, term: stored?.term ?? 0,
      votedFor: stored?.votedFor, log: stored?.log ?? [], timeouts: 150...300, appendsNoOp: true)
  }

  var commitIndex: Int { node.commitIndex }
  var told: String {
    let role = node.role.rawValue.prefix(1).uppercased()
    let entries = node.log.suffix(3).map(Self.text).joined(separator: " ")
    return "\(role)\(node.term) \(node.log.count > 3 ? ".. " : "")\(entries) c\(commitIndex)"
  }
  private static func text(_ entry: LogEntry) -> String { "\(entry.term)\(entry.command)" }

  static func label(_ input: Input) -> String {
    switch input {
    case .electionTimeout: "timeout"
    case .heartbeatTimeout: "heartbeat"
    case .propose(let command): command
    case .received: "hears"
    }
  }
  static func label(_ message: Message) -> String {
    switch message {
    case .election(let message): ElectorNode.label(message)
    case .append(let request):
      request.entries.isEmpty
        ? "heartbeat t\(request.term)"
        : request.entries.map(text).joined(separator: " ") + " @\(request.prevIndex + 1)"
    case .appendReply(let reply): reply.success ? "has @\(reply.matchIndex)" : "not t\(reply.term)"
    }
  }
  static func label(_ sight: Sight) -> String {
    "may apply " + sight.suffix(3).map(text).joined(separator: " ")
  }
  static func contradiction(_ earlier: Sight, _ later: Sight) -> String? {
    let pairs = zip(earlier, later)
    guard let place = Array(pairs).firstIndex(where: { $0 != $1 }) else { return nil }
    return
      "applies \(text(later[place])) at \(place + 1), where \(text(earlier[place])) was applied by"
  }

  mutating func take(_ input: Input) -> [Effect] {
    node.step(input, random: 0).compactMap { output in
      switch output {
      case .persist(let term, let vote, let log):
        .persist(Stored(term: term, votedFor: vote, log: log))
      case .send(let message, let receiver): .send(message, to: receiver)
      case .commit(let index): .show(Array(node.log.prefix(index)))
      case .resetElectionTimer: nil
      }
    }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    take(.received(message, from: sender))
  }

  static func unfinished(_ run: FaultyRun<Self>) -> Broken? {
    run.seen.isEmpty ? run.lack { _ in "may apply nothing, and neither may the others" } : nil
  }
}

extension SimulatedPattern {
  static let majorityGone = Beyond("crashes=2", what: "a majority that is gone: nobody gets on") {
    $0.integer("crashes") > 1
  }

  static let raftElection = SimulatedPattern(
    "raft-election", guarantee: "A term has one leader, and in the end somebody leads.",
    nodes: ElectorNode.ids, on: Network(mayEnd: ElectorNode.ids, calm: 600), beyond: [majorityGone],
    start: { _, id, stored in ElectorNode(id, stored) },
    input: { turn in
      if turn.node.isLeader { return .heartbeat }
      return turn.choice < 120 ? .timeout : nil
    })

  static let raftNode = SimulatedPattern(
    "raft-node",
    guarantee: "All apply the same entry at each index, and in the end something is applied.",
    nodes: LoggingNode.ids, on: Network(mayEnd: LoggingNode.ids, calm: 800), beyond: [majorityGone],
    start: { _, id, stored in LoggingNode(id, stored) },
    input: { turn in
      switch turn.choice {
      case ..<60: .electionTimeout
      case ..<250: turn.isCalm ? .heartbeatTimeout : .propose("c\(turn.choice)")
      default: .heartbeatTimeout
      }
    })
}
