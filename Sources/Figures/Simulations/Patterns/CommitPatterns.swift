import Clusters
import ExerciseKit
import Parameters
import Solutions

extension CommitNode {
  static func unfinished(_ run: FaultyRun<Self>) -> Broken? {
    run.lack { node in
      switch node {
      case .participant(let participant, _) where !participant.isDecided:
        participant.state == .prepared
          ? "has voted yes, holds its locks and can decide neither way" : "has decided nothing"
      case .participant, .coordinator: nil
      }
    }
  }
}

/// A sequencer or a partition of Calvin.
enum OrderedNode: ToldNode {
  enum Stored { case log(CalvinSequencer.Stored), checkpoint(CalvinPartition.Stored) }
  enum Input { case submit(Int), endEpoch, advance(Int), checkpoint, retry }
  typealias Message = CalvinMessage
  /// What a transaction came to.
  struct Sight {
    let position: CalvinPosition
    let outcome: CalvinOutcome
  }
  typealias Effect = FaultyRun<OrderedNode>.Effect

  case sequencer(CalvinSequencer)
  case partition(CalvinPartition)

  static let sequencers = [NodeID(1), NodeID(2)]
  static let partitions = [NodeID(11), NodeID(12)]
  private static let keys = ["a", "b", "c", "d"]

  init(_ id: NodeID, _ stored: Stored?) {
    guard Self.partitions.contains(id) else {
      var log = CalvinSequencer.Stored()
      if case .log(let kept) = stored { log = kept }
      self = .sequencer(CalvinSequencer(id: id, partitions: Self.partitions, stored: log))
      return
    }
    var checkpoint = CalvinPartition.Stored()
    if case .checkpoint(let kept) = stored { checkpoint = kept }
    self = .partition(
      CalvinPartition(
        id: id, partitions: Self.partitions, sequencers: Self.sequencers, window: 3,
        stored: checkpoint))
  }

  var told: String {
    switch self {
    case .sequencer(let sequencer): "epoch \(sequencer.stored.epoch)"
    case .partition(let partition):
      "e\(partition.lastOrdered) "
        + partition.values.sorted { $0.key < $1.key }.map { "\($0.key)\($0.value)" }
        .joined(separator: " ")
    }
  }
  static func label(_ input: Input) -> String {
    switch input {
    case .submit: "a transaction"
    case .endEpoch: "ends its epoch"
    case .advance: "goes on"
    case .checkpoint: "saves"
    case .retry: "asks again"
    }
  }
  private static func text(_ position: CalvinPosition) -> String {
    "\(position.epoch).\(position.sequencer).\(position.index)"
  }
  static func label(_ message: Message) -> String {
    switch message {
    case .batch(let batch): "batch \(batch.epoch): \(batch.transactions.count)"
    case .askBatches(let epoch): "after \(epoch)?"
    case .reads(let position, let read):
      "\(text(position)) read "
        + read.sorted { $0.key < $1.key }.map { "\($0.key)\($0.value)" }
        .joined(separator: " ")
    case .askReads(let position): "\(text(position)) read?"
    case .saved(let epoch): "saved \(epoch)"
    }
  }
  static func label(_ sight: Sight) -> String {
    "\(text(sight.position)) \(sight.outcome.isCommitted ? "commits" : "aborts")"
  }
  static func contradiction(_ earlier: Sight, _ later: Sight) -> String? {
    guard earlier.position == later.position, earlier.outcome != later.outcome else { return nil }
    return "ends \(label(later)) having read \(later.outcome.read.sorted { $0.key < $1.key }), "
      + "and had read otherwise at"
  }

  /// Moves one from a key to another when there is one, or makes one.
  private static func transaction(_ choice: Int) -> CalvinTransaction {
    let (from, to) = (keys[choice % 4], keys[choice / 4 % 4])
    if choice % 3 == 0 || from == to {
      return CalvinTransaction(assignments: [.init(to, sumOf: [to], and: 1)])
    }
    return CalvinTransaction(
      conditions: [.init(from, .atLeast, 1)],
      assignments: [.init(from, sumOf: [from], and: -1), .init(to, sumOf: [to], and: 1)])
  }

  mutating func take(_ input: Input) -> [Effect] {
    switch self {
    case .sequencer(var sequencer):
      defer { self = .sequencer(sequencer) }
      switch input {
      case .submit(let choice):
        _ = sequencer.submit(Self.transaction(choice))
        return []
      case .endEpoch: return sequencer.endEpoch().map(Self.effect)
      case .advance, .checkpoint, .retry: return []
      }
    case .partition(var partition):
      defer { self = .partition(partition) }
      switch input {
      case .advance(let choice):
        let runnable = partition.runnable
        guard !runnable.isEmpty else { return [] }
        return partition.advance(runnable[choice % runnable.count]).map(Self.effect)
      case .checkpoint: return partition.checkpoint().map(Self.effect)
      case .retry: return partition.retry().map(Self.effect)
      case .submit, .endEpoch: return []
      }
    }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch self {
    case .sequencer(var sequencer):
      defer { self = .sequencer(sequencer) }
      return sequencer.receive(message, from: sender).map(Self.effect)
    case .partition(var partition):
      defer { self = .partition(partition) }
      return partition.receive(message, from: sender).map(Self.effect)
    }
  }

  private static func effect(_ output: CalvinSequencer.Output) -> Effect {
    switch output {
    case .persist(let stored): .persist(.log(stored))
    case .send(let message, let receiver): .send(message, to: receiver)
    }
  }

  private static func effect(_ output: CalvinPartition.Output) -> Effect {
    switch output {
    case .persist(let stored): .persist(.checkpoint(stored))
    case .send(let message, let receiver): .send(message, to: receiver)
    case .ended(let position, let outcome): .show(Sight(position: position, outcome: outcome))
    }
  }
}

extension SimulatedPattern {
  static let coordinator = SimulatedPattern(
    "coordinator",
    guarantee: "Nobody commits what another aborts, and in the end all have decided.",
    nodes: CommitNode.participants + [CommitNode.coordinator],
    on: Network(mayEnd: [CommitNode.coordinator], steps: 250, calm: 200),
    beyond: [
      Beyond("crashes=1", what: "a coordinator that is gone: whoever voted yes is blocked") {
        $0.integer("crashes") > 0
      }
    ],
    start: { _, id, stored in CommitNode.started(id, stored, canCommit: true) },
    input: { turn in
      guard turn.id == CommitNode.coordinator else { return nil }
      return turn.choice < 300 ? .goOn : turn.choice < 310 ? .giveUp : nil
    })

  static let calvin = SimulatedPattern(
    "calvin",
    guarantee:
      "A transaction comes to the same at all partitions, whenever and how often they run it.",
    nodes: OrderedNode.sequencers + OrderedNode.partitions, on: Network(stops: 10, steps: 800),
    start: { _, id, stored in OrderedNode(id, stored) },
    input: { turn in
      switch turn.node {
      case .sequencer: turn.choice < 500 ? .submit(turn.choice) : .endEpoch
      case .partition:
        turn.choice < 100 ? .checkpoint : turn.choice < 300 ? .retry : .advance(turn.choice)
      }
    })
}
