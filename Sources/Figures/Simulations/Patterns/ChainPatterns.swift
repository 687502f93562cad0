import Clusters
import ExerciseKit
import Parameters
import Solutions

/// A miner: it finds blocks at times and tells them; or the attacker, who keeps a branch of its own to itself until
/// that has more work than the chain and a payment there has its confirmations.
struct MiningNode: ToldNode {
  enum Input { case mine(Int), tell }
  typealias Message = [Block]
  typealias Stored = Never
  /// How many confirmed blocks left the chain.
  typealias Sight = Int
  typealias Effect = FaultyRun<MiningNode>.Effect

  static let attacker = NodeID(4)
  static let ids = (1...4).map { NodeID($0) }
  static let confirmations = 6
  private let id: NodeID
  private var view = ChainView(genesis: "0", maxLocks: nil)
  /// The chain's blocks by name, to tell them.
  private var blocks: [String: Block] = [:]
  /// The attacker's own branch, which nobody knows.
  private var hidden: [Block] = []
  private var now = 0

  init(_ id: NodeID) { self.id = id }

  var told: String {
    (id == Self.attacker ? "+\(hidden.count) " : "") + "\(view.height): \(view.tip)"
  }
  var height: Int { view.height }
  static func label(_ input: Input) -> String {
    if case .mine = input { "finds a block" } else { "tells its chain" }
  }
  static func label(_ message: Message) -> String {
    message.count == 1 ? message[0].id : "\(message.count) blocks"
  }
  static func label(_ sight: Int) -> String { "drops \(sight) blocks" }
  static func flaw(_ sight: Int) -> String? {
    "drops \(sight) blocks: a payment with \(confirmations) confirmations is undone"
  }

  mutating func notice(_ now: Int) { self.now = now }

  mutating func take(_ input: Input) -> [Effect] {
    guard case .mine = input else {
      return tell(Array(view.chain.suffix(12)).compactMap { blocks[$0] })
    }
    let isSecret = id == Self.attacker
    let parent = isSecret ? hidden.last?.id ?? "0" : view.tip
    let block = Block(id: "\(now)\(isSecret ? "x" : "")", parent: parent)
    guard isSecret else { return add([block]) + tell([block]) }
    hidden.append(block)
    guard hidden.count > view.height, view.height >= Self.confirmations else { return [] }
    let branch = hidden
    return add(branch) + tell(branch)
  }

  private func tell(_ blocks: [Block]) -> [Effect] {
    blocks.isEmpty ? [] : Self.ids.filter { $0 != id }.map { .send(blocks, to: $0) }
  }

  mutating func receive(_ message: [Block], from sender: NodeID) -> [Effect] { add(message) }

  private mutating func add(_ news: [Block]) -> [Effect] {
    var effects: [Effect] = []
    for block in news {
      blocks[block.id] = block
      let dropped = view.receive(block)?.disconnected.count ?? 0
      if dropped >= Self.confirmations, id != Self.attacker { effects.append(.show(dropped)) }
    }
    return effects
  }

  static func unfinished(_ run: FaultyRun<Self>) -> Broken? {
    run.difference { $0.id == attacker ? nil : "a chain of \($0.height) blocks" }
  }
}

/// The owner of a log of hashes, or an auditor who reads it at times and keeps the heads that were published.
enum AuditingNode: ToldNode {
  enum Stored { case log(AuditLog), heads([LogHead], isAlarmed: Bool) }
  enum Input { case append, change, publish, audit }
  enum Message { case head(LogHead), read, log([LogLink]) }
  /// What an auditor sees.
  typealias Sight = String
  typealias Effect = FaultyRun<AuditingNode>.Effect

  static let owner = NodeID(9)
  static let auditors = (1...2).map { NodeID($0) }

  case owner(AuditLog, wasChanged: Bool, now: Int)
  case auditor([LogHead], isAlarmed: Bool)

  init(_ id: NodeID, _ stored: Stored?) {
    switch stored {
    case .log(let log): self = .owner(log, wasChanged: false, now: 0)
    case .heads(let heads, let isAlarmed): self = .auditor(heads, isAlarmed: isAlarmed)
    case nil where id == Self.owner: self = .owner(AuditLog(), wasChanged: false, now: 0)
    case nil: self = .auditor([], isAlarmed: false)
    }
  }

  var wasChanged: Bool { if case .owner(_, let wasChanged, _) = self { wasChanged } else { false } }
  var told: String {
    switch self {
    case .owner(let log, let wasChanged, _):
      "\(log.links.count) entries\(wasChanged ? ", changed" : "")"
    case .auditor(let heads, let isAlarmed): isAlarmed ? "alarm" : "\(heads.count) heads"
    }
  }
  static func label(_ input: Input) -> String {
    switch input {
    case .append: "adds an entry"
    case .change: "writes its log anew"
    case .publish: "publishes its head"
    case .audit: "wants to read"
    }
  }
  static func label(_ message: Message) -> String {
    switch message {
    case .head(let head): "head \(head.count)"
    case .read: "read"
    case .log(let links): "\(links.count) entries"
    }
  }

  mutating func notice(_ now: Int) {
    if case .owner(let log, let wasChanged, _) = self {
      self = .owner(log, wasChanged: wasChanged, now: now)
    }
  }

  mutating func take(_ input: Input) -> [Effect] {
    guard case .owner(var log, var wasChanged, let now) = self else {
      return input == .audit ? [.send(.read, to: Self.owner)] : []
    }
    switch input {
    case .publish: return Self.auditors.map { .send(.head(log.head), to: $0) }
    case .append: log.append("entry \(now)")
    case .change:
      guard log.links.count > 2 else { return [] }
      // The hashes fit again afterwards.
      let entries = log.links.map(\.entry)
      log = AuditLog()
      for (number, entry) in entries.enumerated() { log.append(number == 0 ? "other" : entry) }
      wasChanged = true
    case .audit: return []
    }
    self = .owner(log, wasChanged: wasChanged, now: now)
    return [.persist(.log(log))]
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch (self, message) {
    case (.owner(let log, _, _), .read): return [.send(.log(log.links), to: sender)]
    case (.auditor(var heads, let isAlarmed), .head(let head)):
      if !heads.contains(head) { heads.append(head) }
      self = .auditor(heads, isAlarmed: isAlarmed)
      return [.persist(.heads(heads, isAlarmed: isAlarmed))]
    case (.auditor(let heads, let wasAlarmed), .log(let links)):
      // Of a log that was sent before a head was published, the shorter heads alone tell something.
      let known = heads.filter { $0.count <= links.count }
      let finding = AuditLog(links: links).firstFinding(published: known)
      guard let finding, !wasAlarmed else { return [] }
      self = .auditor(heads, isAlarmed: true)
      return [.persist(.heads(heads, isAlarmed: true)), .show("finds: \(finding)")]
    default: return []
    }
  }

  static func unfinished(_ run: FaultyRun<Self>) -> Broken? {
    guard let change = run.steps.firstIndex(where: \.after.wasChanged) else {
      return run.seen.isEmpty
        ? nil
        : Broken(sentence: "there was an alarm without a cause", steps: run.lastSteps(of: auditors))
    }
    return run.seen.isEmpty
      ? Broken(sentence: "the log was written anew, and no auditor has noticed", steps: [change])
      : nil
  }
}

extension SimulatedPattern {
  static let forkChoice = SimulatedPattern(
    "fork-choice",
    guarantee: "No payment with six confirmations is undone, and in the end all have as much work.",
    model:
      "messages lost, repeated and reordered that come much sooner than blocks, and an attacker "
      + "with a small share of the power",
    nodes: MiningNode.ids,
    on: Network(losses: 50, stops: nil, cuts: 0, hasDisks: false, steps: 1600, calm: 300),
    parameters: [
      Parameter(
        "attacker", "the attacker's share of the power, of a hundred", .integer(0...90),
        standard: "5")
    ],
    beyond: [
      Beyond("attacker=60", what: "an attacker with more than a small share of the power") {
        $0.integer("attacker") > 10
      },
      Beyond("cuts=2", what: "a cut that is longer than six blocks") { $0.integer("cuts") > 0 },
    ],
    start: { _, id, _ in MiningNode(id) },
    input: { turn in
      // A block takes far longer than a message.
      guard turn.choice < 150, !turn.isCalm else { return .tell }
      let share = turn.arguments.integer("attacker")
      let power = turn.id == MiningNode.attacker ? 3 * share : 100 - share
      return turn.choice % 100 * 3 < power ? .mine(turn.choice) : nil
    })

  static let hashChain = SimulatedPattern(
    "hash-chain",
    guarantee: "When the log was written anew, an auditor who holds a head of before notices.",
    model: "messages lost, repeated and reordered; a head that somebody else holds",
    nodes: AuditingNode.auditors + [AuditingNode.owner],
    on: Network(stops: nil, cuts: 0, hasDisks: false, steps: 300, calm: 300),
    parameters: [
      Parameter(
        "heads", "whether heads are published", .choice(["published", "none"]),
        standard: "published"),
      Parameter(
        "owner", "what the owner does with the log", .choice(["honest", "changes"]),
        standard: "changes"),
    ],
    beyond: [Beyond("heads", is: "none", what: "a log without a head that somebody else holds")],
    start: { _, id, stored in AuditingNode(id, stored) },
    input: { turn in
      guard turn.id == AuditingNode.owner else { return .audit }
      let publishes = turn.arguments.text("heads") == "published"
      switch turn.choice {
      // The past is written anew after it has been published for long.
      case ..<200: return turn.isCalm ? nil : .append
      case ..<600: return publishes && !turn.isCalm ? .publish : nil
      default:
        let changes = turn.arguments.text("owner") == "changes"
        return changes && turn.isCalm && !turn.node.wasChanged ? .change : nil
      }
    })
}
