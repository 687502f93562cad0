import ExerciseKit

/// Knows who is in the cluster, and so what a majority is.
struct Membership: MembershipKeeping {
  /// A node as it starts, or starts again: a follower.
  init(id: NodeID, base: LogPosition, members: [NodeID], log: [ClusterEntry]) {
    // TODO: What must it remember? What is committed for certain?
  }

  /// The configuration that counts now, in any order.
  var members: [NodeID] {
    // TODO: Which of those that it knows counts?
    []
  }

  /// The node has another role than before, or is in a later term.
  mutating func becomes(_ role: Role, in term: Term) {
    // TODO: What does a new leader know of others?
  }

  /// This entry is now the last one of the log.
  mutating func append(_ entry: ClusterEntry) -> [MembershipEffect] {
    // TODO: Can that commit something?
    []
  }

  /// All entries after this index are gone from a follower's log.
  mutating func truncate(after index: Int) {
    // TODO: Which configuration counts then?
  }

  /// A leader tells a follower that entries up to this index are committed.
  mutating func learnsCommit(upTo index: Int) {
    // TODO: What if it knows of more?
  }

  /// Another server holds the leader's log up to this index.
  mutating func holds(_ server: NodeID, upTo index: Int) -> [MembershipEffect] {
    // TODO: What does a majority hold now, and is the leader still a member?
    []
  }

  /// What becomes of this change, if it is asked for now.
  func answer(to change: ClusterChange) -> ChangeAnswer {
    // TODO: When may a leader begin a change?
    .refuse(.notLeader)
  }

  /// Whether the node stands for election when its election timer runs out.
  var mayStand: Bool {
    // TODO: Who is no member, and still needed?
    false
  }

  /// Whether it is elected by those who vote for it.
  func isElected(by voters: Set<NodeID>) -> Bool {
    // TODO: A majority of whom?
    false
  }
}
