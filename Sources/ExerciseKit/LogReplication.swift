/// One entry of a replicated log: a command and the term of the leader that first appended it.
///
/// The term never changes when the entry is copied (Ongaro and Ousterhout 2014, section 5.3): it is
/// what lets two logs be compared.
public struct LogEntry: Hashable, Sendable, CustomStringConvertible {
  /// The term in which a leader appended it.
  public var term: Term
  /// What the state machine is to do.
  public var command: String

  /// Describes an entry.
  public init(_ term: Term, _ command: String) {
    self.term = term
    self.command = command
  }

  /// The command and its term: `x (term 2)`.
  public var description: String { "\(command) (term \(term))" }
}

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

/// What a leader must do after an answer.
public enum LeaderEffect: Hashable, Sendable {
  case none
  /// Entries up to this index are committed now.
  case commit(upTo: Int)
  /// Somebody has a higher term: lead no longer.
  case stepDown(Term)
}

/// The follower's half of what the exercise `raft-replication` asks for: a log that takes a leader's
/// entries.
///
/// Whoever calls it puts term and log on stable storage before an answer leaves, and keeps the leader's
/// half away while this one runs. Source: Ongaro and Ousterhout 2014, section 5.3, figure 2.
public protocol FollowerReplication: Sendable {
  /// Starts from a term and a log that were persisted.
  /// - Parameter commitIndex: the last index that is known to be committed; 0 for none.
  init(term: Term, log: [LogEntry], commitIndex: Int)

  /// The current term; never falls.
  var term: Term { get }

  /// The entries, the first at index 1.
  var log: [LogEntry] { get }

  /// The last index known to be committed; 0 for none. Never falls.
  var commitIndex: Int { get }

  /// Takes a leader's entries if they fit, and answers.
  mutating func append(_ request: AppendRequest) -> AppendReply
}

/// The leader's half of what the exercise `raft-replication` asks for, for one term.
///
/// Source: Ongaro and Ousterhout 2014, sections 5.3 and 5.4.2, figure 2.
public protocol LeaderReplication: Sendable {
  /// Begins to lead `term`; nothing is known of the peers' logs yet.
  /// - Parameters:
  ///   - term: larger than that of every entry of the log.
  ///   - log: what this node's log held when it was elected.
  ///   - peers: every other node of the cluster, no two alike.
  ///   - commitIndex: the last index that is known to be committed; 0 for none.
  init(term: Term, log: [LogEntry], peers: [NodeID], commitIndex: Int)

  /// The entries, the first at index 1.
  var log: [LogEntry] { get }

  /// The last committed index; 0 for none. Never falls.
  var commitIndex: Int { get }

  /// Appends a command of this term.
  /// - Returns: its index.
  mutating func propose(_ command: String) -> Int

  /// What to send to a peer now; nil for a node that is none.
  func request(for peer: NodeID) -> AppendRequest?

  /// Takes a peer's answer.
  mutating func handle(_ reply: AppendReply, from peer: NodeID) -> LeaderEffect
}
