public import ExerciseKit

/// Whether one instant was surely before another.
///
/// Guarantee: when the answer is yes, the first event happened before the second in true time, provided that
/// each clock is off by no more than it says. Source: Corbett et al. 2012, section 3.
public enum Instants: BoundedTime {
  /// True when the first instant was surely before the second.
  ///
  /// A clock showed `first` and `second`, in microseconds, each off by at most its error in either direction.
  public static func surelyBefore(first: Int, error: Int, second: Int, otherError: Int) -> Bool {
    first + error < second - otherError
  }
}
