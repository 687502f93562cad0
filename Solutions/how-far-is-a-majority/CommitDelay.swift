public import ExerciseKit

/// How long a leader waits for a majority.
///
/// Guarantee: at that moment, and not before, more than half of the voters have the write; the leader counts
/// itself. Source: Ongaro and Ousterhout 2014, section 5.3.
public enum CommitDelay: MajorityDelay {
  /// The milliseconds after which a majority has answered.
  /// - Parameter roundTrips: from the leader to each *other* voter and back. The leader itself is a voter
  ///   and needs none.
  public static func commitDelay(_ roundTrips: [Int]) -> Int {
    let all = ([0] + roundTrips).sorted()
    return all[all.count / 2]
  }
}
