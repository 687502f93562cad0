import ExerciseKit

/// Asks before it disturbs, and leads only while it is heard.
struct Poller: PreVoting {
  /// A node as it starts, or starts again: a follower.
  init(id: NodeID, peers: [NodeID], lastLog: LogPosition, term: Term) {
    // TODO: What must it remember beside its election?
  }

  /// The election has come to something.
  mutating func becomes(_ role: Role, in term: Term) -> [PollEffect] {
    // TODO: What is over then, and what begins?
    []
  }

  /// The election timer has run out, which a leader has as well.
  mutating func electionTimeout() -> [PollEffect] {
    // TODO: Whom does it ask, and what does a leader do?
    []
  }

  /// A message arrives.
  mutating func receive(_ message: PollMessage, from sender: NodeID) -> [PollEffect] {
    // TODO: Would it vote for the sender? Has it asked for what it is answered?
    []
  }

  /// A heartbeat of this node's term arrives, from whoever leads it.
  mutating func hearsLeader() {
    // TODO: For how long does that count?
  }

  /// A peer's answer to a heartbeat of this node's term arrives.
  mutating func hearsFollower(_ peer: NodeID) {
    // TODO: Since when is it counted?
  }
}
