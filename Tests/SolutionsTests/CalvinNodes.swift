import Clusters
import ExerciseKit
import Solutions

/// A sequencer or a partition of Calvin in a run.
enum CalvinNode: Restartable, Hashable {
  /// A sequencer's disk holds, for the test to judge by, all batches there ever were as well.
  enum Stored: Hashable {
    case log(CalvinSequencer.Stored, all: [CalvinBatch]), checkpoint(CalvinPartition.Stored)
  }

  enum Input: Hashable {
    case submit(CalvinTransaction), endEpoch
    /// The transaction in this place goes on, or the one so many places down the list.
    case advance(CalvinPosition), advanceAny(Int)
    case checkpoint, retry
  }

  typealias Message = CalvinMessage
  typealias Effect = FaultyRun<CalvinNode>.Effect

  /// What a transaction came to.
  struct Sight: Hashable {
    let position: CalvinPosition
    let outcome: CalvinOutcome
  }

  case sequencer(CalvinSequencer, all: [CalvinBatch])
  case partition(CalvinPartition)

  static let sequencers = [NodeID(1), NodeID(2)]
  static let partitions = [NodeID(11), NodeID(12)]
  /// Two keys of each partition.
  static let (here, there) = (keys(of: partitions[0]), keys(of: partitions[1]))

  private static func keys(of partition: NodeID) -> [String] {
    let names = "abcdefghijklmnopqrstuvwxyz".map(String.init)
    return Array(
      names.filter { CalvinPartition.owner(of: $0, among: partitions) == partition }.prefix(2))
  }

  static func started(
    _ id: NodeID, _ stored: Stored?, sequencers: [NodeID] = Self.sequencers, window: Int = 3
  ) -> CalvinNode {
    if sequencers.contains(id) {
      guard case .log(let log, let all) = stored else {
        return .sequencer(CalvinSequencer(id: id, partitions: partitions), all: [])
      }
      return .sequencer(CalvinSequencer(id: id, partitions: partitions, stored: log), all: all)
    }
    var checkpoint = CalvinPartition.Stored()
    if case .checkpoint(let stored) = stored { checkpoint = stored }
    return .partition(
      CalvinPartition(
        id: id, partitions: partitions, sequencers: sequencers, window: window,
        stored: checkpoint))
  }

  var partition: CalvinPartition? {
    if case .partition(let partition) = self { partition } else { nil }
  }

  /// How many epochs a sequencer has ended.
  var epoch: Int {
    if case .sequencer(let sequencer, _) = self { sequencer.stored.epoch } else { 0 }
  }

  /// How many batches a sequencer keeps.
  var keptCount: Int {
    if case .sequencer(let sequencer, _) = self { sequencer.stored.batches.count } else { 0 }
  }

  var all: [CalvinBatch] {
    if case .sequencer(_, let all) = self { all } else { [] }
  }

  mutating func take(_ input: Input) -> [Effect] {
    switch (self, input) {
    case (.sequencer(var sequencer, let all), .submit(let transaction)):
      _ = sequencer.submit(transaction)
      self = .sequencer(sequencer, all: all)
      return []
    case (.sequencer(var sequencer, var all), .endEpoch):
      let outputs = sequencer.endEpoch()
      all += sequencer.stored.batches.suffix(1)
      self = .sequencer(sequencer, all: all)
      return outputs.map { Self.effect($0, all) }
    case (.partition(var partition), let input):
      let outputs: [CalvinPartition.Output]
      switch input {
      case .advance(let position): outputs = partition.advance(position)
      case .advanceAny(let number):
        let runnable = partition.runnable
        outputs = runnable.isEmpty ? [] : partition.advance(runnable[number % runnable.count])
      case .checkpoint: outputs = partition.checkpoint()
      case .retry: outputs = partition.retry()
      case .submit, .endEpoch: outputs = []
      }
      self = .partition(partition)
      return outputs.map(Self.effect)
    default: return []
    }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch self {
    case .sequencer(var sequencer, let all):
      let outputs = sequencer.receive(message, from: sender)
      self = .sequencer(sequencer, all: all)
      return outputs.map { Self.effect($0, all) }
    case .partition(var partition):
      let outputs = partition.receive(message, from: sender)
      self = .partition(partition)
      return outputs.map(Self.effect)
    }
  }

  private static func effect(
    _ output: CalvinSequencer.Output, _ all: [CalvinBatch]
  ) -> Effect {
    switch output {
    case .persist(let stored): .persist(.log(stored, all: all))
    case .send(let message, let receiver): .send(message, to: receiver)
    }
  }

  private static func effect(_ output: CalvinPartition.Output) -> Effect {
    switch output {
    case .persist(let stored): .persist(.checkpoint(stored))
    case .send(let message, let receiver): .send(message, to: receiver)
    case .ended(let position, let outcome):
      .show(Sight(position: position, outcome: outcome))
    }
  }
}

/// What running transactions one after another comes to.
struct SerialExecution {
  private(set) var values: [String: Int] = [:]
  private(set) var outcomes: [CalvinPosition: CalvinOutcome] = [:]

  init(_ batches: [CalvinBatch]) {
    for batch in batches.sorted(by: { ($0.epoch, $0.sequencer) < ($1.epoch, $1.sequencer) }) {
      for (index, transaction) in batch.transactions.enumerated() {
        let read = Dictionary(
          uniqueKeysWithValues: transaction.readSet.map { ($0, values[$0, default: 0]) })
        let writes = transaction.writes(given: read)
        values.merge(writes ?? [:]) { $1 }
        let position = CalvinPosition(
          epoch: batch.epoch, sequencer: batch.sequencer, index: index)
        outcomes[position] = CalvinOutcome(isCommitted: writes != nil, read: read)
      }
    }
  }
}

extension CalvinTransaction {
  /// Moves an amount when there is enough.
  static func move(_ amount: Int, from source: String, to target: String) -> CalvinTransaction {
    CalvinTransaction(
      conditions: [.init(source, .atLeast, amount)],
      assignments: [
        .init(source, sumOf: [source], and: -amount), .init(target, sumOf: [target], and: amount),
      ])
  }

  /// Adds to a key.
  static func add(_ amount: Int, to key: String) -> CalvinTransaction {
    CalvinTransaction(assignments: [.init(key, sumOf: [key], and: amount)])
  }

  /// Writes one key's value under another.
  static func copy(_ source: String, to target: String) -> CalvinTransaction {
    CalvinTransaction(assignments: [.init(target, sumOf: [source])])
  }
}
