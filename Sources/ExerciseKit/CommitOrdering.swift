/// What a clock with a known bound says: the true time lies somewhere in here, both ends included.
///
/// In microseconds. Source: Corbett et al. 2012, section 3 (`TTinterval`).
public struct TimeInterval64: Hashable, Sendable, CustomStringConvertible {
  /// The true time is not before this.
  public var earliest: Int64
  /// The true time is not after this.
  public var latest: Int64

  /// Makes an interval; one that ends before it starts is a programming error.
  public init(earliest: Int64, latest: Int64) {
    precondition(earliest <= latest, "an interval ends after it starts")
    self.earliest = earliest
    self.latest = latest
  }

  /// Twice the uncertainty; the largest number when it is more than that.
  public var width: Int64 {
    let width = latest.subtractingReportingOverflow(earliest)
    return width.overflow ? .max : width.partialValue
  }

  /// True when `time` may be the true time.
  public func contains(_ time: Int64) -> Bool {
    earliest <= time && time <= latest
  }

  /// The interval as `[earliest, latest]`.
  public var description: String { "[\(earliest), \(latest)]" }
}

/// What the exercise `commit-wait` asks for: a leader that orders transactions by clocks whose error has a
/// bound, and shows none before its timestamp is past everywhere (Corbett et al. 2012, sections 4.1.2,
/// 4.1.3 and 4.2.1).
public protocol CommitOrdering: Sendable {
  /// A leader that has seen no transaction.
  init()

  /// A participant's promise not to commit a transaction below a bound.
  /// - Returns: the bound; nil when the transaction is decided already.
  mutating func prepare(_ id: Int, now: TimeInterval64) -> Int64?

  /// The coordinator's choice of a timestamp, once every participant has prepared.
  /// - Parameter bounds: what the participants promised; empty when there are none.
  mutating func begin(_ id: Int, now: TimeInterval64, prepared bounds: [Int64]) -> Int64

  /// A participant hears which timestamp the coordinator chose.
  /// - Returns: false, and nothing has happened, when it contradicts what is known here.
  mutating func learn(_ id: Int, committedAt timestamp: Int64) -> Bool

  /// A transaction will not commit.
  /// - Returns: false, and nothing has happened, when it has committed here.
  mutating func abort(_ id: Int) -> Bool

  /// The transactions that may become visible now, by rising timestamp, and of one timestamp by rising
  /// number. Each is returned once.
  mutating func poll(now: TimeInterval64) -> [Int]

  /// Whether a snapshot at `time` is complete: nothing can still become visible at or before it.
  func safeSnapshot(at time: Int64) -> Bool
}
