import ExerciseKit

// Wrong answers to the exercise about regions.

/// Answers every question alike.
enum IdlePlanner: RegionPlanning {
  static func isDone(
    _ concern: WriteConcern, takenBy leader: DataCentre, storedAt copies: Set<DataCentre>,
    in map: RegionMap
  ) -> Bool { false }
  static func commitDistance(
    _ concern: WriteConcern, from leader: DataCentre, in map: RegionMap
  ) -> Millis { 0 }
  static func survives(
    _ concern: WriteConcern, takenBy leader: DataCentre, losing lost: Set<DataCentre>,
    in map: RegionMap
  ) -> Bool { false }
  static func bestLeader(
    _ concern: WriteConcern, for clients: [DataCentre: Int], in map: RegionMap
  ) -> DataCentre { DataCentre(region: .min + 77, number: .min + 77) }
}

/// Counts data centres where regions count, waits for the slowest, and puts the leader where most clients are.
enum CountingPlanner: RegionPlanning {
  static func isDone(
    _ concern: WriteConcern, takenBy leader: DataCentre, storedAt copies: Set<DataCentre>,
    in map: RegionMap
  ) -> Bool { concern == .local ? !copies.isEmpty : copies.count > map.centres.count / 2 }
  static func commitDistance(
    _ concern: WriteConcern, from leader: DataCentre, in map: RegionMap
  ) -> Millis { map.centres.map { map.roundTrip(leader, $0) }.max() ?? 0 }
  static func survives(
    _ concern: WriteConcern, takenBy leader: DataCentre, losing lost: Set<DataCentre>,
    in map: RegionMap
  ) -> Bool { !lost.contains(leader) }
  static func bestLeader(
    _ concern: WriteConcern, for clients: [DataCentre: Int], in map: RegionMap
  ) -> DataCentre { clients.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? map.centres[0] }
}
