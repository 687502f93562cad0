/// What can be said of a threshold.
public enum ThresholdAnswer: String, Hashable, Sendable, CaseIterable {
  /// It is reached, whatever comes.
  case yes
  /// It is not reached, and will not be.
  case no
  /// Nobody can say yet.
  case notYet
}

/// What the small exercise `not-yet` asks for: what a count that may still grow says of a threshold.
///
/// Source: Hellerstein and Alvaro 2020, section 2: monotone questions need no coordination.
public protocol MonotoneQuestion: SmallFunction {
  /// Whether at least `goal` votes have been given.
  /// - Parameters:
  ///   - goal: how many are asked about.
  ///   - counted: how many have arrived here.
  ///   - out: how many more may have been given and not arrived.
  static func reached(goal: Int, counted: Int, out: Int) -> ThresholdAnswer
}

extension MonotoneQuestion {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    .word(reached(goal: numbers[0], counted: numbers[1], out: numbers[2]).rawValue)
  }
}
