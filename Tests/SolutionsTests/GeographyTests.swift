import Simulation
import Solutions
import Testing

@Suite("Geography")
struct GeographyTests {
  private let measured = Geography(
    rtt: [["E", "W"]: 70, ["E", "EU"]: 80, ["E", "AP"]: 170])

  @Test(arguments: [
    (["E", "W", "EU"], 70, 80), (["E", "EU", "AP"], 80, 170), (["E", "W", "AP"], 70, 170),
    (["E", "W", "EU", "AP"], 80, 170), (["E", "E", "W", "EU", "AP"], 70, 170),
    (["E", "E", "E", "EU", "EU", "EU", "AP", "AP", "AP"], 80, 170), (["E"], 0, 0),
  ])
  func `a commit from E waits for the majority, not for the slowest`(
    voters: [String], majority: Int, all: Int
  ) {
    #expect(measured.commitLatency(leader: "E", voters: voters) == majority)
    #expect(measured.replicationToAll(leader: "E", voters: voters) == all)
  }

  @Test func `nine voters in three regions commit after 80 ms from E and EU, 170 ms from AP`() {
    let voters = ["E", "EU", "AP"].flatMap { [$0, $0, $0] }
    let filledIn = measured.filledIn()
    #expect(
      ["E", "EU", "AP"].map { filledIn.commitLatency(leader: $0, voters: voters) } == [80, 80, 170])
  }

  @Test func `a client far from the leader waits for the way as well`() {
    let voters = ["E", "EU", "AP"]
    #expect(measured.clientLatency(client: "AP", leader: "E", voters: voters) == 250)
    #expect(measured.clientLatency(client: "E", leader: "E", voters: voters) == 80)
  }

  @Test func `what is not known is not guessed`() {
    #expect(measured.roundTrip("E", "E") == 0)
    #expect(measured.roundTrip("W", "E") == 70)
    #expect(measured.roundTrip("EU", "AP") == nil)
    #expect(measured.commitLatency(leader: "EU", voters: ["E", "EU", "AP"]) == nil)
    #expect(measured.commitLatency(leader: "W", voters: ["E", "EU"]) == nil)
    #expect(measured.commitLatency(leader: "E", voters: []) == nil)
    #expect(measured.clientLatency(client: "nowhere", leader: "E", voters: ["E"]) == nil)
    #expect(measured.bestLeader(voters: ["EU", "AP"], clients: [:]) == nil)
  }

  @Test func `filling in takes the shortest way and changes nothing that is known`() {
    let filledIn = measured.filledIn()
    #expect(filledIn.places == ["AP", "E", "EU", "W"])
    #expect(filledIn.roundTrip("EU", "AP") == 250)
    #expect(filledIn.roundTrip("W", "EU") == 150)
    #expect(filledIn.roundTrip("W", "AP") == 240)
    #expect(filledIn.roundTrip("E", "AP") == 170)
    let detour = Geography(rtt: [
      ["A", "B"]: 10, ["B", "C"]: 10, ["A", "C"]: 500, ["C", "D"]: 1,
    ])
    #expect(detour.filledIn().roundTrip("A", "C") == 500)
    #expect(detour.filledIn().roundTrip("B", "D") == 11)
    let whole = Geography(rtt: [["A", "B"]: 1, ["B", "C"]: 2, ["A", "C"]: 9])
    #expect(whole.filledIn() == whole, "where all is known there is nothing to fill in")
  }

  @Test func `a way may go round a pair that is known and slow`() {
    let places = Geography(rtt: [
      ["a", "c"]: 1, ["c", "d"]: 1, ["d", "b"]: 1, ["a", "d"]: 100,
    ])
    #expect(places.filledIn().roundTrip("a", "b") == 3)
    #expect(places.filledIn().roundTrip("a", "d") == 100, "what is known stays")
    let far = Geography(rtt: [["a", "b"]: .max, ["b", "c"]: .max])
    #expect(far.filledIn().roundTrip("a", "c") == .max)
    #expect(far.filledIn().clientLatency(client: "a", leader: "b", voters: ["b", "c"]) == .max)
  }

  /// The shortest of all ways that visit no place twice.
  private func shortest(_ from: String, _ to: String, _ rtt: [Set<String>: Int]) -> Int? {
    guard from != to else { return 0 }
    let others = rtt.filter { !$0.key.contains(from) }
    return rtt.filter { $0.key.contains(from) }.compactMap { pair, time in
      pair.subtracting([from]).first.flatMap { shortest($0, to, others).map { $0 + time } }
    }.min()
  }

  @Test func `what is filled in is the shortest of all ways`() {
    for seed in UInt64(0)..<100 {
      var random = RandomSource(seed: seed)
      let names = ["a", "b", "c", "d", "e"]
      var rtt: [Set<String>: Int] = [:]
      for (index, a) in names.enumerated() {
        for b in names[(index + 1)...] where random.chance(1, in: 2) {
          rtt[[a, b]] = 1 + random.index(below: 50)
        }
      }
      let filledIn = Geography(rtt: rtt).filledIn()
      for (index, a) in names.enumerated() {
        for b in names[(index + 1)...] {
          #expect(
            filledIn.roundTrip(a, b) == rtt[[a, b]] ?? shortest(a, b, rtt), "seed \(seed)")
        }
      }
    }
  }

  @Test func `the best leader is near the clients, not near the voters alone`() {
    let voters = ["E", "W", "EU", "AP"]
    let filledIn = measured.filledIn()
    #expect(filledIn.bestLeader(voters: voters, clients: ["E": 1, "W": 1, "EU": 1]) == "E")
    // A request from AP: 170 to E and 80 there, or nothing to AP and 240 there.
    #expect(filledIn.bestLeader(voters: voters, clients: ["AP": 99, "E": 1]) == "AP")
    #expect(filledIn.bestLeader(voters: ["EU", "E"], clients: [:]) == "EU")
    // W would be nearest to the voters, and nobody knows how far it is from EU.
    let partly = Geography(rtt: [["W", "E"]: 1, ["E", "EU"]: 90, ["E", "AP"]: 2])
    #expect(partly.bestLeader(voters: ["W", "E"], clients: ["EU": 1]) == "E")
  }
}
