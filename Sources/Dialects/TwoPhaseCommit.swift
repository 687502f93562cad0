import ExerciseKit
import Wire

/// Talks to a coordinator and to a participant of two-phase commit, and keeps their disks.
enum TwoPhaseCommitDialect<Coordinator: CommitCoordinating, Participant: CommitParticipating>:
  ObjectDialect
{
  typealias Words = ObjectWords

  /// A disk, and what the last step has done to it, step by step.
  struct Disk<Record: Hashable & Sendable> {
    var records: [TransactionID: Record] = [:]
    /// The disk after none, one, two … of the last step's effects.
    var moments: [[TransactionID: Record]] = []

    mutating func keep(_ effects: [CommitEffect<Record>], of transaction: TransactionID) {
      moments = [records]
      for effect in effects {
        if case .store(let record) = effect { records[transaction] = record }
        moments.append(records)
      }
    }

    /// Crashes after so many of the last step's effects.
    mutating func crash(after count: Int) {
      if moments.indices.contains(count) { records = moments[count] }
      moments = [records]
    }
  }

  enum Value {
    case coordinator(Coordinator, Disk<CommitRecord>)
    case participant(Participant, NodeID, Disk<ParticipantRecord>)
  }

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Value {
    if type == 0 { return .coordinator(Coordinator(stored: [:]), Disk()) }
    let node = try numbers.node()
    return .participant(Participant(node: node, stored: [:]), node, Disk())
  }

  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Value
  ) throws(WireError) -> Words.Answer {
    switch value {
    case .coordinator(var coordinator, var disk):
      let answer = try perform(operation, &numbers, &coordinator, &disk)
      value = .coordinator(coordinator, disk)
      return answer
    case .participant(var participant, let node, var disk):
      let answer = try perform(operation, &numbers, node, &participant, &disk)
      value = .participant(participant, node, disk)
      return Words.Answer(
        0,
        [Int128(participant.inDoubt.count)] + participant.inDoubt.sorted().map { Int128($0) }
          + answer.numbers)
    }
  }

  private static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, _ coordinator: inout Coordinator,
    _ disk: inout Disk<CommitRecord>
  ) throws(WireError) -> Words.Answer {
    switch operation {
    case 0, 1:
      if operation == 0 { disk.crash(after: .max) } else { disk.crash(after: try numbers.next()) }
      coordinator = Coordinator(stored: disk.records)
      return Words.Answer(0)
    case 2:
      let transaction = try numbers.next(as: UInt64.self)
      disk.records = [transaction: CommitRecord(participants: try nodes(&numbers))]
      disk.moments = [disk.records]
      coordinator = Coordinator(stored: disk.records)
      return Words.Answer(0)
    default:
      let transaction = try numbers.next(as: UInt64.self)
      let effects =
        switch operation {
        case 3: coordinator.begin(transaction, participants: try nodes(&numbers))
        case 4: coordinator.timeout(transaction)
        default:
          coordinator.receive(
            try message(operation - 5, &numbers), about: transaction, from: try numbers.node())
        }
      disk.keep(effects, of: transaction)
      return told(effects) { [1] + told($0.participants) }
    }
  }

  private static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, _ node: NodeID,
    _ participant: inout Participant, _ disk: inout Disk<ParticipantRecord>
  ) throws(WireError) -> Words.Answer {
    switch operation {
    case 0, 1:
      if operation == 0 { disk.crash(after: .max) } else { disk.crash(after: try numbers.next()) }
      participant = Participant(node: node, stored: disk.records)
      return Words.Answer(0)
    case 2:
      participant.work(on: try numbers.next())
      disk.keep([], of: 0)
      return Words.Answer(0)
    default:
      let transaction = try numbers.next(as: UInt64.self)
      let effects: [CommitEffect<ParticipantRecord>]
      switch operation {
      case 3:
        let coordinator = try numbers.node()
        let all = try nodes(&numbers).union([node])
        effects = participant.receive(
          .prepare(participants: all), about: transaction, from: coordinator)
      case 4: effects = participant.timeout(transaction)
      default:
        effects = participant.receive(
          try message(operation - 5, &numbers), about: transaction, from: try numbers.node())
      }
      disk.keep(effects, of: transaction)
      return told(effects) { record in
        switch record {
        case .prepared(let coordinator, let participants):
          [2, Int128(coordinator.number)] + told(participants)
        case .committed: [0]
        }
      }
    }
  }

  /// So many nodes, in steps from one on.
  private static func nodes(_ numbers: inout NumberList) throws(WireError) -> Set<NodeID> {
    let count = try numbers.next(as: UInt32.self)
    let first = try numbers.next(as: UInt32.self)
    let step = try numbers.next(as: UInt32.self)
    var nodes: Set<NodeID> = []
    for place in 0..<count { nodes.insert(NodeID(first &+ place &* step)) }
    return nodes
  }

  private static func message(
    _ kind: UInt8, _ numbers: inout NumberList
  ) throws(WireError) -> CommitMessage {
    switch kind {
    case 0: .vote(isYes: true)
    case 1: .vote(isYes: false)
    case 2: .acknowledgement
    case 3: .inquiry
    case 4: .decision(isCommit: true)
    case 5: .decision(isCommit: false)
    default: throw .malformed("message \(kind)")
    }
  }

  // MARK: Answers

  private static func told(_ nodes: Set<NodeID>) -> [Int128] {
    [Int128(nodes.count)] + nodes.sorted().map { Int128($0.number) }
  }

  /// Effects as numbers. What is sent and reported between two writes to the disk is in order, since it
  /// leaves in any.
  private static func told<Record>(
    _ effects: [CommitEffect<Record>], record: (Record) -> [Int128]
  ) -> Words.Answer {
    var all: [Int128] = []
    var between: [[Int128]] = []
    func end() {
      all += between.sorted { $0.lexicographicallyPrecedes($1) }.joined()
      between = []
    }
    for effect in effects {
      switch effect {
      case .store(let stored):
        end()
        all += stored.map { [1] + record($0) } ?? [0]
      case .send(let message, let receiver):
        between.append([2, Int128(receiver.number)] + told(message))
      case .report(let isCommit): between.append([3, isCommit ? 1 : 0])
      }
    }
    end()
    return Words.Answer(0, all)
  }

  private static func told(_ message: CommitMessage) -> [Int128] {
    switch message {
    case .vote(let isYes): [isYes ? 0 : 1]
    case .acknowledgement: [2]
    case .inquiry: [3]
    case .decision(let isCommit): [isCommit ? 4 : 5]
    case .prepare(let participants): [6] + told(participants)
    }
  }
}

/// The dialect of `two-phase-commit`.
func twoPhaseCommitDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<C: CommitCoordinating, P: CommitParticipating>(
    _: C.Type, _: P.Type
  ) -> any Dialect.Type { TwoPhaseCommitDialect<C, P>.self }
  guard types.count == 2, let coordinator = types[0] as? any CommitCoordinating.Type,
    let participant = types[1] as? any CommitParticipating.Type
  else { return nil }
  return dialect(coordinator, participant)
}
