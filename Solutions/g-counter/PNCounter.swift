public import ExerciseKit

/// A counter that goes up and down: two counters that only grow, subtracted.
///
/// Guarantee: the value is the sum of all changes of all replicas merged into this one, each counted
/// once. It may be negative: no replica can know what the others are taking away at the same moment.
/// Source: Shapiro et al. 2011 (INRIA 7506), specification 7.
///
/// Must be stored: the whole counter, as for `GCounter`. Cost: two numbers for each replica that ever
/// counted, however often.
public struct PNCounter: UpDownCounter {
  private var additions: GCounter
  private var subtractions: GCounter

  /// Counts nothing yet.
  public init(replica: NodeID) {
    additions = GCounter(replica: replica)
    subtractions = GCounter(replica: replica)
  }

  /// What was added less what was taken away. Each of the two counts up to 2^63 - 1, and for as much
  /// when it is more.
  public var value: Int64 {
    Int64(clamping: additions.value) - Int64(clamping: subtractions.value)
  }

  /// Adds `delta`, or takes it away when it is negative.
  public mutating func add(_ delta: Int64) {
    if delta >= 0 {
      additions.increment(by: delta.magnitude)
    } else {
      subtractions.increment(by: delta.magnitude)
    }
  }

  /// Merges both halves.
  public mutating func merge(_ other: PNCounter) {
    additions.merge(other.additions)
    subtractions.merge(other.subtractions)
  }
}
