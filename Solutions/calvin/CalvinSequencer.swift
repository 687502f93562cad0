public import ExerciseKit

/// A sequencer of Calvin: collects what clients ask during an epoch, and puts it into the log.
///
/// Guarantee: for each epoch there is one batch of each sequencer, the same for whoever gets it. Batches of all
/// sequencers one after another, by epoch and then by sequencer, are the global order, which is agreed on
/// before anything runs. It holds with messages lost, repeated and reordered, and with sequencers that
/// stop and start again. Source: Thomson et al. 2012, section 3.1.
///
/// Must be stored: `Stored`, before a batch leaves: the log is what everything else is made from again. Who has
/// forgotten a batch would make another for the same epoch, and copies of the data would differ for ever.
/// What was taken in since the last epoch ended is lost in a crash, unless its client asks again; it was
/// not answered.
///
/// Cost: a write to the disk and a message to each partition for each epoch, also for an empty one, because all
/// wait for it; up to the length of an epoch before anything begins. One sequencer that stands still stops
/// all partitions. In memory: what is taken in during an epoch, at most `capacity`, and all batches that
/// some partition may still ask for.
///
/// Deviations: the log here is one disk; in the paper it is replicated, by Paxos or from a master. A partition
/// gets whole batches, where the paper sends it what concerns it. A transaction that is asked for twice runs
/// twice: numbers of requests are another reference (`exactly-once-client`).
public struct CalvinSequencer: Hashable, Sendable {
  /// What must survive a restart.
  public struct Stored: Hashable, Sendable {
    /// The epoch that ended last; 0 before the first.
    public var epoch: Int
    /// The batches that are still needed, by epoch, up to the last.
    public var batches: [CalvinBatch]

    /// Describes what is on the disk; nothing on an empty one.
    public init(epoch: Int = 0, batches: [CalvinBatch] = []) {
      self.epoch = epoch
      self.batches = batches
    }
  }

  /// What a sequencer wants done, in this order.
  public enum Output: Hashable, Sendable {
    /// Put this on stable storage; what follows waits until it is there.
    case persist(Stored)
    /// Send this to a partition.
    case send(CalvinMessage, to: NodeID)
  }

  private let id: NodeID
  private let partitions: [NodeID]
  private let capacity: Int
  private var open: [CalvinTransaction] = []
  private var saved: [NodeID: Int] = [:]
  /// What it knows, as it must be on the disk.
  public private(set) var stored: Stored

  /// A sequencer as it starts, or starts again from what it stored last.
  /// - Parameters:
  ///   - partitions: all that read this log, of every copy of the data.
  ///   - capacity: how many transactions an epoch takes.
  public init(
    id: NodeID, partitions: [NodeID], capacity: Int = 10_000, stored: Stored = Stored()
  ) {
    self.id = id
    self.partitions = Array(Set(partitions)).sorted()
    self.capacity = capacity
    self.stored = stored
  }

  /// A client asks.
  /// - Returns: the place in the global order it has once the epoch has ended; nil when the epoch is full.
  public mutating func submit(_ transaction: CalvinTransaction) -> CalvinPosition? {
    guard open.count < capacity, stored.epoch < .max else { return nil }
    open.append(transaction)
    return CalvinPosition(epoch: stored.epoch + 1, sequencer: id, index: open.count - 1)
  }

  /// An epoch ends: by a clock, every ten milliseconds in the paper.
  public mutating func endEpoch() -> [Output] {
    guard stored.epoch < .max else { return [] }
    stored.epoch += 1
    let batch = CalvinBatch(epoch: stored.epoch, sequencer: id, transactions: open)
    open = []
    stored.batches.append(batch)
    return [.persist(stored)] + partitions.map { .send(.batch(batch), to: $0) }
  }

  /// Takes in a message: says batches again, and forgets those that every partition has made its own.
  public mutating func receive(_ message: CalvinMessage, from partition: NodeID) -> [Output] {
    guard partitions.contains(partition) else { return [] }
    switch message {
    case .askBatches(let epoch):
      return stored.batches.filter { $0.epoch > epoch }.map { .send(.batch($0), to: partition) }
    case .saved(let epoch):
      saved[partition] = max(epoch, saved[partition, default: 0])
      let least = partitions.map { saved[$0, default: 0] }.min() ?? 0
      stored.batches.removeAll { $0.epoch <= least }
      return []
    case .batch, .reads, .askReads: return []
    }
  }
}
