import ExerciseKit

/// How far a majority of the logs reaches.
enum Replication: MajorityReach {
  /// The largest index that a majority of the logs has reached.
  /// - Parameter ends: how far each log reaches, the leader's own included.
  static func reached(_ ends: [Int]) -> Int {
    // TODO: Sort them. Which one do enough others reach?
    0
  }
}
