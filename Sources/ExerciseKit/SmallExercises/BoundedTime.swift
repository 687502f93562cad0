/// What the small exercise `surely-before` asks for: whether one instant was surely before another.
///
/// Source: Corbett et al. 2012, section 3: TT.after and TT.before.
public protocol BoundedTime: SmallFunction {
  /// True when the first instant was surely before the second.
  ///
  /// A clock showed `first` and `second`, in microseconds, each off by at most its error in either direction.
  static func surelyBefore(first: Int, error: Int, second: Int, otherError: Int) -> Bool
}

extension BoundedTime {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    .truth(
      surelyBefore(
        first: numbers[0], error: numbers[1], second: numbers[2], otherError: numbers[3]))
  }
}
