import ExerciseKit

/// How many replicas a read must write back to.
enum Repair: RepairCount {
  /// How many of the replicas that answered hold something older than the newest.
  /// - Parameter versions: a version for each that answered, 0 where it holds nothing.
  static func behind(_ versions: [Int]) -> Int {
    // TODO: What is the newest?
    0
  }
}
