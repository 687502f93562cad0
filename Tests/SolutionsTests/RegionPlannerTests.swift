import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("Region planner")
struct RegionPlannerTests {
  private let three = RegionMap(
    centres: (1...3).flatMap { region in (1...3).map { DataCentre(region: region, number: $0) } },
    times: [:], otherwise: 80)

  private func centre(_ region: Int, _ number: Int) -> DataCentre {
    DataCentre(region: region, number: number)
  }

  /// All sets of the map's data centres.
  private func sets(of map: RegionMap) -> [Set<DataCentre>] {
    (0..<1 << map.centres.count).map { bits in
      Set(map.centres.indices.filter { bits >> $0 & 1 == 1 }.map { map.centres[$0] })
    }
  }

  @Test(arguments: WriteConcern.allCases)
  func `a write survives a loss exactly when no set of copies that made it done is lost whole`(
    concern: WriteConcern
  ) {
    let leader = centre(2, 1)
    let sets = sets(of: three)
    let enough = sets.filter {
      RegionPlanner.isDone(concern, takenBy: leader, storedAt: $0, in: three)
    }
    #expect(!enough.isEmpty)
    for lost in sets {
      let mayBeLost = enough.contains { $0.isSubset(of: lost) }
      #expect(
        RegionPlanner.survives(concern, takenBy: leader, losing: lost, in: three) != mayBeLost,
        "\(concern), \(lost.sorted())")
    }
  }

  @Test func `a write is done as a store of the same regions acknowledges it`() {
    let names = ["r1", "r2", "r3"]
    for concern in WriteConcern.allCases {
      for copies in sets(of: three) {
        let leader = copies.min() ?? centre(1, 1)
        var store = RegionStore(regions: names)
        func site(_ centre: DataCentre) -> RegionStore.Site {
          .init(region: names[centre.region - 1], number: centre.number)
        }
        let write = store.write(at: site(leader), concern: concern)
        for copy in copies { store.store(write, at: site(copy)) }
        #expect(
          store.isAcknowledged(write)
            == RegionPlanner.isDone(
              concern, takenBy: leader, storedAt: copies.union([leader]), in: three))
      }
    }
  }

  @Test(arguments: 0..<40)
  func `the distance is the first moment at which enough have answered`(seed: UInt64) {
    var random = RandomSource(seed: seed)
    let centres = random.shuffled(
      (1...4).flatMap { region in
        (0...random.index(below: 4)).map { DataCentre(region: region, number: $0) }
      })
    var times: [Set<DataCentre>: Millis] = [:]
    for one in centres {
      for other in centres where one < other { times[[one, other]] = random.index(below: 30) }
    }
    let map = RegionMap(centres: centres, times: times, otherwise: 0)
    for leader in centres {
      for concern in WriteConcern.allCases {
        let distance = RegionPlanner.commitDistance(concern, from: leader, in: map)
        let isDone = [distance - 1, distance].map { moment in
          RegionPlanner.isDone(
            concern, takenBy: leader,
            storedAt: Set(centres.filter { map.roundTrip(leader, $0) <= moment }), in: map)
        }
        #expect(isDone == [false, true])
      }
    }
  }

  @Test func `with one data centre in each region a global write is as far as a majority`() {
    let names = ["E", "W", "EU", "AP"]
    let rtt: [Set<String>: Millis] = [
      ["E", "W"]: 70, ["E", "EU"]: 80, ["E", "AP"]: 170, ["W", "EU"]: 150, ["W", "AP"]: 240,
      ["EU", "AP"]: 250,
    ]
    let centres = names.indices.map { DataCentre(region: $0, number: 1) }
    let map = RegionMap(
      centres: centres,
      times: Dictionary(
        uniqueKeysWithValues: rtt.map { pair, time in
          (Set(pair.compactMap { names.firstIndex(of: $0) }.map { centres[$0] }), time)
        }), otherwise: 0)
    let geography = Geography(rtt: rtt)
    for (place, name) in names.enumerated() {
      #expect(
        RegionPlanner.commitDistance(.global, from: centres[place], in: map)
          == geography.commitLatency(leader: name, voters: names))
    }
    for client in names.indices {
      let best = geography.bestLeader(voters: names, clients: [names[client]: 3])
      #expect(
        RegionPlanner.bestLeader(.global, for: [centres[client]: 3], in: map).region
          == best.flatMap { names.firstIndex(of: $0) })
    }
  }

  @Test func `of equal leaders it is the first in their order, whatever the map lists first`() {
    let listed = RegionMap(
      centres: [centre(3, 1), centre(1, 2), centre(1, 1)], times: [:], otherwise: 7)
    #expect(RegionPlanner.bestLeader(.local, for: [:], in: listed) == centre(1, 1))
    let nobody = RegionMap(centres: [], times: [:], otherwise: 7)
    #expect(RegionPlanner.bestLeader(.local, for: [:], in: nobody) == centre(0, 0))
  }
}
