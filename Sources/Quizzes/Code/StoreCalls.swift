import ExerciseKit
import Simulation
import Solutions

extension TracingQuestion {
  /// After which copy is a write acknowledged?
  static let regionCalls = TracingQuestion(
    "region-calls", outcomes: ["early", "late", "never"]
  ) { random in
    let regions = ["ap", "eu", "us"]
    var store = RegionStore(regions: regions)
    let concern = random.element(of: [WriteConcern.regional, .global, .global]) ?? .global
    let origin = store.sites[random.index(below: store.sites.count)]
    var calls = ShownCalls()
    calls.add("typealias Site = RegionStore.Site")
    calls.add("var store = RegionStore(regions: [\"ap\", \"eu\", \"us\"])")
    calls.add("let write = store.write(")
    calls.add("  at: \(code(origin)), concern: .\(concern.rawValue))")
    let write = store.write(at: origin, concern: concern)
    let copies = random.shuffled(store.sites.filter { $0 != origin }).prefix(6)
    var acknowledged: Int?
    var stored = [origin]
    // After how many calls somebody would think so who counts otherwise.
    var counted: [String: Int] = [:]
    for (place, site) in copies.enumerated() {
      store.store(write, at: site)
      calls.add("store.store(write, at: \(code(site)))  // \(place + 1)")
      stored.append(site)
      if store.isAcknowledged(write), acknowledged == nil { acknowledged = place + 1 }
      let atHome = stored.count { $0.region == origin.region }
      let met = [
        "all": stored.count > 4, "home": atHome > 1, "full": atHome == 3,
        "each": Set(stored.map(\.region)).count > 1,
      ]
      for (name, isMet) in met where isMet && counted[name] == nil { counted[name] = place + 1 }
    }
    func text(_ call: Int?) -> String { call.map { "call \($0)" } ?? "none of these calls" }
    func trap(_ name: String, _ mistake: String, _ why: String) -> Choice {
      .wrong(text(counted[name]), mistake, why: why)
    }
    let others = [2, 4].map {
      Choice.wrong(
        text($0), "copies count wherever they are", why: "Count region by region, as it does.")
    }
    return Instance(
      ask: calls.asking(
        "After which call is `store.isAcknowledged(write)` true for the first time?"),
      right: .right(text(acknowledged)),
      traps: [
        trap("all", "a majority of all sites", "It asks for majorities within regions."),
        trap("home", "the region at home is enough", "For `.global` a majority of regions is."),
        trap("full", "every site of a region", "Two of three are a majority."),
        trap(
          "each", "one copy makes a region", "A region counts with a majority of its own sites."),
      ], others: others,
      why: "A region has three sites, so two make a majority. "
        + regions.map { region in
          let found = ([origin] + copies).enumerated().filter { $1.region == region }
          return "\(region) has it "
            + (found.count > 1 ? "after \(text(found[1].offset))" : "never")
        }.joined(separator: ", ") + ". "
        + (concern == .global
          ? "`.global` asks for two regions." : "`.regional` asks for \(origin.region)."),
      outcome: acknowledged.map { $0 < 4 ? "early" : "late" } ?? "never")
  }

  private static func code(_ site: RegionStore.Site) -> String {
    "Site(region: \"\(site.region)\", number: \(site.number))"
  }

  /// What does an update come to?
  static let storeCalls = TracingQuestion(
    "store-calls", outcomes: ["success", "conflict", "missing"]
  ) { random in
    var store = ObjectStore<String>()
    var calls = ShownCalls()
    calls.add("var store = ObjectStore<String>()")
    // What each object's version would be if each counted for itself, and how many calls there were.
    var own: [String: UInt64] = [:]
    var made: UInt64 = 0
    var result = Result<UInt64, VersionConflict>.success(0)
    let count = 4 + random.index(below: 2)
    var key = "a"
    for call in 1...count {
      key = random.chance(1, in: 2) ? "a" : "b"
      let current = store.get(key)?.version
      let guess = UInt64(1 + random.index(below: call))
      let isLast = call == count
      let expected = random.chance(3, in: 5) ? current : guess
      let lead = isLast ? "" : "_ = "
      if !isLast, let current, random.chance(1, in: 4) {
        calls.add("\(lead)store.delete(\"\(key)\", expecting: \(current))")
        _ = store.delete(key, expecting: current)
        own[key, default: 0] += 1
      } else {
        let told = expected.map { "\($0)" } ?? "nil"
        calls.add("\(lead)store.update(\"\(key)\", \"\(call)\", expecting: \(told))")
        result = store.update(key, "\(call)", expecting: expected)
        if case .success = result { own[key, default: 0] += 1 }
      }
      made += 1
    }
    let text: String
    let outcome: String
    switch result {
    case .success(let version): (text, outcome) = (".success(\(version))", "success")
    case .failure(let conflict):
      text = Self.conflict(conflict.current)
      outcome = conflict.current == nil ? "missing" : "conflict"
    }
    // What the last call found.
    let isDone = outcome == "success"
    let current = isDone ? nil : store.get(key)?.version
    return Instance(
      ask: calls.asking("What does the last call return?"),
      right: .right("`\(text)`"),
      traps: [
        .wrong(
          "`.success(\(own[key, default: 0] + (isDone ? 0 : 1)))`", "each object counts for itself",
          why: "There is one version for the whole store."),
        .wrong(
          "`.success(\(made))`", "every call takes a version",
          why: "A refused call changes nothing, and takes none."),
        .wrong(
          "`\(Self.conflict(store.version - (isDone ? 1 : 0)))`", "a conflict is with the store",
          why: "What counts, and is told, is the version of this object."),
        .wrong(
          "`\(Self.conflict(current))`", "any other version is a conflict",
          why: "It is one only when the object's version is not the expected one."),
      ],
      others: [
        .wrong(
          "`\(Self.conflict(nil))`", "a conflict names nothing",
          why: "It names the version that the object has; nil means that there is none."),
        .wrong(
          "`.success(\(store.version + (isDone ? 0 : 1)))`", "a writer is let through",
          why: "Not when it expects another version than there is."),
      ],
      why: "The store is at version \(store.version) in the end. "
        + (isDone
          ? "The object had the version that was expected, so this change took the next."
          : "The object has "
            + (current.map { "version \($0), which is not the expected one." }
              ?? "no version: there is none.")),
      outcome: outcome)
  }

  private static func conflict(_ version: UInt64?) -> String {
    ".failure(VersionConflict(current: \(version.map { "\($0)" } ?? "nil")))"
  }
}
