/// One entry of a replicated log, as far as it says who is in the cluster.
public struct ClusterEntry: Hashable, Sendable {
  /// The term in which a leader appended it.
  public var term: Term
  /// The configuration that it brings: every server of the cluster, none twice; nil where it brings something else.
  public var members: [NodeID]?

  /// Describes an entry.
  public init(term: Term, members: [NodeID]? = nil) {
    self.term = term
    self.members = members
  }
}

/// What a leader may be asked to do with its cluster.
public enum ClusterChange: Hashable, Sendable {
  /// Take in one server.
  case add(NodeID)
  /// Go on without one.
  case remove(NodeID)
}

/// Why a change is not begun.
public enum ChangeRefusal: String, Hashable, Sendable, CaseIterable {
  /// The node does not lead.
  case notLeader
  /// It has not yet committed an entry of its own term.
  case tooEarly
  /// The newest configuration is not committed.
  case changeUnderWay
  /// The server is in the configuration that counts.
  case alreadyThere
  /// The server is not in it.
  case notThere
  /// Nobody would be left.
  case lastServer
}

/// What becomes of a change that is asked for.
public enum ChangeAnswer: Hashable, Sendable {
  /// Append this entry to the log.
  case append(ClusterEntry)
  /// Leave everything as it is.
  case refuse(ChangeRefusal)
}

/// What comes of something that a leader has learned.
public enum MembershipEffect: Hashable, Sendable {
  /// Entries up to this index are committed now.
  case commit(upTo: Int)
  /// Lead no longer: be a follower of the same term.
  case stepDown
}

/// What the exercise `raft-membership` asks for: the part of a Raft node that knows who is in the cluster, and so what
/// a majority is (Ongaro 2014, sections 4.1 and 4.2.2). Elections, messages and the log itself are elsewhere; this
/// part is told what comes of them.
public protocol MembershipKeeping: Sendable {
  /// A node as it starts, or starts again: a follower.
  /// - Parameters:
  ///   - id: its own name.
  ///   - base: the last entry that is no longer in the log, for a snapshot holds it; term 0 and index 0 where there is
  ///     none. It is committed.
  ///   - members: the configuration up to there, none twice; empty for a new server, which knows of none.
  ///   - log: the entries after `base`, the first at index `base.index + 1`. Which of them are committed
  ///     the node does not know.
  init(id: NodeID, base: LogPosition, members: [NodeID], log: [ClusterEntry])

  /// The configuration that counts now, in any order.
  var members: [NodeID] { get }

  /// The node has another role than before, or is in a later term.
  mutating func becomes(_ role: Role, in term: Term)

  /// This entry is now the last one of the log.
  /// - Returns: what comes of it, in any order.
  mutating func append(_ entry: ClusterEntry) -> [MembershipEffect]

  /// All entries after this index are gone from a follower's log.
  mutating func truncate(after index: Int)

  /// A leader tells a follower that entries up to this index are committed.
  mutating func learnsCommit(upTo index: Int)

  /// Another server holds the leader's log up to this index.
  /// - Returns: what comes of it, in any order.
  mutating func holds(_ server: NodeID, upTo index: Int) -> [MembershipEffect]

  /// What becomes of this change, if it is asked for now. Nothing changes by asking.
  func answer(to change: ClusterChange) -> ChangeAnswer

  /// Whether the node stands for election when its election timer runs out.
  var mayStand: Bool { get }

  /// Whether it is elected by those who vote for it, itself among them where it votes for itself.
  func isElected(by voters: Set<NodeID>) -> Bool
}
