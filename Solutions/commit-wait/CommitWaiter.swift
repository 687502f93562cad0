/// How a leader orders transactions by clocks whose error has a bound: take a timestamp that is not
/// yet past anywhere, wait until it is past everywhere, and only then show the result.
///
/// Guarantee: when every clock's interval contains the true time, a transaction that starts anywhere
/// after another became visible gets a larger timestamp (external consistency). Timestamps of one
/// leader strictly increase. A snapshot that `safeSnapshot` allows never changes later. Source:
/// Corbett et al. 2012, sections 4.1.2, 4.1.3 and 4.2.1.
///
/// Deviations: no locks and no replication: the caller logs a transaction through its replicas while
/// it waits, and shows it once both are done. A participant that hears the coordinator's timestamp
/// reports it by `learn`.
public struct CommitWaiter: Hashable, Sendable {
  /// The largest timestamp this leader has given or learnt.
  private var last = Int64.min
  /// Lower bounds of transactions that are prepared here and not yet decided.
  private var prepared: [Int: Int64] = [:]
  /// Timestamps of transactions that are decided and not yet visible.
  private var waiting: [Int: Int64] = [:]

  /// Has given no timestamp.
  public init() {}

  /// A participant's promise: the transaction will not commit below the returned bound.
  public mutating func prepare(_ id: Int, now: TimeInterval64) -> Int64 {
    let bound = next(atLeast: now.latest)
    prepared[id] = bound
    return bound
  }

  /// The coordinator's choice of a timestamp, once every participant has prepared.
  /// - Parameter bounds: what the participants promised; empty when there are none.
  /// - Returns: the timestamp: not before any bound, later than every other of this leader, and not
  ///   past on any clock.
  public mutating func begin(_ id: Int, now: TimeInterval64, prepared bounds: [Int64]) -> Int64 {
    let timestamp = next(atLeast: bounds.reduce(now.latest, max))
    prepared[id] = nil
    waiting[id] = timestamp
    return timestamp
  }

  /// A participant hears which timestamp the coordinator chose.
  public mutating func learn(_ id: Int, committedAt timestamp: Int64) {
    prepared[id] = nil
    waiting[id] = timestamp
    last = max(last, timestamp)
  }

  /// The transactions that may become visible now: those whose timestamp is past on every clock, by
  /// rising timestamp. Each is returned once.
  public mutating func poll(now: TimeInterval64) -> [Int] {
    let past = waiting.filter { now.earliest > $0.value }.sorted { $0.value < $1.value }.map(\.key)
    for id in past { waiting[id] = nil }
    return past
  }

  /// True when a snapshot at `time` is complete here: nothing can still become visible at or before it.
  public func safeSnapshot(at time: Int64) -> Bool {
    // Beyond the last timestamp the next one is still free to be chosen.
    time <= last && prepared.values.allSatisfy { $0 > time }
      && waiting.values.allSatisfy { $0 > time }
  }

  private mutating func next(atLeast bound: Int64) -> Int64 {
    last = last == Int64.min ? bound : max(bound, last + 1)
    return last
  }
}
