import ExerciseKit

/// What a leader does for reads that need no log entry.
struct ReadIndexLeader: LinearizableReading {
  /// Whether somebody has answered with a higher term.
  private(set) var isDeposed = false

  /// A leader that begins to serve reads.
  init(term: Term, peers: [NodeID], commitIndex: Int, appliedIndex: Int, firstIndexOfTerm: Int) {
    // TODO: What decides whether a read may be taken, confirmed and answered?
  }

  /// A read arrives.
  mutating func take(_ read: Int) -> Bool {
    // TODO: Does this leader know what is committed? What must be noted of this moment?
    false
  }

  /// A round of heartbeats is sent to all peers.
  mutating func beginRound() -> UInt64 {
    // TODO: Which reads does it speak for?
    0
  }

  /// A peer answers a heartbeat.
  mutating func acknowledge(round: UInt64, from peer: NodeID, term: Term) -> [Int] {
    // TODO: Does it count? For which reads?
    []
  }

  /// The log is committed up to an index.
  mutating func committed(upTo index: Int) {
    // TODO: Whom does that concern?
  }

  /// The state machine has applied the log up to an index.
  mutating func applied(upTo index: Int) -> [Int] {
    // TODO: Whose index is applied now?
    []
  }
}
