import ExerciseKit

/// What two replicas of a counter have counted together.
enum MergedCount: CounterMerging {
  /// What two replicas have counted together.
  ///
  /// Each knows a count for the nodes n1, n2 and n3: its newest news of what that node has added.
  static func total(_ left: [Int], _ right: [Int]) -> Int {
    // TODO: Which of two counts of one node is the newer?
    0
  }
}
