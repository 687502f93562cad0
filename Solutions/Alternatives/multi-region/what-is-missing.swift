import ExerciseKit

/// Counts what is missing, and asks of each distance how many are at most as far.
enum RegionPlanner: RegionPlanning {
  private static func regions(_ concern: WriteConcern, _ leader: DataCentre, _ map: RegionMap)
    -> [[DataCentre]]
  {
    switch concern {
    case .local: [[leader]]
    case .regional: [map.centres.filter { $0.region == leader.region }]
    case .global:
      Set(map.centres.map(\.region)).sorted().map { region in
        map.centres.filter { $0.region == region }
      }
    }
  }

  static func isDone(
    _ concern: WriteConcern, takenBy leader: DataCentre, storedAt copies: Set<DataCentre>,
    in map: RegionMap
  ) -> Bool {
    let regions = regions(concern, leader, map)
    let without = regions.filter { region in
      region.filter { !copies.contains($0) }.count >= (region.count + 1) / 2
    }
    return without.count < (regions.count + 1) / 2
  }

  static func commitDistance(
    _ concern: WriteConcern, from leader: DataCentre, in map: RegionMap
  ) -> Millis {
    func median(_ times: [Int]) -> Int {
      times.filter { time in 2 * times.filter { $0 <= time }.count > times.count }.min() ?? 0
    }
    return median(
      regions(concern, leader, map).map { region in
        median(region.map { map.roundTrip($0, leader) })
      })
  }

  static func survives(
    _ concern: WriteConcern, takenBy leader: DataCentre, losing lost: Set<DataCentre>,
    in map: RegionMap
  ) -> Bool {
    let regions = regions(concern, leader, map)
    // Those that cannot have the write without somebody who is left.
    let safe = regions.filter { region in
      region.filter { !lost.contains($0) }.count * 2 >= region.count
    }
    return safe.count * 2 >= regions.count
  }

  static func bestLeader(
    _ concern: WriteConcern, for clients: [DataCentre: Int], in map: RegionMap
  ) -> DataCentre {
    let all = clients.values.reduce(0, +)
    func ways(_ leader: DataCentre) -> Int {
      clients.map { $1 * map.roundTrip($0, leader) }.reduce(0, +)
    }
    let costs = map.centres.map {
      (ways($0) + all * commitDistance(concern, from: $0, in: map), $0)
    }
    return costs.sorted { $0 < $1 }[0].1
  }
}
