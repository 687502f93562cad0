public import ExerciseKit

/// What two replicas of a counter have counted together.
///
/// Guarantee: every addition that either side knows of counts once, however often it was passed on. A node's
/// count only grows, so the larger of two is the newer. Source: Shapiro et al. 2011, specification 6.
public enum MergedCount: CounterMerging {
  /// What two replicas have counted together.
  ///
  /// Each knows a count for the nodes n1, n2 and n3: its newest news of what that node has added.
  public static func total(_ left: [Int], _ right: [Int]) -> Int {
    zip(left, right).map { max($0, $1) }.reduce(0, +)
  }
}
