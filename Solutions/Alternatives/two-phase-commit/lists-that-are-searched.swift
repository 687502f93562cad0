import ExerciseKit

// Arrays in place of dictionaries and sets, and states with more in them than is needed.

private struct Entry {
  let transaction: TransactionID
  let participants: [NodeID]
  var answers: [NodeID]
  var isDecided: Bool
}

struct CommitCoordinator: CommitCoordinating {
  private var entries: [Entry] = []
  private var stepCount = 0
  private var lastSender: NodeID?

  init(stored: [TransactionID: CommitRecord]) {
    for transaction in stored.keys.sorted() {
      entries.append(
        Entry(
          transaction: transaction,
          participants: (stored[transaction]?.participants ?? []).sorted(),
          answers: [], isDecided: true))
    }
  }

  private func place(_ transaction: TransactionID) -> Int? {
    entries.firstIndex { $0.transaction == transaction }
  }

  mutating func begin(
    _ transaction: TransactionID, participants: Set<NodeID>
  ) -> [CommitEffect<CommitRecord>] {
    stepCount += 1
    entries.append(
      Entry(
        transaction: transaction, participants: participants.sorted(), answers: [],
        isDecided: false))
    var effects: [CommitEffect<CommitRecord>] = []
    for node in participants.sorted(by: >) {
      effects.append(.send(.prepare(participants: participants), to: node))
    }
    return effects
  }

  mutating func receive(
    _ message: CommitMessage, about transaction: TransactionID, from sender: NodeID
  ) -> [CommitEffect<CommitRecord>] {
    stepCount += 1
    lastSender = sender
    let asksForDecision = message == .inquiry || message == .vote(isYes: true)
    guard let place = place(transaction) else {
      return asksForDecision ? [.send(.decision(isCommit: false), to: sender)] : []
    }
    guard entries[place].participants.contains(sender) else { return [] }
    if entries[place].isDecided {
      if asksForDecision { return [.send(.decision(isCommit: true), to: sender)] }
      guard message == .acknowledgement else { return [] }
      if !entries[place].answers.contains(sender) { entries[place].answers.append(sender) }
      guard entries[place].answers.count == entries[place].participants.count else { return [] }
      entries.remove(at: place)
      return [.store(nil)]
    }
    if message == .vote(isYes: false) { return abort(at: place, except: sender) }
    guard message == .vote(isYes: true) else { return [] }
    if !entries[place].answers.contains(sender) { entries[place].answers.append(sender) }
    guard entries[place].answers.count == entries[place].participants.count else { return [] }
    entries[place].isDecided = true
    entries[place].answers = []
    var effects: [CommitEffect<CommitRecord>] = [
      .store(CommitRecord(participants: Set(entries[place].participants)))
    ]
    for node in entries[place].participants {
      effects.append(.send(.decision(isCommit: true), to: node))
    }
    effects.append(.report(isCommit: true))
    return effects
  }

  private mutating func abort(
    at place: Int, except voter: NodeID? = nil
  ) -> [CommitEffect<CommitRecord>] {
    let entry = entries.remove(at: place)
    return entry.participants.filter { $0 != voter }.map {
      .send(.decision(isCommit: false), to: $0)
    } + [.report(isCommit: false)]
  }

  mutating func timeout(_ transaction: TransactionID) -> [CommitEffect<CommitRecord>] {
    stepCount += 1
    guard let place = place(transaction) else { return [] }
    guard entries[place].isDecided else { return abort(at: place) }
    return entries[place].participants.filter { !entries[place].answers.contains($0) }.map {
      .send(.decision(isCommit: true), to: $0)
    }
  }
}

struct CommitParticipant: CommitParticipating {
  private let node: NodeID
  private var working: [TransactionID] = []
  private var promised: [(transaction: TransactionID, ask: [NodeID], coordinator: NodeID)] = []
  private var done: [TransactionID] = []
  private var history: [String] = []

  init(node: NodeID, stored: [TransactionID: ParticipantRecord]) {
    self.node = node
    for (transaction, record) in stored.sorted(by: { $0.key < $1.key }) {
      switch record {
      case .committed: done.append(transaction)
      case .prepared(let coordinator, let all): promise(transaction, coordinator, all)
      }
    }
  }

  private mutating func promise(
    _ transaction: TransactionID, _ coordinator: NodeID, _ all: Set<NodeID>
  ) {
    let others = all.subtracting([node, coordinator]).sorted()
    promised.append((transaction, [coordinator] + others, coordinator))
  }

  var inDoubt: Set<TransactionID> { Set(promised.map(\.transaction)) }

  mutating func work(on transaction: TransactionID) {
    working.append(transaction)
    history.append("work \(transaction)")
  }

  mutating func receive(
    _ message: CommitMessage, about transaction: TransactionID, from sender: NodeID
  ) -> [CommitEffect<ParticipantRecord>] {
    if history.count < 10 { history.append("hears \(sender)") }
    let isDone = done.contains(transaction)
    let isPromised = inDoubt.contains(transaction)
    switch message {
    case .prepare(let all):
      if isDone { return [] }
      if isPromised { return [.send(.vote(isYes: true), to: sender)] }
      guard let place = working.firstIndex(of: transaction) else {
        return [.send(.vote(isYes: false), to: sender)]
      }
      working.remove(at: place)
      promise(transaction, sender, all)
      return [
        .store(.prepared(coordinator: sender, participants: all)),
        .send(.vote(isYes: true), to: sender),
      ]
    case .decision(isCommit: true):
      guard isPromised || isDone else { return [] }
      if isDone { return [.send(.acknowledgement, to: sender)] }
      promised.removeAll { $0.transaction == transaction }
      done.append(transaction)
      return [
        .store(.committed), .report(isCommit: true), .send(.acknowledgement, to: sender),
      ]
    case .decision(isCommit: false): return giveUp(transaction)
    case .inquiry:
      if isPromised { return [] }
      if isDone { return [.send(.decision(isCommit: true), to: sender)] }
      return [.send(.decision(isCommit: false), to: sender)] + giveUp(transaction)
    case .vote, .acknowledgement: return []
    }
  }

  private mutating func giveUp(
    _ transaction: TransactionID
  ) -> [CommitEffect<ParticipantRecord>] {
    if let place = working.firstIndex(of: transaction) {
      working.remove(at: place)
      return [.report(isCommit: false)]
    }
    guard inDoubt.contains(transaction) else { return [] }
    promised.removeAll { $0.transaction == transaction }
    return [.store(nil), .report(isCommit: false)]
  }

  mutating func timeout(_ transaction: TransactionID) -> [CommitEffect<ParticipantRecord>] {
    guard let entry = promised.first(where: { $0.transaction == transaction }) else {
      return giveUp(transaction)
    }
    return entry.ask.map { .send(.inquiry, to: $0) }
  }
}
