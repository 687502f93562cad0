import ExerciseKit

/// How long a leader waits for a majority.
enum CommitDelay: MajorityDelay {
  /// The milliseconds after which a majority has answered.
  /// - Parameter roundTrips: from the leader to each *other* voter and back. The leader itself is a voter
  ///   and needs none.
  static func commitDelay(_ roundTrips: [Int]) -> Int {
    // TODO: How many answers does the leader need besides its own?
    roundTrips.max() ?? 0
  }
}
