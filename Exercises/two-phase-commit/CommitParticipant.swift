import ExerciseKit

/// Votes, and once it has voted yes waits to be told.
struct CommitParticipant: CommitParticipating {
  /// The transactions that it has promised to commit and whose end it does not know.
  var inDoubt: Set<TransactionID> {
    // TODO: Which are these?
    []
  }

  /// A participant as it starts, or starts again.
  init(node: NodeID, stored: [TransactionID: ParticipantRecord]) {
    // TODO: What does it owe from before, and what is lost?
  }

  /// A transaction does its work here. The changes are in memory.
  mutating func work(on transaction: TransactionID) {
    // TODO: What must be known of it when the coordinator asks?
  }

  /// A message arrives.
  mutating func receive(
    _ message: CommitMessage, about transaction: TransactionID, from sender: NodeID
  ) -> [CommitEffect<ParticipantRecord>] {
    // TODO: May it promise? May it decide? Does somebody else have to know?
    []
  }

  /// Nothing has been heard about a transaction for a while.
  mutating func timeout(_ transaction: TransactionID) -> [CommitEffect<ParticipantRecord>] {
    // TODO: Has it promised?
    []
  }
}
