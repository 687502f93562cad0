import ExerciseKit
import Solutions

// Types that do nothing, or one thing wrong.

/// Remembers nothing and relates everything alike.
struct ContractIdleClock: CausalClock {
  init(_ counters: [NodeID: UInt64]) {}
  subscript(node: NodeID) -> UInt64 { 0 }
  mutating func tick(_ node: NodeID) {}
  mutating func merge(_ other: ContractIdleClock) {}
  func compare(to other: ContractIdleClock) -> Causality { .equal }
  func happensBefore(_ other: ContractIdleClock) -> Bool { false }
  func isConcurrent(with other: ContractIdleClock) -> Bool { false }
}

/// Merges nothing; right in everything else.
struct ContractDeafClock: CausalClock {
  private var counters: [NodeID: UInt64]

  init(_ counters: [NodeID: UInt64]) { self.counters = counters.filter { $0.value > 0 } }
  subscript(node: NodeID) -> UInt64 { counters[node, default: 0] }
  mutating func tick(_ node: NodeID) { counters[node, default: 0] += 1 }
  mutating func merge(_ other: ContractDeafClock) {}

  func compare(to other: ContractDeafClock) -> Causality {
    let nodes = Set(counters.keys).union(other.counters.keys)
    let isSmaller = nodes.contains { self[$0] < other[$0] }
    let isLarger = nodes.contains { self[$0] > other[$0] }
    return isSmaller ? isLarger ? .concurrent : .before : isLarger ? .after : .equal
  }

  func happensBefore(_ other: ContractDeafClock) -> Bool { compare(to: other) == .before }
  func isConcurrent(with other: ContractDeafClock) -> Bool { compare(to: other) == .concurrent }
}

/// Does nothing at all.
struct IdleElector: Electing {
  let role = Role.follower
  let term: Term

  init(
    id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
    timeouts: ClosedRange<Millis>
  ) {
    self.term = term
  }

  mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] { [] }
}

/// Answers every question alike.
enum IdleCluster: QuorumArithmetic {
  static func majority(of n: Int) -> Int { 1 }
  static func crashFaultsTolerated(by n: Int) -> Int { 0 }
  static func byzantineFaultsTolerated(by n: Int) -> Int { 0 }
  static func byzantineQuorum(of n: Int) -> Int { 1 }
  static func quorumsIntersect(_ n: Int, _ a: Int, _ b: Int) -> Bool { true }
}

/// Half is enough, and `2f + 1` for every size.
enum HalfCluster: QuorumArithmetic {
  static func majority(of n: Int) -> Int { (n + 1) / 2 }
  static func crashFaultsTolerated(by n: Int) -> Int { n / 2 - 1 }
  static func byzantineFaultsTolerated(by n: Int) -> Int { n / 3 }
  static func byzantineQuorum(of n: Int) -> Int { 2 * ((n - 1) / 3) + 1 }
  static func quorumsIntersect(_ n: Int, _ a: Int, _ b: Int) -> Bool { a + b >= n }
}

/// Answers with the largest and smallest numbers there are.
enum TrappingCluster: QuorumArithmetic {
  static func majority(of n: Int) -> Int { n.isMultiple(of: 2) ? .max : .min }
  static func crashFaultsTolerated(by n: Int) -> Int { n.isMultiple(of: 3) ? .max : .min }
  static func byzantineFaultsTolerated(by n: Int) -> Int { n.isMultiple(of: 2) ? .min : .max }
  static func byzantineQuorum(of n: Int) -> Int { n.isMultiple(of: 3) ? .min : .max }
  static func quorumsIntersect(_ n: Int, _ a: Int, _ b: Int) -> Bool { a < b }
}

/// A stamp that is never earlier than another.
struct UnorderedStamp: LogicalStamp {
  let counter: UInt64
  let node: NodeID

  static func < (left: UnorderedStamp, right: UnorderedStamp) -> Bool { false }
}

/// Counts nothing.
struct IdleLamportClock: LogicalClock {
  let node: NodeID
  var counter: UInt64 { 0 }

  init(node: NodeID) { self.node = node }
  mutating func tick() -> UnorderedStamp { UnorderedStamp(counter: 0, node: node) }
  mutating func receive(_ stamp: UnorderedStamp) -> UnorderedStamp { tick() }
}

/// Ignores what messages say, and stamps that are never ordered.
struct DeafLamportClock: LogicalClock {
  let node: NodeID
  private(set) var counter: UInt64 = 0

  init(node: NodeID) { self.node = node }

  mutating func tick() -> UnorderedStamp {
    counter += 1
    return UnorderedStamp(counter: counter, node: node)
  }

  mutating func receive(_ stamp: UnorderedStamp) -> UnorderedStamp { tick() }
}

/// Counts nothing.
struct IdleCounter: GrowOnlyCounter {
  let value: UInt64 = 0

  init(replica: NodeID) {}
  mutating func increment(by amount: UInt64) {}
  mutating func merge(_ other: IdleCounter) {}
}

/// Counts nothing.
struct IdleBalance: UpDownCounter {
  let value: Int64 = 0

  init(replica: NodeID) {}
  mutating func add(_ delta: Int64) {}
  mutating func merge(_ other: IdleBalance) {}
}

/// Merges by adding, and is equal to nothing of another replica's.
struct AddingCounter: GrowOnlyCounter {
  private let replica: NodeID
  private(set) var value: UInt64 = 0

  init(replica: NodeID) { self.replica = replica }
  mutating func increment(by amount: UInt64) { value &+= amount }
  mutating func merge(_ other: AddingCounter) { value &+= other.value }
}

/// Keeps one signed slot for each replica.
struct SignedCounter: UpDownCounter {
  private let replica: NodeID
  private var slots: [NodeID: Int64] = [:]

  init(replica: NodeID) { self.replica = replica }

  var value: Int64 { slots.values.reduce(0, &+) }
  mutating func add(_ delta: Int64) { slots[replica, default: 0] += delta }

  mutating func merge(_ other: SignedCounter) {
    slots.merge(other.slots, uniquingKeysWith: max)
  }
}

/// Asks, and never hears.
struct IdleRegisterClient: MajorityClient {
  init(id: NodeID, replicas: [NodeID]) {}
  mutating func startWrite(op: Int, _ value: String) -> ReplicaRequest { .query(op: op) }
  mutating func startRead(op: Int) -> ReplicaRequest { .query(op: op) }

  mutating func handle(_ reply: ReplicaReply) -> (next: ReplicaRequest?, done: RegisterOutcome?) {
    (nil, nil)
  }
}

/// Reads without writing back; right in everything else.
struct HastyRegisterClient: MajorityClient {
  private var client: RegisterClient
  private var isReading = false

  init(id: NodeID, replicas: [NodeID]) { client = RegisterClient(id: id, replicas: replicas) }

  mutating func startWrite(op: Int, _ value: String) -> ReplicaRequest {
    isReading = false
    return client.startWrite(op: op, value)
  }

  mutating func startRead(op: Int) -> ReplicaRequest {
    isReading = true
    return client.startRead(op: op)
  }

  mutating func handle(_ reply: ReplicaReply) -> (next: ReplicaRequest?, done: RegisterOutcome?) {
    let (next, done) = client.handle(reply)
    guard isReading, case .store(let op, _, let value)? = next else {
      return isReading ? (nil, nil) : (next, done)
    }
    return (nil, .read(op: op, value))
  }
}
