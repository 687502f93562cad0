import ExerciseKit

/// A table of regions as objects, and a binary search for the moment at which enough have answered.
final class RegionPlanner: RegionPlanning {
  private final class Region {
    var centres: [DataCentre] = []
    var needed: Int { centres.count / 2 + 1 }

    func has(_ stored: (DataCentre) -> Bool) -> Bool {
      var left = needed
      for centre in centres where stored(centre) {
        left -= 1
        if left == 0 { return true }
      }
      return false
    }
  }

  private let map: RegionMap
  private var regions: [Int: Region] = [:]

  private init(_ map: RegionMap) {
    self.map = map
    for centre in map.centres {
      let region = regions[centre.region] ?? Region()
      region.centres.append(centre)
      regions[centre.region] = region
    }
  }

  private func isEnough(
    _ concern: WriteConcern, _ leader: DataCentre, _ stored: (DataCentre) -> Bool
  ) -> Bool {
    switch concern {
    case .local: return stored(leader)
    case .regional: return regions[leader.region]?.has(stored) ?? false
    case .global:
      let have = regions.values.filter { $0.has(stored) }
      return have.count >= regions.count / 2 + 1
    }
  }

  private func distance(_ concern: WriteConcern, _ leader: DataCentre) -> Int {
    var (low, high) = (0, map.centres.map { map.roundTrip(leader, $0) }.max() ?? 0)
    while low < high {
      let middle = low + (high - low) / 2
      if isEnough(concern, leader, { map.roundTrip(leader, $0) <= middle }) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low
  }

  static func isDone(
    _ concern: WriteConcern, takenBy leader: DataCentre, storedAt copies: Set<DataCentre>,
    in map: RegionMap
  ) -> Bool { RegionPlanner(map).isEnough(concern, leader, copies.contains) }

  static func commitDistance(
    _ concern: WriteConcern, from leader: DataCentre, in map: RegionMap
  ) -> Millis { RegionPlanner(map).distance(concern, leader) }

  static func survives(
    _ concern: WriteConcern, takenBy leader: DataCentre, losing lost: Set<DataCentre>,
    in map: RegionMap
  ) -> Bool { !RegionPlanner(map).isEnough(concern, leader, lost.contains) }

  static func bestLeader(
    _ concern: WriteConcern, for clients: [DataCentre: Int], in map: RegionMap
  ) -> DataCentre {
    let planner = RegionPlanner(map)
    var order: [(wait: Int, leader: DataCentre)] = []
    for leader in map.centres {
      let commit = planner.distance(concern, leader)
      let waits = clients.map { $0.value * (map.roundTrip($0.key, leader) + commit) }
      order.append((waits.reduce(0, +), leader))
    }
    let least = order.map(\.wait).min() ?? 0
    return order.filter { $0.wait == least }.map(\.leader).min() ?? map.centres[0]
  }
}
