public import ExerciseKit

/// What a stock is after both sides of a cut have changed it.
///
/// Guarantee: every change of either side counts once. What no merge can give back is the rule that the stock is
/// never below zero: that needs the two sides to have agreed before. Source: Terry et al. 1995, section 4.
public enum Healing: StockMerging {
  /// The stock after a cut has healed.
  /// - Parameters:
  ///   - base: what both sides had when they were cut apart.
  ///   - left: what the left side has now.
  ///   - right: what the right side has now.
  public static func healed(base: Int, left: Int, right: Int) -> Int {
    left + right - base
  }
}
