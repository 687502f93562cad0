package import Checking
import ExerciseKit
package import Wire

/// Raft's election, as the family of protocols is told of it.
enum Election: RuledProtocol {
  typealias Member = ElectionMember
  typealias Shadow = ElectionShadow
  typealias Message = ElectionMessage
  typealias Timer = ElectionTimer
  typealias Input = ElectionInput
  typealias Reaction = ElectionReaction
  typealias Record = ElectionLeaders
  typealias Bounds = ElectionBounds

  static let answering = RaftElectionSuite.check(
    "answers-every-input",
    "A node handles every input it can meet: it neither traps nor hangs nor ends.",
    Check.contract, "raft#leaders", 2)

  static let purity = RaftElectionSuite.check(
    "same-input-same-step",
    "A step depends only on the node's state, the input and the random bits, and changes no copy "
      + "of the node.", Check.contract, "raft#leaders", 2, .cases)

  // MARK: Steps

  static func write(
    _ member: ElectionMember, from persisted: ElectionShadow, to writer: inout ByteWriter
  ) {
    ElectionStart(
      id: member.id, peers: member.peers, term: persisted.term, votedFor: persisted.votedFor,
      lastLog: member.lastLog, timeouts: member.timeouts
    ).write(to: &writer)
  }

  static func write(_ input: ElectionInput, random: UInt64, to writer: inout ByteWriter) {
    writer.unsigned(random)
    writer.input(input)
  }

  static func reaction(from reader: inout ByteReader) throws(WireError) -> ElectionReaction {
    try ElectionReaction(from: &reader)
  }

  static func input(_ timer: ElectionTimer) -> ElectionInput {
    timer == .election ? .electionTimeout : .heartbeatTimeout
  }

  static func input(_ message: ElectionMessage, from sender: NodeID) -> ElectionInput {
    .received(message, from: sender)
  }

  static let searchedTimer = ElectionTimer.election
  static let idleTimer = ElectionTimer.heartbeat

  static func persisted(_ shadow: ElectionShadow) -> ElectionShadow {
    ElectionShadow(term: shadow.term, votedFor: shadow.votedFor)
  }

  static func sends(
    _ reaction: ElectionReaction
  ) -> [(message: ElectionMessage, receiver: NodeID)] {
    reaction.outputs.compactMap {
      if case .send(let message, let receiver) = $0 { (message, receiver) } else { nil }
    }
  }

  static func claimed(_ reaction: ElectionReaction, _ before: ElectionShadow) -> ElectionShadow {
    var claimed = ElectionShadow(term: reaction.term, votedFor: before.votedFor)
    claimed.role = reaction.role
    return claimed
  }

  static func timer(setBy reaction: ElectionReaction) -> Millis? { reaction.delays.last }

  static func heedsIdleTimer(_ shadow: ElectionShadow) -> Bool { shadow.role == .leader }

  static let stormCheck = "replies-carry-current-term"

  // MARK: Searches and walks

  static func setting(_ bounds: ElectionBounds) -> ElectionSetting { ElectionSetting(bounds) }

  static func canTimeOut(_ shadow: ElectionShadow, within bounds: ElectionBounds) -> Bool {
    // A leader ignores its election timer, so it may run out in any term.
    shadow.role == .leader || shadow.term < bounds.startTerm + bounds.maxTerm
  }

  static func isSpent(
    _ message: ElectionMessage, from sender: NodeID, at shadow: ElectionShadow
  ) -> Bool {
    switch message {
    case .vote(let term, granted: true):
      guard term == shadow.term else { return term < shadow.term }
      return shadow.role != .candidate || shadow.grants.contains(sender)
    case .vote(let term, granted: false), .heartbeatReply(let term): return term <= shadow.term
    case .requestVote, .heartbeat: return false
    }
  }

  static func conflict(_ message: ElectionMessage, _ other: ElectionMessage) -> String? {
    guard case .heartbeat(let term) = message, case .heartbeat(term) = other else { return nil }
    return ElectionLeaders.check
  }

  static func variedInput(_ round: Int, from sender: NodeID) -> ElectionInput {
    switch round % 3 {
    case 0: .electionTimeout
    case 1: .received(.requestVote(term: round, lastLog: .init(term: 0, index: 0)), from: sender)
    default: .received(.heartbeat(term: round), from: sender)
    }
  }

  static func draw(
    _ dice: Int, at node: NodeID, _ shadow: ElectionShadow, stranger: () -> NodeID
  ) -> ElectionEvent? {
    switch dice {
    case 0..<10: .electionTimeout(node: node)
    case 10..<15: .heartbeatTimeout(node: node)
    case 15..<19: .restart(node: node)
    case 19..<21:
      .delivery(.vote(term: max(1, shadow.term), granted: true), from: stranger(), to: node)
    default: nil
    }
  }

  // MARK: Words

  static func text(_ setting: ElectionSetting) -> String { setting.text }
  static func setting(_ text: String) -> ElectionSetting? { ElectionSetting(text: text) }

  static func label(_ member: ElectionMember, from persisted: ElectionShadow) -> String {
    let log = member.lastLog
    return label(persisted) + (persisted.votedFor.map { ", voted \($0)" } ?? "")
      + (log.index == 0 ? "" : ", log \(log.brief)")
  }

  static func label(_ shadow: ElectionShadow) -> String {
    "\(shadow.role.rawValue) t\(shadow.term)"
  }

  static func phrase(_ shadow: ElectionShadow) -> String {
    "\(shadow.role.rawValue) of term \(shadow.term)"
  }

  static func label(_ timer: ElectionTimer) -> String {
    timer == .election ? "timeout" : "heartbeat due"
  }

  static func sentence(_ timer: ElectionTimer, at node: NodeID) -> String {
    timer == .election ? "\(node)'s election timer runs out" : "a heartbeat is due at \(node)"
  }

  static func outshinesAnswer(_ after: ElectionShadow, _ before: ElectionShadow) -> Bool {
    after.role == .leader && before.role != .leader
  }

  static func contradicted(by last: Run.Step, of run: Run, _ check: String) -> Int? {
    func termsLed(_ step: Run.Step) -> Set<Term> {
      ElectionLeaders.terms(ledAfter: step.after, step.before, sends: step.sends.map(\.message))
    }
    switch check {
    case ElectionLeaders.check:
      return run.steps.firstIndex {
        $0.event.node != last.event.node && !termsLed($0).isDisjoint(with: termsLed(last))
      }
    case "one-vote-per-term":
      return run.steps.firstIndex {
        $0.event.node == last.event.node && $0.after.term == last.before.term
          && $0.after.votedFor != nil
      }
    default: return nil
    }
  }
}

typealias ElectionSetting = RuledSetting<Election>
typealias ElectionEvent = RuledEvent<Election>
typealias ElectionScript = RuledScript<Election>

/// What runs out at a node, in the words of a schedule.
enum ElectionTimer: String, CaseIterable, Sendable {
  case election = "times out"
  case heartbeat = "heartbeat due"
}

extension RuledEvent where P == Election {
  static func electionTimeout(node: NodeID) -> Self { .timer(.election, node: node) }
  static func heartbeatTimeout(node: NodeID) -> Self { .timer(.heartbeat, node: node) }
}

/// The bounds of one search over a cluster of elections.
package struct ElectionBounds: RuledBounds {
  /// The number of nodes, 1 to 5.
  package var nodes: Int
  /// How many terms a node moves on by its own elections, from the one in which the cluster starts.
  package var maxTerm: Int
  package var crashes: Bool
  /// What becomes of refusals and answers to heartbeats, and of grants that come too late.
  package var replies: RepliesOfSearch
  /// Where each node's log ends, written `term.index`; empty for empty logs everywhere.
  package var logs: [String]

  /// States the bounds.
  package init(
    nodes: Int, maxTerm: Int, crashes: Bool, replies: RepliesOfSearch, logs: [String] = []
  ) {
    self.nodes = nodes
    self.maxTerm = maxTerm
    self.crashes = crashes
    self.replies = replies
    self.logs = logs
  }

  /// The term in which every node starts: no log ends in a later one.
  var startTerm: Term {
    logs.map { LogPosition(text: $0)?.term ?? 0 }.max() ?? 0
  }

  /// A cluster within these bounds, as the explorer sees it.
  package func cluster(of subject: any Subject) -> any ClusterModel {
    RuledCluster<Election>(self, subject: subject)
  }
}
