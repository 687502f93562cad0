/// What the small exercise `value-of-the-majority` asks for: the value that a majority of three copies holds.
///
/// Source: Thomas 1979, section 3: a majority of the copies decides.
public protocol MajorityValue: SmallFunction {
  /// The value that at least two of three copies hold; nil when no two agree.
  static func agreed(_ a: Int, _ b: Int, _ c: Int) -> Int?
}

extension MajorityValue {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    SmallAnswer(agreed(numbers[0], numbers[1], numbers[2]))
  }
}
