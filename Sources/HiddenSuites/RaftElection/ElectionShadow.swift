import ExerciseKit

/// What a node must be, worked out from what it was told: the grader's own picture of one node, in
/// which nothing depends on what the node says of itself.
struct ElectionShadow: Hashable, Sendable {
  var term: Term
  var role: Role
  /// The vote given in `term`.
  var votedFor: NodeID?
  /// Whose grants of this term have been delivered while a candidate of it, the node's own included.
  var grants: Set<NodeID>

  /// A node as it starts from what it persisted.
  init(term: Term = 0, votedFor: NodeID? = nil) {
    self.term = term
    role = .follower
    self.votedFor = votedFor
    grants = []
  }

  /// The term that an election started now belongs to. The last term there is has none after it; no
  /// run of ours gets there, but what submissions say may.
  var nextTerm: Term { term < .max ? term + 1 : term }

  /// Moves to a higher term as a follower (figure 2, "Rules for Servers").
  mutating func adopt(_ newTerm: Term) {
    term = newTerm
    role = .follower
    votedFor = nil
    grants = []
  }
}

/// One node of the cluster as the rules see it: who it is and what never changes about it.
struct ElectionMember: Hashable, Sendable {
  var id: NodeID
  var peers: [NodeID]
  var lastLog: LogPosition
  var timeouts: ClosedRange<Millis>

  /// How many votes make a leader: more than half of the whole cluster, the node itself included.
  var majority: Int { (peers.count + 1) / 2 + 1 }

  /// Whether a candidate's log is at least as up to date as the node's own (section 5.4.1).
  func isUpToDate(_ log: LogPosition) -> Bool {
    (log.term, log.index) >= (lastLog.term, lastLog.index)
  }
}
