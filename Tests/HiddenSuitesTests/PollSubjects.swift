import ExerciseKit
import Solutions

// Nodes that do nothing before an election, and some that are wrong.

struct IdlePoller: PreVoting {
  init(id: NodeID, peers: [NodeID], lastLog: LogPosition, term: Term) {}
  mutating func becomes(_ role: Role, in term: Term) -> [PollEffect] { [] }
  mutating func electionTimeout() -> [PollEffect] { [] }
  mutating func receive(_ message: PollMessage, from sender: NodeID) -> [PollEffect] { [] }
  mutating func hearsLeader() {}
  mutating func hearsFollower(_ peer: NodeID) {}
}

/// Grants whatever is asked, also while it hears a leader.
struct ObligingPoller: PreVoting {
  private var base: Poller
  init(id: NodeID, peers: [NodeID], lastLog: LogPosition, term: Term) {
    base = Poller(id: id, peers: peers, lastLog: lastLog, term: term)
  }
  mutating func becomes(_ role: Role, in term: Term) -> [PollEffect] {
    base.becomes(role, in: term)
  }
  mutating func electionTimeout() -> [PollEffect] { base.electionTimeout() }
  mutating func receive(_ message: PollMessage, from sender: NodeID) -> [PollEffect] {
    base.receive(message, from: sender)
  }
  mutating func hearsLeader() {}
  mutating func hearsFollower(_ peer: NodeID) { base.hearsFollower(peer) }
}

/// Leads for ever once it leads.
struct StubbornPoller: PreVoting {
  private var base: Poller
  init(id: NodeID, peers: [NodeID], lastLog: LogPosition, term: Term) {
    base = Poller(id: id, peers: peers, lastLog: lastLog, term: term)
  }
  mutating func becomes(_ role: Role, in term: Term) -> [PollEffect] {
    base.becomes(role, in: term)
  }
  mutating func electionTimeout() -> [PollEffect] {
    base.electionTimeout().filter { $0 != .stepDown }
  }
  mutating func receive(_ message: PollMessage, from sender: NodeID) -> [PollEffect] {
    base.receive(message, from: sender)
  }
  mutating func hearsLeader() { base.hearsLeader() }
  mutating func hearsFollower(_ peer: NodeID) { base.hearsFollower(peer) }
}
