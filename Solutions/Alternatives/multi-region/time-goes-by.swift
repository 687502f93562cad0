import ExerciseKit

/// Lets time go by: answers come in one after the other, until the write is done.
struct RegionPlanner: RegionPlanning {
  static func isDone(
    _ concern: WriteConcern, takenBy leader: DataCentre, storedAt copies: Set<DataCentre>,
    in map: RegionMap
  ) -> Bool {
    if concern == .local { return copies.contains(leader) }
    // For each region, by how many its copies are more than those without one.
    var surplus: [Int: Int] = [:]
    for centre in map.centres {
      surplus[centre.region, default: 0] += copies.contains(centre) ? 1 : -1
    }
    if concern == .regional { return (surplus[leader.region] ?? 0) > 0 }
    return surplus.values.map { $0 > 0 ? 1 : -1 }.reduce(0, +) > 0
  }

  static func commitDistance(
    _ concern: WriteConcern, from leader: DataCentre, in map: RegionMap
  ) -> Millis {
    var copies: Set<DataCentre> = []
    var waiting = map.centres
    var now = 0
    while !isDone(concern, takenBy: leader, storedAt: copies, in: map) {
      guard
        let next = waiting.indices.min(by: {
          map.roundTrip(leader, waiting[$0]) < map.roundTrip(leader, waiting[$1])
        })
      else { break }
      let centre = waiting.remove(at: next)
      now = map.roundTrip(leader, centre)
      copies.insert(centre)
    }
    return concern == .local ? 0 : now
  }

  static func survives(
    _ concern: WriteConcern, takenBy leader: DataCentre, losing lost: Set<DataCentre>,
    in map: RegionMap
  ) -> Bool {
    !isDone(concern, takenBy: leader, storedAt: lost, in: map)
  }

  static func bestLeader(
    _ concern: WriteConcern, for clients: [DataCentre: Int], in map: RegionMap
  ) -> DataCentre {
    var best = map.centres[0]
    var least: Int?
    for leader in map.centres {
      let commit = commitDistance(concern, from: leader, in: map)
      var wait = 0
      for (client, number) in clients { wait += number * (commit + map.roundTrip(leader, client)) }
      if let known = least, wait > known || wait == known && best < leader { continue }
      best = leader
      least = wait
    }
    return best
  }
}
