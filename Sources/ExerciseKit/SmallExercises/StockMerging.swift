/// What the small exercise `both-sides-count` asks for: what a stock is after both sides of a cut have changed it.
///
/// Source: Terry et al. 1995, section 4: conflicting updates are merged, not dropped.
public protocol StockMerging: SmallFunction {
  /// The stock after a cut has healed.
  /// - Parameters:
  ///   - base: what both sides had when they were cut apart.
  ///   - left: what the left side has now.
  ///   - right: what the right side has now.
  static func healed(base: Int, left: Int, right: Int) -> Int
}

extension StockMerging {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    .number(healed(base: numbers[0], left: numbers[1], right: numbers[2]))
  }
}
