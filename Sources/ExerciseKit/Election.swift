/// A Raft term: a logical clock that numbers elections, from 0 (Ongaro and Ousterhout 2014, 5.1).
public typealias Term = Int

/// A duration in milliseconds.
public typealias Millis = Int

/// Where a log ends: the term and the index (from 1; 0 for an empty log) of its last entry.
public struct LogPosition: Hashable, Sendable, CustomStringConvertible {
  /// The term of the last log entry; 0 for an empty log.
  public var term: Term
  /// The index of the last log entry; 0 for an empty log.
  public var index: Int

  /// The end of a log whose last entry has this term and index.
  public init(term: Term, index: Int) {
    self.term = term
    self.index = index
  }

  /// Both numbers, in words.
  public var description: String { "(term \(term), index \(index))" }
}

/// The role of a Raft node (section 5.1).
public enum Role: String, Hashable, Sendable, CaseIterable {
  case follower, candidate, leader
}

/// A message of Raft's election, stripped of log entries.
public enum ElectionMessage: Hashable, Sendable {
  /// "Vote for me in this term; my log ends here" (RequestVote).
  case requestVote(term: Term, lastLog: LogPosition)
  /// The answer to a vote request, carrying the voter's current term.
  case vote(term: Term, granted: Bool)
  /// "I lead this term" (an AppendEntries without entries).
  case heartbeat(term: Term)
  /// The answer to a heartbeat, carrying the follower's current term.
  case heartbeatReply(term: Term)

  /// The term the message carries.
  public var term: Term {
    switch self {
    case .requestVote(let term, _), .vote(let term, _): term
    case .heartbeat(let term), .heartbeatReply(let term): term
    }
  }
}

/// What happens to a node.
public enum ElectionInput: Hashable, Sendable {
  /// The election timer the node last set has run out.
  case electionTimeout
  /// It is time for a leader's periodic heartbeat; every node hears this, only a leader acts on it.
  case heartbeatTimeout
  /// A message has arrived.
  case received(ElectionMessage, from: NodeID)
}

/// What a node wants done, in this order.
public enum ElectionOutput: Hashable, Sendable {
  /// Put the term and the vote on stable storage; what follows waits until they are there.
  case persist(term: Term, votedFor: NodeID?)
  /// Send a message to another node.
  case send(ElectionMessage, to: NodeID)
  /// Start the election timer afresh, to run out after this many milliseconds.
  case resetElectionTimer(Millis)
}

/// What the exercise `raft-election` asks for: one node's half of a Raft election, candidate and
/// voter, as a value. Time and randomness come in as arguments; effects go out as values.
///
/// Source: Ongaro and Ousterhout 2014, sections 5.1, 5.2 and 5.4.1, figure 2.
public protocol Electing: Sendable {
  /// Makes a node as it starts or restarts: a follower.
  /// - Parameters:
  ///   - id: this node.
  ///   - peers: every other node of the cluster.
  ///   - term: the term last persisted; 0 at the very first start.
  ///   - votedFor: the vote last persisted for that term.
  ///   - lastLog: where this node's log ends.
  ///   - timeouts: the interval an election timeout is drawn from, in milliseconds, both ends included.
  init(
    id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
    timeouts: ClosedRange<Millis>)

  /// The node's role now.
  var role: Role { get }

  /// The node's current term.
  var term: Term { get }

  /// Handles one input.
  /// - Parameters:
  ///   - input: what happened.
  ///   - random: 64 uniformly random bits, fresh for every step; the node's only source of chance.
  /// - Returns: the effects, in the order they must take place.
  mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput]
}
