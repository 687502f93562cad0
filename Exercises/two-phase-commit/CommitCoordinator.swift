import ExerciseKit

/// Asks everybody, decides, and remembers a commit until all have it.
struct CommitCoordinator: CommitCoordinating {
  /// A coordinator as it starts, or starts again.
  init(stored: [TransactionID: CommitRecord]) {
    // TODO: What does a coordinator know that starts from its disk, and what has it forgotten?
  }

  /// A client asks to commit what was done at some nodes.
  mutating func begin(
    _ transaction: TransactionID, participants: Set<NodeID>
  ) -> [CommitEffect<CommitRecord>] {
    // TODO: Who is asked, and what must they know?
    []
  }

  /// A message arrives.
  mutating func receive(
    _ message: CommitMessage, about transaction: TransactionID, from sender: NodeID
  ) -> [CommitEffect<CommitRecord>] {
    // TODO: Is it a vote, an inquiry or an acknowledgement? What comes first, the disk or the message?
    []
  }

  /// Nothing has been heard about a transaction for a while.
  mutating func timeout(_ transaction: TransactionID) -> [CommitEffect<CommitRecord>] {
    // TODO: Can it still abort?
    []
  }
}
