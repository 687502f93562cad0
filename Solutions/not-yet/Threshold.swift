public import ExerciseKit

/// What a count that may still grow says of a threshold.
///
/// Guarantee: an answer other than `.notYet` is never taken back. "At least" is monotone and can be answered
/// without waiting for anybody; its negation is not, and has to know what is still out. Source: Hellerstein
/// and Alvaro 2020, section 2.
public enum Threshold: MonotoneQuestion {
  /// Whether at least `goal` votes have been given.
  /// - Parameters:
  ///   - goal: how many are asked about.
  ///   - counted: how many have arrived here.
  ///   - out: how many more may have been given and not arrived.
  public static func reached(goal: Int, counted: Int, out: Int) -> ThresholdAnswer {
    if counted >= goal { return .yes }
    return counted + out < goal ? .no : .notYet
  }
}
