import ExerciseKit

// State in an object that is copied before it is changed, and one path for all decisions.

private final class CoordinatorState {
  var votes: [TransactionID: [NodeID: Bool]] = [:]
  var acknowledged: [TransactionID: [NodeID: Bool]] = [:]

  init() {}

  func copy() -> CoordinatorState {
    let copy = CoordinatorState()
    copy.votes = votes
    copy.acknowledged = acknowledged
    return copy
  }
}

struct CommitCoordinator: CommitCoordinating, @unchecked Sendable {
  private var state = CoordinatorState()

  private mutating func own() -> CoordinatorState {
    if !isKnownUniquelyReferenced(&state) { state = state.copy() }
    return state
  }

  init(stored: [TransactionID: CommitRecord]) {
    for (transaction, record) in stored {
      state.acknowledged[transaction] = Dictionary(
        uniqueKeysWithValues: record.participants.map { ($0, false) })
    }
  }

  mutating func begin(
    _ transaction: TransactionID, participants: Set<NodeID>
  ) -> [CommitEffect<CommitRecord>] {
    own().votes[transaction] = Dictionary(uniqueKeysWithValues: participants.map { ($0, false) })
    return participants.map { .send(.prepare(participants: participants), to: $0) }
  }

  mutating func receive(
    _ message: CommitMessage, about transaction: TransactionID, from sender: NodeID
  ) -> [CommitEffect<CommitRecord>] {
    let own = own()
    switch message {
    case .vote(let isYes):
      guard let votes = own.votes[transaction] else {
        return isYes ? receive(.inquiry, about: transaction, from: sender) : []
      }
      guard votes[sender] != nil else { return [] }
      own.votes[transaction]?[sender] = true
      if !isYes { return decide(transaction, false, except: sender) }
      return own.votes[transaction]?.values.contains(false) == false
        ? decide(transaction, true) : []
    case .inquiry:
      if own.votes[transaction] != nil { return [] }
      let commit = own.acknowledged[transaction]
      if let commit, commit[sender] == nil { return [] }
      return [.send(.decision(isCommit: commit != nil), to: sender)]
    case .acknowledgement:
      guard own.acknowledged[transaction]?[sender] != nil else { return [] }
      own.acknowledged[transaction]?[sender] = true
      guard own.acknowledged[transaction]?.values.contains(false) == false else { return [] }
      own.acknowledged[transaction] = nil
      return [.store(nil)]
    default: return []
    }
  }

  private mutating func decide(
    _ transaction: TransactionID, _ isCommit: Bool, except voter: NodeID? = nil
  ) -> [CommitEffect<CommitRecord>] {
    let own = own()
    let all = Set((own.votes.removeValue(forKey: transaction) ?? [:]).keys)
    var effects: [CommitEffect<CommitRecord>] = []
    if isCommit {
      effects = [.store(CommitRecord(participants: all))]
      own.acknowledged[transaction] = Dictionary(uniqueKeysWithValues: all.map { ($0, false) })
    }
    effects.append(.report(isCommit: isCommit))
    return effects
      + all.subtracting([voter].compactMap { $0 }).map {
        .send(.decision(isCommit: isCommit), to: $0)
      }
  }

  mutating func timeout(_ transaction: TransactionID) -> [CommitEffect<CommitRecord>] {
    if state.votes[transaction] != nil { return decide(transaction, false) }
    return (state.acknowledged[transaction] ?? [:]).filter { !$0.value }.map {
      .send(.decision(isCommit: true), to: $0.key)
    }
  }
}

struct CommitParticipant: CommitParticipating {
  private let node: NodeID
  private var disk: [TransactionID: ParticipantRecord]
  private var memory: Set<TransactionID> = []
  private(set) var inDoubt: Set<TransactionID> = []

  init(node: NodeID, stored: [TransactionID: ParticipantRecord]) {
    self.node = node
    disk = stored
    for (transaction, record) in stored where record != .committed { inDoubt.insert(transaction) }
  }

  mutating func work(on transaction: TransactionID) { memory.insert(transaction) }

  private mutating func write(
    _ record: ParticipantRecord?, _ transaction: TransactionID
  ) -> CommitEffect<ParticipantRecord> {
    disk[transaction] = record
    memory.remove(transaction)
    if case .prepared = record { inDoubt.insert(transaction) } else { inDoubt.remove(transaction) }
    return .store(record)
  }

  mutating func receive(
    _ message: CommitMessage, about transaction: TransactionID, from sender: NodeID
  ) -> [CommitEffect<ParticipantRecord>] {
    if case .prepare(let all) = message, disk[transaction] != .committed {
      let isYes = inDoubt.contains(transaction) || memory.contains(transaction)
      let vote = CommitEffect<ParticipantRecord>.send(.vote(isYes: isYes), to: sender)
      guard memory.contains(transaction) else { return [vote] }
      return [write(.prepared(coordinator: sender, participants: all), transaction), vote]
    }
    if case .decision(let isCommit) = message {
      if isCommit, disk[transaction] == .committed { return [.send(.acknowledgement, to: sender)] }
      guard inDoubt.contains(transaction) else { return isCommit ? [] : forget(transaction) }
      return [write(isCommit ? .committed : nil, transaction), .report(isCommit: isCommit)]
        + (isCommit ? [.send(.acknowledgement, to: sender)] : [])
    }
    if message == .inquiry, !inDoubt.contains(transaction) {
      let isCommit = disk[transaction] == .committed
      return forget(transaction) + [.send(.decision(isCommit: isCommit), to: sender)]
    }
    return []
  }

  private mutating func forget(_ transaction: TransactionID) -> [CommitEffect<ParticipantRecord>] {
    memory.remove(transaction) == nil ? [] : [.report(isCommit: false)]
  }

  mutating func timeout(_ transaction: TransactionID) -> [CommitEffect<ParticipantRecord>] {
    guard case .prepared(let coordinator, let all)? = disk[transaction] else {
      return forget(transaction)
    }
    return all.union([coordinator]).filter { $0 != node }.map { .send(.inquiry, to: $0) }
  }
}
