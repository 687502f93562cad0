import ExerciseKit

/// A follower's log, which takes what a leader sends.
struct Replicator: FollowerReplication {
  /// The current term; never falls.
  private(set) var term: Term

  /// The entries, the first at index 1.
  private(set) var log: [LogEntry]

  /// The last index known to be committed; 0 for none. Never falls.
  private(set) var commitIndex: Int

  // TODO: Is there anything else that a follower has to remember?

  /// Starts from a term and a log that were persisted.
  init(term: Term, log: [LogEntry], commitIndex: Int) {
    self.term = term
    self.log = log
    self.commitIndex = commitIndex
  }

  /// Takes a leader's entries if they fit, and answers.
  mutating func append(_ request: AppendRequest) -> AppendReply {
    // TODO: Is the sender still somebody to listen to?
    // TODO: How do you know that the log before the new entries is the leader's?
    // TODO: This request may be late, and a newer one here already. What may be cut off?
    // TODO: Which part of the log do you now know to be the leader's?
    AppendReply(term: 0, success: false, matchIndex: 0)
  }
}
