public import ExerciseKit

/// A participant of two-phase commit: it votes, and once it has voted yes it must wait to be told.
///
/// Guarantee: no two participants of a transaction decide differently, whatever crashes and starts again
/// from what it stored, with messages lost, repeated, late and reordered. The price: who has voted yes can
/// decide neither way alone, and holds its locks. Source: Gray 1978; the questions among participants are
/// the cooperative termination protocol of Bernstein, Hadzilacos and Goodman 1987, section 7.4.
///
/// Must be stored: a promise, before the vote leaves; that it is committed, before the acknowledgement
/// leaves, for the coordinator forgets it then. What is neither, has aborted here: work that nobody has been
/// promised is in memory, and a crash ends it.
///
/// Deviation: what has committed is remembered for ever, as the changes are. A participant that forgot it
/// would tell another one, who asks late, that it aborted.
public struct CommitParticipant: CommitParticipating {
  private let node: NodeID
  private var working: Set<TransactionID> = []
  private var records: [TransactionID: ParticipantRecord]

  /// A participant as it starts, or starts again.
  public init(node: NodeID, stored: [TransactionID: ParticipantRecord]) {
    self.node = node
    records = stored
  }

  /// The transactions that it has promised to commit and whose end it does not know.
  public var inDoubt: Set<TransactionID> {
    Set(records.filter { $0.value != .committed }.keys)
  }

  /// A transaction does its work here.
  public mutating func work(on transaction: TransactionID) {
    working.insert(transaction)
  }

  /// A message arrives.
  public mutating func receive(
    _ message: CommitMessage, about transaction: TransactionID, from sender: NodeID
  ) -> [CommitEffect<ParticipantRecord>] {
    switch message {
    case .prepare(let participants): return vote(on: transaction, sender, participants)
    case .decision(true): return commit(transaction, toldBy: sender)
    case .decision(false): return abort(transaction)
    case .inquiry:
      switch records[transaction] {
      case .prepared: return []
      case .committed: return [.send(.decision(isCommit: true), to: sender)]
      // It must not vote yes after this.
      case nil: return abort(transaction) + [.send(.decision(isCommit: false), to: sender)]
      }
    case .vote, .acknowledgement: return []
    }
  }

  /// Nothing has been heard about a transaction for a while.
  public mutating func timeout(_ transaction: TransactionID) -> [CommitEffect<ParticipantRecord>] {
    switch records[transaction] {
    case .prepared(let coordinator, let participants):
      let others = participants.union([coordinator]).subtracting([node])
      return others.sorted().map { .send(.inquiry, to: $0) }
    case .committed: return []
    case nil: return abort(transaction)
    }
  }

  private mutating func vote(
    on transaction: TransactionID, _ coordinator: NodeID, _ participants: Set<NodeID>
  ) -> [CommitEffect<ParticipantRecord>] {
    switch records[transaction] {
    case .prepared: return [.send(.vote(isYes: true), to: coordinator)]
    case .committed: return []
    case nil:
      guard working.remove(transaction) != nil else {
        return [.send(.vote(isYes: false), to: coordinator)]
      }
      let record = ParticipantRecord.prepared(coordinator: coordinator, participants: participants)
      records[transaction] = record
      return [.store(record), .send(.vote(isYes: true), to: coordinator)]
    }
  }

  private mutating func commit(
    _ transaction: TransactionID, toldBy sender: NodeID
  ) -> [CommitEffect<ParticipantRecord>] {
    let acknowledgement = CommitEffect<ParticipantRecord>.send(.acknowledgement, to: sender)
    switch records[transaction] {
    case .prepared:
      records[transaction] = .committed
      return [.store(.committed), .report(isCommit: true), acknowledgement]
    case .committed: return [acknowledgement]
    case nil: return []
    }
  }

  private mutating func abort(_ transaction: TransactionID) -> [CommitEffect<ParticipantRecord>] {
    if working.remove(transaction) != nil { return [.report(isCommit: false)] }
    guard case .prepared = records[transaction] else { return [] }
    records[transaction] = nil
    return [.store(nil), .report(isCommit: false)]
  }
}
