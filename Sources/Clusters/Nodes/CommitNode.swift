public import ExerciseKit
public import Solutions

/// A participant of two-phase commit or its coordinator, as a node of a `FaultyRun`. A participant shows the
/// decision it has learnt.
public enum CommitNode: Restartable, Hashable {
  /// What is on a disk: the coordinator's decision, or how far a participant is.
  public enum Stored: Hashable, Sendable { case decision(Bool?), state(Participant.State) }
  /// The coordinator says once more what it has to say, or has waited long enough for votes.
  public enum Input: Hashable, Sendable { case goOn, giveUp }
  /// What they send each other.
  public enum Message: Hashable, Sendable { case prepare, vote(Bool), decision(Bool) }
  /// What a participant shows: true for a commit.
  public typealias Sight = Bool
  /// What a step wants done.
  public typealias Effect = FaultyRun<CommitNode>.Effect

  case coordinator(Coordinator)
  case participant(Participant, canCommit: Bool)

  /// The one that decides.
  public static let coordinator = NodeID(9)
  /// Those who vote.
  public static let participants = (1...3).map { NodeID($0) }

  /// A node as it starts, for the first time or again.
  public static func started(_ id: NodeID, _ stored: Stored?, canCommit: Bool) -> CommitNode {
    switch stored {
    case .decision(let decision):
      .coordinator(Coordinator(participants: participants.map(\.description), disk: decision))
    case .state(let state): .participant(Participant(stored: state), canCommit: canCommit)
    case nil where id == coordinator:
      .coordinator(Coordinator(participants: participants.map(\.description)))
    // It has not voted, so nobody can tell it from one that has not begun.
    case nil: .participant(Participant(), canCommit: canCommit)
    }
  }

  /// How far a participant is.
  public var state: Participant.State? {
    if case .participant(let participant, _) = self { participant.state } else { nil }
  }

  /// The coordinator goes on or gives up; a participant does nothing by itself.
  public mutating func take(_ input: Input) -> [Effect] {
    guard case .coordinator(var coordinator) = self else { return [] }
    if coordinator.disk == nil, case .goOn = input {
      return Self.participants.map { .send(.prepare, to: $0) }
    }
    let decision = coordinator.recover()
    self = .coordinator(coordinator)
    return Self.tell(decision)
  }

  /// The coordinator is told a vote, or a participant is asked or told.
  public mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch (self, message) {
    case (.coordinator(var coordinator), .vote(let isYes)):
      let decision = coordinator.receive(vote: isYes, from: sender.description)
      self = .coordinator(coordinator)
      return decision.map(Self.tell) ?? []
    case (.participant(var participant, let canCommit), .prepare):
      let vote = participant.prepare(canCommit: canCommit)
      self = .participant(participant, canCommit: canCommit)
      return [.persist(.state(participant.state)), .send(.vote(vote), to: sender)]
    case (.participant(var participant, let canCommit), .decision(let isCommit)):
      participant.learn(isCommit: isCommit)
      self = .participant(participant, canCommit: canCommit)
      return [
        .persist(.state(participant.state)), .show(participant.state == .committed),
      ]
    default: return []
    }
  }

  private static func tell(_ decision: Bool) -> [Effect] {
    [.persist(.decision(decision))] + participants.map { .send(.decision(decision), to: $0) }
  }
}
