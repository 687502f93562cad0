import ExerciseKit

/// What a count that may still grow says of a threshold.
enum Threshold: MonotoneQuestion {
  /// Whether at least `goal` votes have been given.
  /// - Parameters:
  ///   - goal: how many are asked about.
  ///   - counted: how many have arrived here.
  ///   - out: how many more may have been given and not arrived.
  static func reached(goal: Int, counted: Int, out: Int) -> ThresholdAnswer {
    // TODO: What can the votes that are still out change?
    counted >= goal ? .yes : .no
  }
}
