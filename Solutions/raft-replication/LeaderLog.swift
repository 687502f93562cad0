public import ExerciseKit

/// The leader's half of log replication, for one term.
///
/// Guarantee: an index is committed only when a majority of the whole cluster holds the leader's
/// entry at it and that entry is of the leader's own term; entries of earlier terms are committed
/// with it, never by counting. With the up-to-date rule of elections this gives Leader
/// Completeness. Its own entries are never changed or removed (Leader Append-Only). Source: Ongaro
/// and Ousterhout 2014, sections 5.3, 5.4.2 and figure 2.
///
/// It holds with messages lost, repeated and reordered. Must be stored: nothing of its own; who starts again
/// does not lead.
///
/// Cost: a request and its answer for each peer, with all entries it is not known to hold; two numbers for
/// each peer.
///
/// Deviations: all outstanding entries go into one request. A leader with nothing to send sends a
/// heartbeat; when is up to the surroundings. A stale refusal may make it send more than needed.
public struct LeaderLog: LeaderReplication, Hashable {
  /// The term it leads.
  public let term: Term
  /// The entries, the first at index 1.
  public private(set) var log: [LogEntry]
  /// The last committed index; 0 for none. Never falls.
  public private(set) var commitIndex: Int
  private let peers: [NodeID]
  /// What each peer is known to hold.
  private var matchIndex: [NodeID: Int]
  /// What each peer is to be sent next; always beyond what it is known to hold.
  private var nextIndex: [NodeID: Int]

  /// Begins to lead `term` with a log; nothing is known of the peers' logs yet.
  public init(term: Term, log: [LogEntry], peers: [NodeID], commitIndex: Int) {
    self.term = term
    self.log = log
    self.peers = peers
    self.commitIndex = commitIndex
    matchIndex = Dictionary(uniqueKeysWithValues: peers.map { ($0, 0) })
    nextIndex = Dictionary(uniqueKeysWithValues: peers.map { ($0, log.count + 1) })
  }

  /// Appends a command and returns its index. In a cluster of one it is committed at once.
  public mutating func propose(_ command: String) -> Int {
    log.append(LogEntry(term, command))
    _ = commitWhatAMajorityHolds()
    return log.count
  }

  /// What to send to a peer now; nil for a node that is none.
  public func request(for peer: NodeID) -> AppendRequest? {
    guard let next = nextIndex[peer], let prevTerm = log.term(at: next - 1) else { return nil }
    return AppendRequest(
      term: term, prevIndex: next - 1, prevTerm: prevTerm, entries: Array(log[(next - 1)...]),
      leaderCommit: commitIndex)
  }

  /// The last index that a peer is known to hold; nil for a node that is none.
  public func matchIndex(of peer: NodeID) -> Int? {
    matchIndex[peer]
  }

  /// Takes a peer's answer; one of an earlier term or of a stranger changes nothing.
  public mutating func handle(_ reply: AppendReply, from peer: NodeID) -> LeaderEffect {
    if reply.term > term { return .stepDown(reply.term) }
    guard reply.term == term, let known = matchIndex[peer], let next = nextIndex[peer] else {
      return .none
    }
    guard reply.success else {
      nextIndex[peer] = max(known, min(next - 2, reply.matchIndex)) + 1
      return .none
    }
    // Answers may come out of order: what a peer once held in this term it still holds.
    let match = max(known, min(reply.matchIndex, log.count))
    matchIndex[peer] = match
    nextIndex[peer] = max(next, match + 1)
    return commitWhatAMajorityHolds() ? .commit(upTo: commitIndex) : .none
  }

  private mutating func commitWhatAMajorityHolds() -> Bool {
    let held = (matchIndex.values + [log.count]).sorted()
    // As many nodes hold this much or more as make a majority.
    let index = held[(held.count - 1) / 2]
    guard index > commitIndex, log.term(at: index) == term else { return false }
    commitIndex = index
    return true
  }
}
