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
