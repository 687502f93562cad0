public import ExerciseKit

/// A partition of Calvin: its share of the keys, the locks on them, and its part in each transaction.
///
/// Guarantee: the values are what running all transactions of the log one after another, in the global order,
/// would have left, whatever order the caller lets things happen in; so every copy of the data, and every
/// partition of a copy, comes to the same. Whether a transaction commits depends on values and on nothing
/// else: no node's failure aborts one, and no partition asks another for a vote, because all that write come
/// to the same end by themselves. Nobody waits in a circle. It holds with messages lost, repeated and
/// reordered, and with partitions that stop and start again. Not guaranteed: progress while a sequencer or
/// a partition that is read from stands still. Source: Thomson et al. 2012, sections 2 and 3.
///
/// Must be stored: nothing on the way. A partition that starts again takes its last checkpoint (`Stored`), asks
/// for the log after it, and runs it again to the same end; what it tells others again they have heard. A
/// checkpoint holds, beside the values, what other partitions may still ask for.
///
/// Cost: no write to the disk and no commit protocol. For a transaction, a message from each partition that is
/// read to each other one that writes; locks are held from the first local read until those have come, so a
/// slow partition is waited for by all that want its keys' neighbours. Before that, the wait for the epoch
/// to end, and for the slowest sequencer's batch. A transaction is aborted when one of its conditions does not
/// hold, never for a deadlock or a crash.
///
/// Memory: the transactions of ordered epochs that have not ended; batches and reads of at most `window`
/// epochs to come, later ones are let go and asked for again; what it has read for others since the epoch
/// they all have saved.
///
/// Deviations: the caller is the threads: it chooses which of the `runnable` goes on. For a checkpoint no epoch
/// begins until all that runs has ended, the paper's simplest of three ways (section 5). A transaction that writes nothing ends at
/// the first partition it reads from. No disk is waited for while locks are held (section 4).
public struct CalvinPartition: Hashable, Sendable {
  /// A checkpoint: all that must be found again by one that stops.
  public struct Stored: Hashable, Sendable {
    /// Everything up to the end of this epoch has run; 0 before the first.
    public var epoch: Int
    /// The values then.
    public var values: [String: Int]
    /// What was read for others, who may not have saved what came of it.
    public var served: [CalvinPosition: [String: Int]]

    /// Describes what is on the disk; nothing on an empty one.
    public init(
      epoch: Int = 0, values: [String: Int] = [:], served: [CalvinPosition: [String: Int]] = [:]
    ) {
      self.epoch = epoch
      self.values = values
      self.served = served
    }
  }

  /// What a partition wants done, in this order.
  public enum Output: Hashable, Sendable {
    /// Put this on stable storage; what follows waits until it is there.
    case persist(Stored)
    /// Send this to a partition or a sequencer.
    case send(CalvinMessage, to: NodeID)
    /// A transaction has ended. Each partition that writes says so, and again after a restart.
    case ended(CalvinPosition, CalvinOutcome)
  }

  private struct Running: Hashable {
    let transaction: CalvinTransaction
    /// The partitions that are read from, and those that come to the end.
    let readers: Set<NodeID>
    let enders: Set<NodeID>
    /// What each partition has read, this one included.
    var reads: [NodeID: [String: Int]] = [:]
  }

  private let id: NodeID
  private let partitions: [NodeID]
  private let sequencers: [NodeID]
  private let window: Int
  /// The values of this partition's keys; a key without one is 0.
  public private(set) var values: [String: Int]
  /// The epoch up to which all is in order.
  public private(set) var lastOrdered: Int
  private var batches: [Int: [NodeID: CalvinBatch]] = [:]
  private var running: [CalvinPosition: Running] = [:]
  private var locks = OrderedLocks<CalvinPosition>()
  /// What others have read for transactions that are not in order here.
  private var early: [CalvinPosition: [NodeID: [String: Int]]] = [:]
  private var served: [CalvinPosition: [String: Int]]
  private var lastSaved: Int
  /// True when a checkpoint is asked for and something still runs.
  private var isSaving = false
  private var saved: [NodeID: Int] = [:]

  /// A partition as it starts, or starts again from its last checkpoint.
  /// - Parameters:
  ///   - partitions: all of this copy of the data, this one included.
  ///   - sequencers: all that take in transactions.
  ///   - window: how many epochs to come are kept while an earlier one is missing.
  public init(
    id: NodeID, partitions: [NodeID], sequencers: [NodeID], window: Int = 100,
    stored: Stored = Stored()
  ) {
    precondition(partitions.contains(id), "one of the partitions")
    self.id = id
    self.partitions = Array(Set(partitions)).sorted()
    self.sequencers = Array(Set(sequencers)).sorted()
    self.window = window
    values = stored.values
    lastOrdered = stored.epoch
    lastSaved = stored.epoch
    served = stored.served
  }

  /// Which partition a key belongs to: by the FNV-1a hash of its name, which is the same everywhere.
  public static func owner(of key: String, among partitions: [NodeID]) -> NodeID? {
    let hash = key.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    let ring = partitions.sorted()
    return ring.isEmpty ? nil : ring[Int(hash % UInt64(ring.count))]
  }

  /// What can go on: it has its locks, and what it waits for has come.
  public var runnable: [CalvinPosition] {
    running.keys.filter { position in
      guard let task = running[position], locks.hasAll(position) else { return false }
      return task.reads[id] == nil || task.reads.count == task.readers.count
    }.sorted()
  }

  /// How many transactions have begun to ask for locks here and have not ended.
  public var runningCount: Int { running.count }
  /// How many answers are kept for others.
  public var servedCount: Int { served.count }

  // MARK: Inputs

  /// Lets a transaction do its next step: read what is here, or, when all has been read, come to its end.
  /// Nothing comes of one that cannot go on.
  public mutating func advance(_ position: CalvinPosition) -> [Output] {
    guard runnable.contains(position), let task = running[position] else { return [] }
    let outputs = task.reads[id] == nil ? read(task, at: position) : end(task, at: position)
    return outputs + saveIfAsked()
  }

  /// Saves what has been done: once all that is under way has ended, before another epoch begins.
  public mutating func checkpoint() -> [Output] {
    isSaving = true
    return saveIfAsked()
  }

  /// Asks again for what is missing: after a start, and whenever nothing has come for long.
  public func retry() -> [Output] {
    let known = batches[nextEpoch] ?? [:]
    let lacking = sequencers.filter { known[$0] == nil }
    let unread = running.keys.sorted().flatMap { position -> [Output] in
      guard let task = running[position], task.enders.contains(id) else { return [] }
      return task.readers.subtracting(task.reads.keys).subtracting([id]).sorted().map {
        .send(.askReads(position), to: $0)
      }
    }
    return lacking.map { .send(.askBatches(after: lastOrdered), to: $0) } + unread + tellSaved
  }

  /// Takes in a message. What is known, of no use any more, or too early changes nothing.
  public mutating func receive(_ message: CalvinMessage, from sender: NodeID) -> [Output] {
    switch message {
    case .batch(let batch):
      guard sequencers.contains(batch.sequencer), isToCome(batch.epoch) else { return [] }
      batches[batch.epoch, default: [:]][batch.sequencer] = batch
      orderNext()
      return []
    case .reads(let position, let reads):
      guard partitions.contains(sender), sender != id else { return [] }
      if running[position]?.readers.contains(sender) == true {
        running[position]?.reads[sender] = reads
      } else if isToCome(position.epoch) {
        early[position, default: [:]][sender] = reads
      }
      return []
    case .askReads(let position):
      guard let reads = served[position] else { return [] }
      return [.send(.reads(position, reads), to: sender)]
    case .saved(let epoch):
      guard partitions.contains(sender) else { return [] }
      saved[sender] = max(epoch, saved[sender, default: 0])
      let least = partitions.filter { $0 != id }.map { saved[$0, default: 0] }.min() ?? 0
      served = served.filter { $0.key.epoch > least }
      return []
    case .askBatches: return []
    }
  }

  // MARK: Order

  /// After the last number there is none, and nothing is to come.
  private var nextEpoch: Int { lastOrdered < .max ? lastOrdered + 1 : .max }

  private func isToCome(_ epoch: Int) -> Bool {
    epoch > lastOrdered && epoch - lastOrdered <= window
  }

  /// Orders the epochs of which all is there, but none while those before are being saved.
  private mutating func orderNext() {
    while !isSaving, let next = batches[nextEpoch], next.count == sequencers.count {
      order(next)
    }
  }

  /// Asks for the locks of an epoch's transactions, in the global order.
  private mutating func order(_ epoch: [NodeID: CalvinBatch]) {
    lastOrdered = nextEpoch
    batches[lastOrdered] = nil
    for sequencer in sequencers {
      for (index, transaction) in (epoch[sequencer]?.transactions ?? []).enumerated() {
        let place = CalvinPosition(epoch: lastOrdered, sequencer: sequencer, index: index)
        begin(transaction, at: place)
      }
    }
    early = early.filter { isToCome($0.key.epoch) }
  }

  private mutating func begin(_ transaction: CalvinTransaction, at position: CalvinPosition) {
    let (reads, writes) = (transaction.readSet, transaction.writeSet)
    let readers = owners(of: reads)
    var enders = owners(of: writes)
    if enders.isEmpty, let first = readers.min() { enders = [first] }
    guard readers.union(enders).contains(id) else { return }
    let task = Running(
      transaction: transaction, readers: readers.union([id]), enders: enders,
      reads: (early[position] ?? [:]).filter { readers.contains($0.key) })
    running[position] = task
    locks.request(
      position, shared: here(reads.subtracting(writes)), exclusive: here(writes))
  }

  private func owners(of keys: Set<String>) -> Set<NodeID> {
    Set(keys.compactMap { Self.owner(of: $0, among: partitions) })
  }

  private func here(_ keys: Set<String>) -> Set<String> {
    keys.filter { Self.owner(of: $0, among: partitions) == id }
  }

  // MARK: Execution

  /// Reads what is here, and tells those who need it. Who writes nothing is done with it.
  private mutating func read(_ task: Running, at position: CalvinPosition) -> [Output] {
    var reads: [String: Int] = [:]
    for key in here(task.transaction.readSet) { reads[key] = values[key, default: 0] }
    running[position]?.reads[id] = reads
    if !task.enders.contains(id) { finish(position) }
    let others = task.enders.subtracting([id]).sorted()
    guard !reads.isEmpty, !others.isEmpty else { return [] }
    served[position] = reads
    return others.map { .send(.reads(position, reads), to: $0) }
  }

  /// Comes to the same end as every other partition that writes.
  private mutating func end(_ task: Running, at position: CalvinPosition) -> [Output] {
    var read: [String: Int] = [:]
    for reads in task.reads.values { read.merge(reads) { first, _ in first } }
    let writes = task.transaction.writes(given: read)
    for key in here(Set((writes ?? [:]).keys)) { values[key] = writes?[key] }
    finish(position)
    return [.ended(position, CalvinOutcome(isCommitted: writes != nil, read: read))]
  }

  private mutating func finish(_ position: CalvinPosition) {
    running[position] = nil
    locks.release(position)
  }

  private mutating func saveIfAsked() -> [Output] {
    guard isSaving, running.isEmpty else { return [] }
    defer { orderNext() }
    isSaving = false
    guard lastOrdered > lastSaved else { return [] }
    lastSaved = lastOrdered
    return [.persist(Stored(epoch: lastSaved, values: values, served: served))] + tellSaved
  }

  private var tellSaved: [Output] {
    (sequencers + partitions.filter { $0 != id }).map { .send(.saved(epoch: lastSaved), to: $0) }
  }
}
