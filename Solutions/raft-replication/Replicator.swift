public import ExerciseKit

/// The follower's half of log replication.
///
/// Guarantee (Log Matching): if two logs hold an entry of the same index and term, they are equal
/// up to that index. A request is taken only when the log holds the leader's previous entry, index
/// and term, and a suffix is cut off only where an entry contradicts it, so a request that arrives
/// late or twice takes nothing away. Source: Ongaro and Ousterhout 2014, section 5.3 and figure 2.
///
/// It holds with requests lost, repeated and reordered, and with nodes that stop and start again.
///
/// Must be stored: term and log, before the reply leaves; the surroundings see to it. Nothing that a
/// request brings stops the node: what cannot be, such as an index below zero, is refused.
///
/// Deviation: a refusal says how far the logs could agree at most, so that a leader skips what the
/// follower does not have (the paper describes this at the end of section 5.3).
public struct Replicator: FollowerReplication, Hashable {
  /// Never falls.
  public private(set) var term: Term
  /// The entries, the first at index 1.
  public private(set) var log: [LogEntry]
  /// The last index known to be committed; 0 for none. Never falls.
  public private(set) var commitIndex: Int

  /// Starts from a term and a log that were persisted.
  public init(term: Term, log: [LogEntry], commitIndex: Int) {
    self.term = term
    self.log = log
    self.commitIndex = commitIndex
  }

  /// Takes a leader's entries if they fit, and answers.
  public mutating func append(_ request: AppendRequest) -> AppendReply {
    guard request.term >= term else {
      return AppendReply(term: term, success: false, matchIndex: 0)
    }
    term = request.term
    guard log.term(at: request.prevIndex) == request.prevTerm else {
      return AppendReply(
        term: term, success: false, matchIndex: min(log.count, max(request.prevIndex, 1) - 1))
    }
    for (offset, entry) in request.entries.enumerated() {
      let index = request.prevIndex + offset + 1
      guard log.term(at: index) != entry.term else { continue }
      log.removeLast(log.count - (index - 1))
      log += request.entries[offset...]
      break
    }
    // What lies beyond the new entries has not been compared with the leader's log.
    let matchIndex = request.prevIndex + request.entries.count
    commitIndex = max(commitIndex, min(request.leaderCommit, matchIndex))
    return AppendReply(term: term, success: true, matchIndex: matchIndex)
  }
}
