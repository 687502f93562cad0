public import ExerciseKit

/// When a write over several regions is done, how long that takes, what it survives, and where its leader stands.
///
/// Guarantee: a write is done when the copies that its concern asks for are stored, and not before. So what is done
/// survives every loss that does not itself take as many copies in the same places; a global write the loss of any
/// one region, where there are three.
///
/// It holds while round trips stay as they are, and with any data centres lost for good at any moment after a
/// write is done.
///
/// Cost: a sort of the data centres for each distance; for the best leader one distance for each of them.
///
/// Deviation: nothing of a protocol is run. Storing takes no time, and a copy counts when its round trip is over.
///
/// Must be stored: nothing; every answer follows from the arguments.
///
/// Source: Ongaro and Ousterhout 2014, section 5.3, for each region; that regions count as nodes do is as in Gifford
/// 1979, one level up.
public enum RegionPlanner: RegionPlanning {
  /// Whether a write counts as done.
  public static func isDone(
    _ concern: WriteConcern, takenBy leader: DataCentre, storedAt copies: Set<DataCentre>,
    in map: RegionMap
  ) -> Bool {
    func hasMajority(_ region: [DataCentre]) -> Bool {
      isMajority(region.count(where: copies.contains), of: region.count)
    }
    let regions = regions(of: map)
    return switch concern {
    case .local: copies.contains(leader)
    case .regional: regions[leader.region].map(hasMajority) ?? false
    case .global: isMajority(regions.values.count(where: hasMajority), of: regions.count)
    }
  }

  /// How long after its leader has stored it a write is done.
  public static func commitDistance(
    _ concern: WriteConcern, from leader: DataCentre, in map: RegionMap
  ) -> Millis {
    func majority(of region: [DataCentre]) -> Millis {
      middle(of: region.map { map.roundTrip(leader, $0) })
    }
    let regions = regions(of: map)
    return switch concern {
    case .local: 0
    case .regional: majority(of: regions[leader.region] ?? [leader])
    case .global: middle(of: regions.values.map(majority))
    }
  }

  /// Whether a write that is done survives a loss: unless the lost copies alone could have made it done.
  public static func survives(
    _ concern: WriteConcern, takenBy leader: DataCentre, losing lost: Set<DataCentre>,
    in map: RegionMap
  ) -> Bool {
    !isDone(concern, takenBy: leader, storedAt: lost, in: map)
  }

  /// The data centre for which clients wait least in all: for the way to it and back, and for the commit.
  public static func bestLeader(
    _ concern: WriteConcern, for clients: [DataCentre: Int], in map: RegionMap
  ) -> DataCentre {
    let waits = map.centres.sorted().map { leader in
      let commit = commitDistance(concern, from: leader, in: map)
      let wait = clients.reduce(0) { $0 + $1.value * (map.roundTrip($1.key, leader) + commit) }
      return (leader: leader, wait: wait)
    }
    return waits.min { $0.wait < $1.wait }?.leader ?? DataCentre(region: 0, number: 0)
  }

  private static func regions(of map: RegionMap) -> [Int: [DataCentre]] {
    Dictionary(grouping: map.centres, by: \.region)
  }

  private static func isMajority(_ part: Int, of whole: Int) -> Bool { part > whole / 2 }

  /// The time that completes a majority.
  private static func middle(of times: [Millis]) -> Millis { times.sorted()[times.count / 2] }
}
