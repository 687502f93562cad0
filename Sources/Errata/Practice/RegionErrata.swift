import ExerciseKit
import Glibc
import Solutions

extension Erratum {
  /// Errata on consensus over several regions.
  static let regionErrata: [Erratum] = [
    Erratum(
      "E-52", .wrong, place: "second document, lines 549 to 556",
      said: "A commit by a global quorum takes 200 ms, from every region.",
      truth: """
        A majority waits for the voter that completes it, not for the slowest. By the page's own round \
        trips a leader in US-EAST with voters there, in EU-WEST and in ASIA-PAC commits after 80 ms; \
        waiting for everybody would take 170. A client in ASIA-PAC pays its way to the leader as well.
        """,
      settlement: .computed(
        method: "commits are computed from the printed round trips", globalCommits)),
    Erratum(
      "E-77", .misleading, place: "second document, lines 541 to 551",
      said: """
        A global coordinator stands above a Raft group in each region, and a write may return after \
        its local data centre has it.
        """,
      truth: """
        A coordinator that is one machine is a single point of failure: when it crashes after everyone \
        voted yes, two-phase commit blocks and the locks stay. It must be replicated itself. Groups \
        that commit alone give no order between regions, and a write acknowledged by its data centre \
        only is lost with it.
        """,
      settlement: .proven(
        method: """
          the coordinator crashes after all votes, with its disk gone and with its decision in a \
          replicated log; a region is lost after an acknowledged local write
          """, coordinatorCrash)),
    Erratum(
      "E-78", .misleading, place: "second document, lines 558 to 561",
      said: "Real latencies: 70 ms to US-WEST, 80 ms to EU-WEST, 170 ms to ASIA-PAC.",
      truth: """
        Plausible as round trips from Virginia to Oregon, Ireland and Tokyo, but the page does not say \
        that they are round trips, and ASIA-PAC is no region: Singapore and Mumbai are elsewhere, with \
        other floors. No network beats light in fibre, which is a check anybody can make.
        """,
      settlement: .computed(
        method: "the figures are compared with great circles at 0.68 of the speed of light",
        lightFloors
      )
    ),
  ]

  private static func globalCommits() -> Evidence {
    let world = Geography(rtt: [["E", "W"]: 70, ["E", "EU"]: 80, ["E", "AP"]: 170])
    let voters = ["E", "EU", "AP"]
    func observation(_ what: String, _ found: Int?, _ expected: Int) -> Evidence.Observation {
      .init(what, found.map { "\($0) ms" } ?? "unknown", holds: found == expected)
    }
    return Evidence(
      observation(
        "voters in E, EU and AP, leader in E",
        world.commitLatency(leader: "E", voters: voters), 80),
      observation(
        "voters in E, W and EU, leader in E",
        world.commitLatency(leader: "E", voters: ["E", "W", "EU"]), 70),
      observation(
        "the same as the first, but waiting for all three",
        world.replicationToAll(leader: "E", voters: voters), 170),
      observation(
        "a client in AP with the leader in E",
        world.clientLatency(client: "AP", leader: "E", voters: voters), 250))
  }

  private static func coordinatorCrash() -> Evidence {
    let regions = ["AP", "E", "EU"]
    var coordinator = Coordinator(participants: regions)
    var participants = regions.map { _ in Participant() }
    for (index, region) in regions.enumerated() {
      let vote = participants[index].prepare(canCommit: true)
      _ = coordinator.receive(vote: vote, from: region)
    }
    let blocked = participants.indices.filter { index in
      var others = participants
      var asking = others.remove(at: index)
      return !asking.timeOut(asking: &others)
    }
    // The decision is in a replicated log, so another machine reads it.
    var successor = Coordinator(participants: regions, disk: coordinator.disk)
    let decision = successor.recover()
    for index in participants.indices { participants[index].learn(isCommit: decision) }
    let committed = participants.filter { $0.state == .committed }

    var store = RegionStore(regions: regions)
    let write = store.write(at: .init(region: "E", number: 1), concern: .local)
    let wasAcknowledged = store.isAcknowledged(write)
    store.lose(region: "E")
    return Evidence(
      .init(
        "one coordinator crashes after three yes votes",
        "\(blocked.count) of 3 participants are blocked", holds: blocked.count == 3),
      .init(
        "its decision is in a replicated log", "\(committed.count) of 3 commit",
        holds: committed.count == 3),
      .init(
        "a local write is acknowledged, then its region is lost",
        store.lostWrites == [write] ? "the write is gone" : "a copy is left",
        holds: wasAcknowledged && store.lostWrites == [write]))
  }

  private static func lightFloors() -> Evidence {
    let virginia = (39.04, -77.49)
    let places: [(name: String, at: (Double, Double), floor: Double, printed: Double?)] = [
      ("Oregon", (45.84, -119.70), 34, 70), ("Dublin", (53.35, -6.26), 54, 80),
      ("Tokyo", (35.68, 139.69), 107, 170), ("Singapore", (1.35, 103.82), 152, nil),
      ("Mumbai", (19.08, 72.88), 126, nil),
    ]
    return Evidence(
      places.map { place in
        let floor = 2 * greatCircle(virginia, place.at) / (0.68 * 299.792458)
        let isFirmFloor =
          abs(floor - place.floor) < 1.5 && (place.printed.map { $0 > floor } ?? true)
        let printed = place.printed.map { ", printed \(Int($0)) ms" } ?? ", no figure printed"
        return Evidence.Observation(
          "fastest round trip from Virginia to \(place.name)",
          "\(Int(floor.rounded())) ms" + printed, holds: isFirmFloor)
      })
  }

  /// The distance in kilometres between two places given by latitude and longitude in degrees, on a
  /// sphere of 6,371 km (the haversine formula).
  private static func greatCircle(_ from: (Double, Double), _ to: (Double, Double)) -> Double {
    let radians = Double.pi / 180
    let latitude = sin((to.0 - from.0) * radians / 2)
    let longitude = sin((to.1 - from.1) * radians / 2)
    let half =
      latitude * latitude + cos(from.0 * radians) * cos(to.0 * radians) * longitude * longitude
    return 2 * 6_371 * asin(half.squareRoot())
  }
}
