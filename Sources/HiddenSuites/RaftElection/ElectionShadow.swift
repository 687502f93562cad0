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
struct ElectionMember: RuledMember {
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

extension Election {
  /// What a node is after an input, by the rules (figure 2); `ElectionRules` judges whether it did what
  /// they ask on the way.
  static func next(
    _ shadow: ElectionShadow, _ member: ElectionMember, _ input: ElectionInput
  ) -> ElectionShadow {
    var after = shadow
    switch input {
    case .electionTimeout:
      guard shadow.role != .leader else { break }
      after.adopt(shadow.nextTerm)
      after.role = .candidate
      after.votedFor = member.id
      after.count(member.id, member)
    case .heartbeatTimeout: break
    case .received(let message, let sender):
      if message.term > shadow.term { after.adopt(message.term) }
      guard message.term == after.term else { break }
      switch message {
      case .requestVote(_, let log):
        if after.mayVote(for: sender, log, member) { after.votedFor = sender }
      case .vote(_, let granted):
        if granted, after.role == .candidate, member.peers.contains(sender) {
          after.count(sender, member)
        }
      case .heartbeat:
        after.role = .follower
        after.grants = []
      case .heartbeatReply: break
      }
    }
    return after
  }
}

extension ElectionShadow {
  /// Whether a candidate of this term gets the vote (sections 5.2 and 5.4.1).
  fileprivate func mayVote(for candidate: NodeID, _ log: LogPosition, _ member: ElectionMember)
    -> Bool
  {
    (votedFor == nil || votedFor == candidate) && member.isUpToDate(log)
  }

  fileprivate mutating func count(_ voter: NodeID, _ member: ElectionMember) {
    grants.insert(voter)
    guard grants.count >= member.majority else { return }
    role = .leader
    grants = []
  }
}
