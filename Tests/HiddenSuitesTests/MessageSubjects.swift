import ExerciseKit
import Solutions

// Types that do nothing, and types that are wrong, for the exercises about messages and logs.

struct IdleBroadcast: CausalBroadcasting {
  let stored = CausalRecord<Int>()
  init(node: NodeID, stored: CausalRecord<Int>) {}
  mutating func broadcast(_ payload: Int) -> CausalMessage<Int> {
    CausalMessage(sender: NodeID(0), clock: [:], payload: payload)
  }
  mutating func receive(_ message: CausalMessage<Int>) -> [CausalMessage<Int>] { [] }
}

/// Delivers whatever arrives, once.
struct HastyBroadcast: CausalBroadcasting {
  private let node: NodeID
  private(set) var stored: CausalRecord<Int>
  init(node: NodeID, stored: CausalRecord<Int>) { (self.node, self.stored) = (node, stored) }
  mutating func broadcast(_ payload: Int) -> CausalMessage<Int> {
    stored.delivered[node, default: 0] += 1
    return CausalMessage(sender: node, clock: stored.delivered, payload: payload)
  }
  mutating func receive(_ message: CausalMessage<Int>) -> [CausalMessage<Int>] {
    let number = message.clock[message.sender, default: 0]
    guard number > stored.delivered[message.sender, default: 0] else { return [] }
    stored.delivered[message.sender] = number
    return [message]
  }
}

struct IdleCoordinator: QuorumCoordinator {
  init(replicas: [NodeID], readQuorum: Int, writeQuorum: Int, repair: ReadRepair) {}
  mutating func write(op: Int, _ version: StoredVersion) -> [QuorumMessage] { [] }
  mutating func read(op: Int) -> [QuorumMessage] { [] }
  mutating func handle(_ reply: QuorumReply) -> (send: [QuorumMessage], done: QuorumOutcome?) {
    ([], nil)
  }
  mutating func giveUp(op: Int) -> QuorumOutcome? { nil }
}

/// Answers with the first that comes, and repairs nothing.
struct HastyCoordinator: QuorumCoordinator {
  private var base: QuorumStore
  init(replicas: [NodeID], readQuorum: Int, writeQuorum: Int, repair: ReadRepair) {
    base = QuorumStore(
      replicas: replicas, readQuorum: 1, writeQuorum: writeQuorum, repair: .none)
  }
  mutating func write(op: Int, _ version: StoredVersion) -> [QuorumMessage] {
    base.write(op: op, version)
  }
  mutating func read(op: Int) -> [QuorumMessage] { base.read(op: op) }
  mutating func handle(_ reply: QuorumReply) -> (send: [QuorumMessage], done: QuorumOutcome?) {
    base.handle(reply)
  }
  mutating func giveUp(op: Int) -> QuorumOutcome? { base.giveUp(op: op) }
}

struct IdleLog: TamperEvidentLog {
  typealias Hash = ShortHash
  let links: [LogLink]
  let head = LogHead(count: 0, digest: [])
  init(links: [LogLink]) { self.links = links }
  mutating func append(_ entry: String) -> LogHead { head }
  func firstFinding(published: [LogHead]) -> LogFinding? { nil }
}

/// Looks at digests and not at what was published.
struct SelfTrustingLog: TamperEvidentLog {
  typealias Hash = ShortHash
  private var base: HashChain<ShortHash>
  init(links: [LogLink]) { base = HashChain(links: links) }
  var links: [LogLink] { base.links }
  var head: LogHead { base.head }
  mutating func append(_ entry: String) -> LogHead { base.append(entry) }
  func firstFinding(published: [LogHead]) -> LogFinding? { base.firstFinding() }
}
