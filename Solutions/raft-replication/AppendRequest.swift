public import ExerciseKit

/// What a leader sends to bring a follower's log in line with its own: AppendEntries (Ongaro and
/// Ousterhout 2014, figure 2). Without entries it is a heartbeat.
public struct AppendRequest: Hashable, Sendable {
  /// The leader's term.
  public var term: Term
  /// The index of the entry just before the new ones; 0 when they are the first.
  public var prevIndex: Int
  /// The term of that entry; 0 when there is none.
  public var prevTerm: Term
  /// What follows it in the leader's log, with the terms the entries were appended in.
  public var entries: [LogEntry]
  /// How far the leader's log is committed.
  public var leaderCommit: Int

  /// Describes a request.
  public init(
    term: Term, prevIndex: Int, prevTerm: Term, entries: [LogEntry], leaderCommit: Int
  ) {
    self.term = term
    self.prevIndex = prevIndex
    self.prevTerm = prevTerm
    self.entries = entries
    self.leaderCommit = leaderCommit
  }
}

/// A follower's answer to an `AppendRequest`.
public struct AppendReply: Hashable, Sendable {
  /// The follower's current term; a higher one than the leader's deposes it.
  public var term: Term
  /// True when the follower's log now holds what was sent.
  public var success: Bool
  /// After a success, the last index known to be equal to the leader's log. After a refusal, the
  /// last index that might be: the leader need not try anything beyond it.
  public var matchIndex: Int

  /// Describes an answer.
  public init(term: Term, success: Bool, matchIndex: Int) {
    self.term = term
    self.success = success
    self.matchIndex = matchIndex
  }
}
