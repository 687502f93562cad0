import Checking
import ExerciseKit
import Parameters
import Simulation
import Solutions

/// A shop whose operations go each its own way, beside what its history says.
private struct ShopReplica: SimulatedReplica {
  private let id: NodeID
  private var router: TruthRouter
  private var liked: [String: Set<Int>] = [:]
  private var withdrawn: Set<Int> = []

  init(_ id: NodeID) {
    self.id = id
    router = TruthRouter(replica: id, balances: ["ann": 100, "ben": 100])
  }

  private static let users = ["ann", "ben", "cho"]
  private var expected: Int { liked.filter { !$0.value.isSubset(of: withdrawn) }.count }
  var told: String {
    "\(router.likeCount(of: "p")) likes, \(router.balances["ann", default: 0]) cents, "
      + "\(router.audit.links.count) lines"
  }
  /// Money and the log are each replica's own.
  var outcome: String { "\(router.likeCount(of: "p")) likes" }
  var flaw: String? {
    if router.likeCount(of: "p") != expected {
      return
        "counts \(router.likeCount(of: "p")) likes where \(expected) were given and not withdrawn"
    }
    if router.balances.values.reduce(0, +) != 200 { return "has lost or made money" }
    let lines = router.audit.links.map(\.entry)
    return Set(lines).count == lines.count ? nil : "has a transfer in its log twice"
  }

  static func label(_ choice: Int) -> String {
    switch choice % 5 {
    case 0: "a transfer"
    case 1: "logs"
    case 2: "logs and stops before it notes that"
    case 3: "a like"
    default: "a like withdrawn"
    }
  }

  mutating func act(_ choice: Int, at moment: Int) {
    let user = Self.users[choice / 5 % 3]
    switch choice % 5 {
    case 0:
      do {
        try router.perform(.transferMoney(from: "ann", to: "ben", cents: 1 + choice % 40))
      } catch {
        // Refused for want of money, as it should be.
      }
    case 1: router.relayOutbox()
    case 2: router.relayOutbox(crashesBeforeRemoval: true)
    case 3: like(user, moment)
    default: withdraw(user)
    }
  }

  private mutating func like(_ user: String, _ moment: Int) {
    let isThere = router.likes["p"]?.contains(user) == true
    perform(.addLike(post: "p", user: user))
    if !isThere { liked[user, default: []].insert(moment) }
  }

  private mutating func withdraw(_ user: String) {
    perform(.withdrawLike(post: "p", user: user))
    withdrawn.formUnion(liked[user] ?? [])
  }

  private mutating func perform(_ operation: ShopOperation) {
    do {
      try router.perform(operation)
    } catch {
      preconditionFailure("likes are not refused")
    }
  }

  mutating func merge(_ other: Self, at moment: Int) {
    router.merge(other.router)
    liked.merge(other.liked) { $0.union($1) }
    withdrawn.formUnion(other.withdrawn)
  }
}

extension SimulatedPattern {
  static let truthRouter = SimulatedPattern(
    "truth-router",
    guarantee:
      "Likes are those given and not withdrawn, money stays as much, and each transfer is logged once."
  ) { _, id in ShopReplica(id) }

  /// One write that spreads, and what is lost while it does.
  static let writeConcern = SimulatedPattern(
    "write-concern", guarantee: "What was acknowledged is still somewhere after the loss.",
    model:
      "the loss of a site where a write waits for a majority of its region, and of a region where "
      + "it waits for a majority of regions",
    parameters: [
      Parameter(
        "concern", "what a write waits for", .choice(WriteConcern.allCases.map(\.rawValue)),
        standard: "global"),
      Parameter(
        "lost", "what burns down", .choice(["nothing", "site", "region"]), standard: "region"),
      Parameter("seed", "the seed of the order", .integer(0...9999), standard: "1"),
    ],
    beyond: [
      Beyond("concern=local", what: "a loss larger than what the write has waited for") {
        switch ($0.text("concern"), $0.text("lost")) {
        case ("local", "site"), ("local", "region"), ("regional", "region"): true
        default: false
        }
      }
    ]
  ) { arguments in
    var store = RegionStore(regions: ["A", "B", "C"])
    var random = RandomSource(seed: arguments.seed())
    let origin = store.sites[0]
    let concern = WriteConcern(rawValue: arguments.text("concern")) ?? .global
    let write = store.write(at: origin, concern: concern)
    var steps = [
      Counterexample.Step(
        event: .local(lane: 0, label: "is written"), sentence: "\(origin) takes the write",
        state: "has it")
    ]
    func note(_ wasAcknowledged: Bool) {
      guard store.isAcknowledged(write), !wasAcknowledged else { return }
      steps.append(
        Counterexample.Step(
          event: .local(lane: 0, label: "acknowledges"),
          sentence: "\(origin) acknowledges the write"))
    }
    note(false)
    // The loss comes as soon as the client has its answer.
    for place in random.shuffled(Array(1..<store.sites.count)) where !store.isAcknowledged(write) {
      store.store(write, at: store.sites[place])
      steps.append(
        Counterexample.Step(
          event: .delivery(from: 0, to: place, label: "a copy", sentIn: 0),
          sentence: "\(store.sites[place]) gets a copy", state: "has it"))
      note(false)
    }
    let lost =
      switch arguments.text("lost") {
      case "site": store.sites.prefix(1)
      case "region": store.sites.prefix(3)
      default: store.sites.prefix(0)
      }
    for (place, site) in lost.enumerated() {
      store.lose(site)
      steps.append(
        Counterexample.Step(
          event: .local(lane: place, label: "burns"), sentence: "\(site) burns down", state: "gone")
      )
    }
    let isLost = store.lostWrites.contains(write)
    return SimulatedStory(
      lanes: store.sites.map(\.description), states: store.sites.map { _ in "" }, steps: steps,
      marked: isLost ? [steps.count - 1] : [],
      counts: "\(store.copies(of: write).count) copies are left.",
      violation: isLost ? "the write was acknowledged and is nowhere" : nil)
  }
}
