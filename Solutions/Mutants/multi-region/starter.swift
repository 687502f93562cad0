// fails: local-is-one-copy-at-home, regional-is-a-majority-at-home, global-is-a-majority-of-majorities, a-commit-waits-for-the-majority, a-global-commit-waits-for-regions, what-is-done-survives, the-leader-stands-near-its-clients, of-equals-the-first
// The starter as it is.
import ExerciseKit

/// Plans writes over several regions.
enum RegionPlanner: RegionPlanning {
  /// Whether a write counts as done.
  static func isDone(
    _ concern: WriteConcern, takenBy leader: DataCentre, storedAt copies: Set<DataCentre>,
    in map: RegionMap
  ) -> Bool {
    // TODO: Whose copies count for a local write, for a regional one, for a global one?
    false
  }

  /// How many milliseconds after its leader has stored it a write is done.
  static func commitDistance(
    _ concern: WriteConcern, from leader: DataCentre, in map: RegionMap
  ) -> Millis {
    // TODO: Who completes the majority?
    0
  }

  /// Whether a write that is done is still stored somewhere after this loss, in whatever order it was copied.
  static func survives(
    _ concern: WriteConcern, takenBy leader: DataCentre, losing lost: Set<DataCentre>,
    in map: RegionMap
  ) -> Bool {
    // TODO: Where may its only copies have been?
    false
  }

  /// The data centre for which clients wait least in all, as the leader; of equals the first.
  static func bestLeader(
    _ concern: WriteConcern, for clients: [DataCentre: Int], in map: RegionMap
  ) -> DataCentre {
    // TODO: How long does one client wait?
    map.centres[0]
  }
}
