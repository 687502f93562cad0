import ExerciseKit

/// What a stock is after both sides of a cut have changed it.
enum Healing: StockMerging {
  /// The stock after a cut has healed.
  /// - Parameters:
  ///   - base: what both sides had when they were cut apart.
  ///   - left: what the left side has now.
  ///   - right: what the right side has now.
  static func healed(base: Int, left: Int, right: Int) -> Int {
    // TODO: What did each side change?
    min(left, right)
  }
}
