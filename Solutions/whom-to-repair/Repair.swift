public import ExerciseKit

/// How many replicas a read must write back to.
///
/// Guarantee: after the write-back everybody who answered holds the newest version seen, so a later read from
/// any quorum finds it. Source: Attiya, Bar-Noy and Dolev 1995, section 3.
public enum Repair: RepairCount {
  /// How many of the replicas that answered hold something older than the newest.
  /// - Parameter versions: a version for each that answered, 0 where it holds nothing.
  public static func behind(_ versions: [Int]) -> Int {
    let newest = versions.max() ?? 0
    return versions.count { $0 < newest }
  }
}
