public import ExerciseKit

/// A simulated clock of the TrueTime kind: it is off by some amount and knows a bound on it.
///
/// Guarantee: as long as the offset is within the uncertainty, every interval contains the true time.
/// An offset beyond it is a broken clock, and whatever rests on the bound breaks with it. Source:
/// Corbett et al. 2012, section 3.
///
/// Deviation: offset and uncertainty stay as they are; `TimeDaemon` has the uncertainty that grows
/// between synchronisations.
public struct TrueTimeClock: Hashable, Sendable {
  /// How far the clock is ahead of the true time, in microseconds; negative when behind.
  public var offset: Int64
  /// The bound it states, in microseconds: epsilon.
  public var uncertainty: Int64

  /// Makes a clock.
  public init(offset: Int64, uncertainty: Int64) {
    precondition(uncertainty >= 0, "a bound is not negative")
    self.offset = offset
    self.uncertainty = uncertainty
  }

  /// What the clock says when the true time is `time`.
  public func now(at time: Int64) -> TimeInterval64 {
    TimeInterval64(
      earliest: time + offset - uncertainty, latest: time + offset + uncertainty)
  }
}
