/// What the small exercise `whom-to-repair` asks for: how many replicas a read must write back to.
///
/// Source: Attiya, Bar-Noy and Dolev 1995, section 3: a reader writes back what it returns.
public protocol RepairCount: SmallFunction {
  /// How many of the replicas that answered hold something older than the newest.
  /// - Parameter versions: a version for each that answered, 0 where it holds nothing.
  static func behind(_ versions: [Int]) -> Int
}

extension RepairCount {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    .number(behind(numbers))
  }
}
