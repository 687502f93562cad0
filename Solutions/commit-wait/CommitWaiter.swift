public import ExerciseKit

/// How a leader orders transactions by clocks whose error has a bound: take a timestamp that is not
/// yet past anywhere, wait until it is past everywhere, and only then show the result.
///
/// Guarantee: when every clock's interval contains the true time, a transaction that starts anywhere
/// after another became visible gets a larger timestamp (external consistency). Timestamps of one
/// leader strictly increase. A snapshot that `safeSnapshot` allows never changes later. It holds with
/// messages lost, repeated and reordered and with leaders that stop and start again. Source: Corbett
/// et al. 2012, sections 4.1.2, 4.1.3 and 4.2.1.
///
/// Must be stored: `stored`, before the answer of a step leaves (in the paper through Paxos, with the
/// records of prepare and commit). A leader that has forgotten it gives a timestamp twice, breaks its
/// promise not to commit below a bound, and calls snapshots safe that are not.
///
/// Cost: the wait is the whole width of the interval, less what replication took. What became of each
/// transaction is remembered, one number for each, until `forget` says that no message about it is
/// left.
///
/// Deviations: no locks and no replication: the caller logs a transaction through its replicas while
/// it waits, and shows it once both are done. A participant that hears the coordinator's timestamp
/// reports it by `learn`, and an abort by `abort`. Timestamps stop at the largest number: a bound that
/// asks for it never becomes past.
public struct CommitWaiter: CommitOrdering, Hashable, Sendable {
  /// What became of a transaction here.
  public enum Outcome: Hashable, Sendable {
    /// It has this timestamp.
    case committed(at: Int64)
    /// It has none and never will.
    case aborted
  }

  /// What must survive a restart.
  public struct Stored: Hashable, Sendable {
    /// The largest timestamp this leader has given or learnt; nil before the first.
    public var last: Int64?
    /// Lower bounds of transactions that are prepared here and not yet decided.
    public var prepared: [Int: Int64] = [:]
    /// Timestamps of transactions that are decided and not yet visible.
    public var waiting: [Int: Int64] = [:]
    /// What became of every transaction that may still be asked about.
    public var outcomes: [Int: Outcome] = [:]

    /// What is on an empty disk.
    public init() {}
  }

  /// What must be on the disk before the answer of the last step leaves.
  public private(set) var stored: Stored

  /// A leader that has seen no transaction.
  public init() {
    self.init(stored: Stored())
  }

  /// A leader as it starts again from what it stored last.
  public init(stored: Stored) {
    self.stored = stored
  }

  /// A participant's promise: the transaction will not commit below the returned bound. Asked again,
  /// it gives the same: a second promise would lift the first, on which a snapshot may rest.
  /// - Returns: the bound; nil when the transaction is decided, and the question came late.
  public mutating func prepare(_ id: Int, now: TimeInterval64) -> Int64? {
    guard stored.outcomes[id] == nil else { return nil }
    if let bound = stored.prepared[id] { return bound }
    let bound = next(atLeast: now.latest)
    stored.prepared[id] = bound
    return bound
  }

  /// The coordinator's choice of a timestamp, once every participant has prepared. Asked again, it
  /// chooses the same. To begin what this leader has aborted is a programming error.
  /// - Parameter bounds: what the participants promised; empty when there are none.
  /// - Returns: the timestamp: not before any bound, later than every other of this leader, and not
  ///   past on any clock.
  public mutating func begin(_ id: Int, now: TimeInterval64, prepared bounds: [Int64]) -> Int64 {
    precondition(stored.outcomes[id] != .aborted, "what is aborted does not commit")
    if case .committed(let timestamp) = stored.outcomes[id] { return timestamp }
    let timestamp = next(atLeast: bounds.reduce(now.latest, max))
    commit(id, at: timestamp)
    return timestamp
  }

  /// A participant hears which timestamp the coordinator chose. Repeats change nothing.
  /// - Returns: false, and nothing has happened, when it contradicts what is known here: an abort,
  ///   another timestamp, or one below the bound that was promised, if one was.
  @discardableResult
  public mutating func learn(_ id: Int, committedAt timestamp: Int64) -> Bool {
    if let known = stored.outcomes[id] { return known == .committed(at: timestamp) }
    guard let bound = stored.prepared[id], timestamp >= bound else { return false }
    commit(id, at: timestamp)
    stored.last = stored.last.map { max($0, timestamp) } ?? timestamp
    return true
  }

  /// A transaction will not commit: its coordinator says so, or it was never prepared here and will
  /// not be. What it held back is free. Repeats change nothing.
  /// - Returns: false, and nothing has happened, when it has committed here.
  @discardableResult
  public mutating func abort(_ id: Int) -> Bool {
    if let known = stored.outcomes[id] { return known == .aborted }
    stored.prepared[id] = nil
    stored.outcomes[id] = .aborted
    return true
  }

  /// Forgets what became of a transaction about which no message can come any more. One that is not
  /// decided or not yet visible is kept.
  public mutating func forget(_ id: Int) {
    if stored.waiting[id] == nil { stored.outcomes[id] = nil }
  }

  /// The transactions that may become visible now: those whose timestamp is past on every clock, by
  /// rising timestamp, and of one timestamp by rising number. Each is returned once.
  public mutating func poll(now: TimeInterval64) -> [Int] {
    let past = stored.waiting.filter { now.earliest > $0.value }
      .sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
    for id in past { stored.waiting[id] = nil }
    return past
  }

  /// True when a snapshot at `time` is complete here: nothing can still become visible at or before it.
  public func safeSnapshot(at time: Int64) -> Bool {
    // Beyond the last timestamp the next one is still free to be chosen.
    guard let last = stored.last, time <= last else { return false }
    return stored.prepared.values.allSatisfy { $0 > time }
      && stored.waiting.values.allSatisfy { $0 > time }
  }

  private mutating func commit(_ id: Int, at timestamp: Int64) {
    stored.prepared[id] = nil
    stored.waiting[id] = timestamp
    stored.outcomes[id] = .committed(at: timestamp)
  }

  private mutating func next(atLeast bound: Int64) -> Int64 {
    // Not below the largest number: there is none above it.
    let next = stored.last.map { max(bound, $0 == .max ? .max : $0 + 1) } ?? bound
    stored.last = next
    return next
  }
}
