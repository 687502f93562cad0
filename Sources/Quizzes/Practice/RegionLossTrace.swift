import ExerciseKit
import Simulation
import Solutions

extension TracingQuestion {
  /// Which acknowledged writes go down with a region?
  static let regionLossTrace = TracingQuestion(
    "region-loss-trace", outcomes: ["1", "2", "3"]
  ) { random in
    let regions = ["AP", "E", "EU"]
    var store = RegionStore(regions: regions)
    let home = regions[random.index(below: regions.count)]
    let homeSites = store.sites.filter { $0.region == home }
    let awaySites = store.sites.filter { $0.region != home }
    var lines: [String] = []
    // One is lost for certain; the others are as they come.
    let lostNumber = 1 + random.index(below: 4)
    for number in 1...4 {
      let isLost = number == lostNumber
      let concerns = isLost ? [WriteConcern.local, .regional] : WriteConcern.allCases
      let concern = concerns[random.index(below: concerns.count)]
      let write = store.write(at: homeSites[0], concern: concern)
      for site in homeSites.dropFirst() where isLost || random.chance(2, in: 3) {
        store.store(write, at: site)
      }
      let leaves = !isLost && random.chance(1, in: 2)
      for site in awaySites where leaves && random.chance(1, in: 2) {
        store.store(write, at: site)
      }
      let copies = store.copies(of: write).map(\.description).joined(separator: ", ")
      lines.append("- w\(number), concern \(concern.rawValue): stored in \(copies)")
    }
    let acknowledged = (0..<4).map(store.isAcknowledged)
    store.lose(region: home)
    let lost = store.lostWrites
    let choices = (0..<4).map { write in
      if lost.contains(write) {
        return Choice.right(
          "w\(write + 1)", why: "It was acknowledged, and all its copies were in \(home).")
      }
      return acknowledged[write]
        ? Choice.wrong(
          "w\(write + 1)", "a region takes everything with it",
          why: "A copy outside \(home) is left.")
        : Choice.wrong(
          "w\(write + 1)", "every write was acknowledged",
          why: "Its client never heard \"done\", so nothing it was promised is lost.")
    }
    guard lost.count < 4 else { return nil }
    let outside = (0..<4).map { write in
      let copies = store.copies(of: write).map(\.description)
      return "w\(write + 1) " + (copies.isEmpty ? "nowhere" : copies.joined(separator: ", "))
    }
    return Instance(
      Question(
        ask:
          "Three regions with three data centres each. Four writes were sent to \(home)-1; by now:\n\n"
          + lines.joined(separator: "\n")
          + "\n\nThen \(home) is gone with all its disks. Which *acknowledged* writes are lost?",
        answer: .multiple(choices),
        why:
          "`local` waits for one copy, `regional` for two of the three in its region, `global` for "
          + "two of three regions with two copies each. An acknowledged write is lost when no copy is "
          + "outside. Copies outside \(home): \(outside.joined(separator: "; "))."),
      outcome: "\(lost.count)")
  }
}
