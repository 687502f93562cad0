// fails: all-must-vote-yes, no-promise-before-it-is-stored, who-has-promised-waits
// One phase: the coordinator tells everybody to commit, and whoever has crashed meanwhile has not.
import ExerciseKit

struct CommitCoordinator: CommitCoordinating {
  init(stored: [TransactionID: CommitRecord]) {}

  mutating func begin(
    _ transaction: TransactionID, participants: Set<NodeID>
  ) -> [CommitEffect<CommitRecord>] {
    participants.sorted().map { .send(.decision(isCommit: true), to: $0) }
      + [.report(isCommit: true)]
  }

  mutating func receive(
    _ message: CommitMessage, about transaction: TransactionID, from sender: NodeID
  ) -> [CommitEffect<CommitRecord>] {
    message == .inquiry ? [.send(.decision(isCommit: true), to: sender)] : []
  }

  mutating func timeout(_ transaction: TransactionID) -> [CommitEffect<CommitRecord>] { [] }
}

struct CommitParticipant: CommitParticipating {
  private var working: Set<TransactionID> = []
  let inDoubt: Set<TransactionID> = []

  init(node: NodeID, stored: [TransactionID: ParticipantRecord]) {}

  mutating func work(on transaction: TransactionID) { working.insert(transaction) }

  mutating func receive(
    _ message: CommitMessage, about transaction: TransactionID, from sender: NodeID
  ) -> [CommitEffect<ParticipantRecord>] {
    guard message == .decision(isCommit: true), working.remove(transaction) != nil else {
      return []
    }
    return [.store(.committed), .report(isCommit: true), .send(.acknowledgement, to: sender)]
  }

  mutating func timeout(_ transaction: TransactionID) -> [CommitEffect<ParticipantRecord>] { [] }
}
