public import ExerciseKit

/// How far a majority of the logs reaches.
///
/// Guarantee: everything up to the answer is on more than half of the nodes. Whether it is committed depends
/// on its term as well. Source: Ongaro and Ousterhout 2014, sections 5.3 and 5.4.2.
public enum Replication: MajorityReach {
  /// The largest index that a majority of the logs has reached.
  /// - Parameter ends: how far each log reaches, the leader's own included.
  public static func reached(_ ends: [Int]) -> Int {
    ends.sorted()[(ends.count - 1) / 2]
  }
}
