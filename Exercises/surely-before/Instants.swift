import ExerciseKit

/// Whether one instant was surely before another.
enum Instants: BoundedTime {
  /// True when the first instant was surely before the second.
  ///
  /// A clock showed `first` and `second`, in microseconds, each off by at most its error in either direction.
  static func surelyBefore(first: Int, error: Int, second: Int, otherError: Int) -> Bool {
    // TODO: Which moments does each clock allow?
    first < second
  }
}
