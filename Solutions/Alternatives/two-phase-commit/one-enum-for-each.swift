import ExerciseKit

// One dictionary of states, and a table of states against messages.

struct CommitCoordinator: CommitCoordinating {
  private enum State {
    case voting(all: Set<NodeID>, yes: Set<NodeID>)
    case committed(all: Set<NodeID>, done: Set<NodeID>)
  }
  private typealias Effects = [CommitEffect<CommitRecord>]
  private var states: [TransactionID: State] = [:]

  init(stored: [TransactionID: CommitRecord]) {
    for (transaction, record) in stored {
      states[transaction] = .committed(all: record.participants, done: [])
    }
  }

  mutating func begin(
    _ transaction: TransactionID, participants: Set<NodeID>
  ) -> [CommitEffect<CommitRecord>] {
    states[transaction] = .voting(all: participants, yes: [])
    return participants.map { .send(.prepare(participants: participants), to: $0) }
  }

  mutating func receive(
    _ message: CommitMessage, about transaction: TransactionID, from sender: NodeID
  ) -> [CommitEffect<CommitRecord>] {
    switch (states[transaction], message) {
    case (nil, .vote(true)), (nil, .inquiry):
      return [.send(.decision(isCommit: false), to: sender)]
    case (.voting(let all, var yes), .vote(true)):
      if all.contains(sender) { yes.insert(sender) }
      states[transaction] = .voting(all: all, yes: yes)
      guard yes == all else { return [] }
      states[transaction] = .committed(all: all, done: [])
      return [.store(CommitRecord(participants: all))]
        + all.map { .send(.decision(isCommit: true), to: $0) } + [.report(isCommit: true)]
    case (.voting(let all, _), .vote(false)) where all.contains(sender):
      states[transaction] = nil
      return all.filter { $0 != sender }.map { .send(.decision(isCommit: false), to: $0) }
        + [.report(isCommit: false)]
    case (.committed(let all, _), .vote(true)), (.committed(let all, _), .inquiry):
      return all.contains(sender) ? [.send(.decision(isCommit: true), to: sender)] : []
    case (.committed(let all, var done), .acknowledgement):
      done.insert(sender)
      states[transaction] = .committed(all: all, done: done)
      guard done.isSuperset(of: all) else { return [] }
      states[transaction] = nil
      return [.store(nil)]
    default: return []
    }
  }

  mutating func timeout(_ transaction: TransactionID) -> [CommitEffect<CommitRecord>] {
    switch states[transaction] {
    case .voting(let all, _):
      states[transaction] = nil
      return [.report(isCommit: false)] + all.map { .send(.decision(isCommit: false), to: $0) }
    case .committed(let all, let done):
      return all.subtracting(done).map { .send(.decision(isCommit: true), to: $0) }
    case nil: return []
    }
  }
}

struct CommitParticipant: CommitParticipating {
  private enum State: Equatable {
    case working, committed
    case prepared(coordinator: NodeID, others: Set<NodeID>)
  }
  private let node: NodeID
  private var states: [TransactionID: State] = [:]

  init(node: NodeID, stored: [TransactionID: ParticipantRecord]) {
    self.node = node
    states = stored.mapValues { record in
      switch record {
      case .committed: .committed
      case .prepared(let coordinator, let all):
        .prepared(coordinator: coordinator, others: all.filter { $0 != node })
      }
    }
  }

  var inDoubt: Set<TransactionID> {
    Set(states.keys.filter { states[$0] != .working && states[$0] != .committed })
  }

  mutating func work(on transaction: TransactionID) { states[transaction] = .working }

  mutating func receive(
    _ message: CommitMessage, about transaction: TransactionID, from sender: NodeID
  ) -> [CommitEffect<ParticipantRecord>] {
    switch (states[transaction], message) {
    case (nil, .prepare): return [.send(.vote(isYes: false), to: sender)]
    case (.working, .prepare(let all)):
      states[transaction] = .prepared(coordinator: sender, others: all.filter { $0 != node })
      return [
        .store(.prepared(coordinator: sender, participants: all)),
        .send(.vote(isYes: true), to: sender),
      ]
    case (.prepared, .prepare): return [.send(.vote(isYes: true), to: sender)]
    case (.prepared, .decision(true)):
      states[transaction] = .committed
      return [
        .store(.committed), .send(.acknowledgement, to: sender), .report(isCommit: true),
      ]
    case (.committed, .decision(true)): return [.send(.acknowledgement, to: sender)]
    case (.prepared, .decision(false)):
      states[transaction] = nil
      return [.store(nil), .report(isCommit: false)]
    case (.working, .decision(false)):
      states[transaction] = nil
      return [.report(isCommit: false)]
    case (.committed, .inquiry): return [.send(.decision(isCommit: true), to: sender)]
    case (.working, .inquiry):
      states[transaction] = nil
      return [.send(.decision(isCommit: false), to: sender), .report(isCommit: false)]
    case (nil, .inquiry): return [.send(.decision(isCommit: false), to: sender)]
    default: return []
    }
  }

  mutating func timeout(_ transaction: TransactionID) -> [CommitEffect<ParticipantRecord>] {
    switch states[transaction] {
    case .prepared(let coordinator, let others):
      return [.send(.inquiry, to: coordinator)] + others.map { .send(.inquiry, to: $0) }
    case .working:
      states[transaction] = nil
      return [.report(isCommit: false)]
    case .committed, nil: return []
    }
  }
}
