public import ExerciseKit

/// The coordinator of two-phase commit, in the variant that presumes an abort.
///
/// Guarantee: it tells a commit only after every participant has voted yes and the decision is on disk, and
/// whoever asks again, also after a crash, is told the same. It holds with messages lost, repeated, late and
/// reordered, and with crashes between any two effects. Source: Gray 1978; presumed abort: Mohan, Lindsay
/// and Obermarck 1986, section 3.
///
/// Must be stored: the commits that not all participants have acknowledged, before anybody is told of them
/// (`store` comes first). An abort is not stored: of what a coordinator does not know it says that it
/// aborted. So a commit may be forgotten only when nobody can ask any more.
///
/// Cost: four messages and one write to the disk per participant and commit, two writes here; an abort costs
/// this coordinator none.
public struct CommitCoordinator: CommitCoordinating {
  /// Whose yes is missing, of transactions that are being voted on.
  private var votesMissing: [TransactionID: (all: Set<NodeID>, missing: Set<NodeID>)] = [:]
  /// Of what has committed, who has not acknowledged it yet.
  private var committed: [TransactionID: (all: Set<NodeID>, waitsFor: Set<NodeID>)] = [:]

  /// A coordinator as it starts, or starts again.
  public init(stored: [TransactionID: CommitRecord]) {
    committed = stored.mapValues { ($0.participants, $0.participants) }
  }

  /// Asks everybody to prepare.
  public mutating func begin(
    _ transaction: TransactionID, participants: Set<NodeID>
  ) -> [CommitEffect<CommitRecord>] {
    votesMissing[transaction] = (participants, participants)
    return send(.prepare(participants: participants), to: participants)
  }

  /// A message arrives.
  public mutating func receive(
    _ message: CommitMessage, about transaction: TransactionID, from sender: NodeID
  ) -> [CommitEffect<CommitRecord>] {
    switch message {
    case .vote(true): return voted(transaction, sender)
    case .vote(false):
      guard let (all, _) = votesMissing[transaction], all.contains(sender) else { return [] }
      return abort(transaction, telling: all.subtracting([sender]))
    case .inquiry: return answer(transaction, to: sender)
    case .acknowledgement:
      committed[transaction]?.waitsFor.remove(sender)
      guard committed[transaction]?.waitsFor.isEmpty == true else { return [] }
      committed[transaction] = nil
      return [.store(nil)]
    case .prepare, .decision: return []
    }
  }

  /// Nothing has been heard about a transaction for a while.
  public mutating func timeout(_ transaction: TransactionID) -> [CommitEffect<CommitRecord>] {
    if let (all, _) = votesMissing[transaction] { return abort(transaction, telling: all) }
    guard let (_, waitsFor) = committed[transaction] else { return [] }
    return send(.decision(isCommit: true), to: waitsFor)
  }

  private mutating func voted(
    _ transaction: TransactionID, _ sender: NodeID
  ) -> [CommitEffect<CommitRecord>] {
    guard let (all, _) = votesMissing[transaction] else { return answer(transaction, to: sender) }
    votesMissing[transaction]?.missing.remove(sender)
    guard votesMissing[transaction]?.missing.isEmpty == true else { return [] }
    votesMissing[transaction] = nil
    committed[transaction] = (all, all)
    return [.store(CommitRecord(participants: all)), .report(isCommit: true)]
      + send(.decision(isCommit: true), to: all)
  }

  private mutating func abort(
    _ transaction: TransactionID, telling nodes: Set<NodeID>
  ) -> [CommitEffect<CommitRecord>] {
    votesMissing[transaction] = nil
    return [.report(isCommit: false)] + send(.decision(isCommit: false), to: nodes)
  }

  /// What somebody is told who has promised and waits.
  private func answer(
    _ transaction: TransactionID, to sender: NodeID
  ) -> [CommitEffect<CommitRecord>] {
    if votesMissing[transaction] != nil { return [] }
    guard let (all, _) = committed[transaction] else {
      return [.send(.decision(isCommit: false), to: sender)]
    }
    return all.contains(sender) ? [.send(.decision(isCommit: true), to: sender)] : []
  }

  private func send(
    _ message: CommitMessage, to nodes: Set<NodeID>
  ) -> [CommitEffect<CommitRecord>] {
    nodes.sorted().map { .send(message, to: $0) }
  }
}
