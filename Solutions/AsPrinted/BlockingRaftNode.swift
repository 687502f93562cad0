public import ExerciseKit

/// The first document's Raft node (E-01 to E-04, E-20 to E-22, E-54, E-55, E-59): it calls each
/// peer in turn and waits, counts a majority of the peers, takes true or false for an answer, and
/// commits its whole log on a count.
///
/// The printed methods `become_leader` and `get_last_log_term`, and the attribute `commit_index`,
/// do not exist; here they are the least that lets the rest run. A call to a peer is an argument;
/// it throws when the peer cannot be reached, which the printed loop does not catch.
public struct BlockingRaftNode: Sendable {
  /// The printed words.
  public enum State: String, Sendable { case follower, candidate, leader }

  /// A log entry as the leader stores it; `index` counts from 0.
  public struct Entry: Hashable, Sendable {
    /// The leader's term.
    public var term: Term
    /// The length of the log before the entry.
    public var index: Int
    /// The command.
    public var data: String

    /// Describes an entry.
    public init(term: Term, index: Int, data: String) {
      self.term = term
      self.index = index
      self.data = data
    }
  }

  /// The arguments of `request_vote`.
  public struct VoteCall: Hashable, Sendable {
    /// The candidate's term.
    public var term: Term
    /// The candidate.
    public var candidate: NodeID
    /// The *length* of the log.
    public var lastLogIndex: Int
    /// The term of the last entry; 0 for none.
    public var lastLogTerm: Term
  }

  /// The arguments of `replicate_entries`: commands without terms.
  public struct AppendCall: Hashable, Sendable {
    /// The leader's term.
    public var term: Term
    /// The leader.
    public var leader: NodeID
    /// The new commands alone.
    public var entries: [String]
    /// The index, from 0, of the entry before them; -1 for none. The same for every peer.
    public var prevLogIndex: Int
  }

  /// What a call to a dead peer raises.
  public struct ConnectionError: Error {
    /// Makes one.
    public init() {}
  }

  /// This node.
  public let id: NodeID
  /// The others; the node itself is not among them.
  public let peers: [NodeID]
  /// Where it stands.
  public var state = State.follower
  /// A plain field, as are the next two: nothing is put on stable storage.
  public var currentTerm: Term
  /// The vote of this term.
  public var votedFor: NodeID?
  /// The log, from index 0.
  public var log: [Entry]
  /// The last index taken for committed; -1 for none.
  public var commitIndex = -1

  /// A node as it starts.
  public init(id: NodeID, peers: [NodeID], term: Term = 0, log: [Entry] = []) {
    self.id = id
    self.peers = peers
    currentTerm = term
    self.log = log
  }

  /// `start_election`.
  public mutating func startElection(
    requestVote: (NodeID, VoteCall) throws(ConnectionError) -> Bool
  ) throws(ConnectionError) {
    state = .candidate
    currentTerm += 1
    votedFor = id
    var votes = 1
    for peer in peers {
      let call = VoteCall(
        term: currentTerm, candidate: id, lastLogIndex: log.count,
        lastLogTerm: log.last?.term ?? 0)
      if try requestVote(peer, call) { votes += 1 }
    }
    state = votes > peers.count / 2 ? .leader : .follower
  }

  /// `append_entries`; the leader's, in spite of its name.
  public mutating func appendEntries(
    _ entries: [String], replicate: (NodeID, AppendCall) throws(ConnectionError) -> Bool
  ) throws(ConnectionError) -> Bool {
    for entry in entries {
      log.append(Entry(term: currentTerm, index: log.count, data: entry))
    }
    var acks = 1
    for peer in peers {
      let call = AppendCall(
        term: currentTerm, leader: id, entries: entries,
        prevLogIndex: log.count - entries.count - 1)
      if try replicate(peer, call) { acks += 1 }
    }
    guard acks > peers.count / 2 else { return false }
    commitIndex = log.count - 1
    return true
  }
}
