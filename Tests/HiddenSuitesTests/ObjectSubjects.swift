import ExerciseKit
import Solutions

// Types that do nothing, and types that are wrong, for the exercises of the family of objects.

struct IdleLeaseService: LeaseGranting {
  let stored = LeaseRecord()
  init(ttl: Millis, stored: LeaseRecord) {}
  mutating func acquire(_ client: NodeID, now: Millis) -> FencedLease? { nil }
  mutating func renew(_ lease: FencedLease, now: Millis) -> FencedLease? { nil }
}

struct IdleFencedRegister: FencedStorage {
  let stored = RegisterRecord<Int>()
  let value: Int? = nil
  init(stored: RegisterRecord<Int>) {}
  mutating func write(_ value: Int, token: UInt64) -> Bool { false }
}

/// Takes every write.
struct TrustingRegister: FencedStorage {
  var stored: RegisterRecord<Int>
  var value: Int? { stored.value }
  init(stored: RegisterRecord<Int>) { self.stored = stored }
  mutating func write(_ value: Int, token: UInt64) -> Bool {
    stored = RegisterRecord(value: value, largestToken: token)
    return true
  }
}

/// Grants whoever asks a lease.
struct GenerousLeaseService: LeaseGranting {
  private let ttl: Millis
  private(set) var stored: LeaseRecord
  init(ttl: Millis, stored: LeaseRecord) { (self.ttl, self.stored) = (ttl, stored) }
  mutating func acquire(_ client: NodeID, now: Millis) -> FencedLease? {
    let lease = FencedLease(holder: client, token: stored.lastToken + 1, expires: now + ttl)
    stored = LeaseRecord(lastToken: lease.token, current: lease)
    return lease
  }
  mutating func renew(_ lease: FencedLease, now: Millis) -> FencedLease? { lease }
}

struct IdleAccount: ExactlyOnceAccount {
  let balance = 0
  init(maxSessions: Int) {}
  mutating func open() -> UInt64 { 0 }
  mutating func apply(_ command: SessionCommand) -> Result<Int, SessionError> {
    .failure(.expired)
  }
}

/// Applies whatever comes.
struct ForgetfulAccount: ExactlyOnceAccount {
  private(set) var balance = 0
  private var sessions: UInt64 = 0
  init(maxSessions: Int) {}
  mutating func open() -> UInt64 {
    sessions += 1
    return sessions
  }
  mutating func apply(_ command: SessionCommand) -> Result<Int, SessionError> {
    balance &+= command.delta
    return .success(balance)
  }
}

struct IdleHybridClock: HybridLogicalClock {
  let stored: HLCStamp? = nil
  private let stamp: HLCStamp
  init(node: NodeID, maxOffset: Int64, stored: HLCStamp?) {
    stamp = HLCStamp(wall: 0, logical: 0, node: node)
  }
  mutating func now(physical: Int64) -> HLCStamp { stamp }
  mutating func receive(_ stamp: HLCStamp, physical: Int64) throws(ClockSkew) -> HLCStamp {
    self.stamp
  }
}

/// The wall clock and nothing else.
struct WallClock: HybridLogicalClock {
  private let node: NodeID
  private(set) var stored: HLCStamp?
  init(node: NodeID, maxOffset: Int64, stored: HLCStamp?) {
    (self.node, self.stored) = (node, stored)
  }
  mutating func now(physical: Int64) -> HLCStamp {
    let stamp = HLCStamp(wall: physical, logical: 0, node: node)
    stored = stamp
    return stamp
  }
  mutating func receive(_ stamp: HLCStamp, physical: Int64) throws(ClockSkew) -> HLCStamp {
    now(physical: physical)
  }
}

struct IdleCommitWaiter: CommitOrdering {
  init() {}
  mutating func prepare(_ id: Int, now: TimeInterval64) -> Int64? { nil }
  mutating func begin(_ id: Int, now: TimeInterval64, prepared bounds: [Int64]) -> Int64 { 0 }
  mutating func learn(_ id: Int, committedAt timestamp: Int64) -> Bool { false }
  mutating func abort(_ id: Int) -> Bool { false }
  mutating func poll(now: TimeInterval64) -> [Int] { [] }
  func safeSnapshot(at time: Int64) -> Bool { false }
}

/// Shows a transaction as soon as it has a timestamp.
struct HastyCommitWaiter: CommitOrdering {
  private var base = CommitWaiter()
  private var begun: [Int] = []
  init() {}
  mutating func prepare(_ id: Int, now: TimeInterval64) -> Int64? { base.prepare(id, now: now) }
  mutating func begin(_ id: Int, now: TimeInterval64, prepared bounds: [Int64]) -> Int64 {
    begun.append(id)
    return base.begin(id, now: now, prepared: bounds)
  }
  mutating func learn(_ id: Int, committedAt timestamp: Int64) -> Bool {
    base.learn(id, committedAt: timestamp)
  }
  mutating func abort(_ id: Int) -> Bool { base.abort(id) }
  mutating func poll(now: TimeInterval64) -> [Int] {
    defer { begun = [] }
    return begun
  }
  func safeSnapshot(at time: Int64) -> Bool { base.safeSnapshot(at: time) }
}

struct IdleStore: VersionedObjects {
  let version: UInt64 = 0
  init() {}
  func get(_ key: String) -> (value: Int, version: UInt64)? { nil }
  mutating func update(
    _ key: String, _ value: Int, expecting expected: UInt64?
  ) -> Result<UInt64, VersionConflict> { .failure(VersionConflict(current: nil)) }
  mutating func delete(
    _ key: String, expecting expected: UInt64
  ) -> Result<UInt64, VersionConflict> { .failure(VersionConflict(current: nil)) }
  func watch(from version: UInt64) throws(WatchRefusal) -> [ObjectChange] { [] }
  mutating func compact(upTo version: UInt64) {}
}

/// The last write wins, whatever was expected.
struct CarelessStore: VersionedObjects {
  private var base = ObjectStore<Int>()
  init() {}
  var version: UInt64 { base.version }
  func get(_ key: String) -> (value: Int, version: UInt64)? { base.get(key) }
  mutating func update(
    _ key: String, _ value: Int, expecting expected: UInt64?
  ) -> Result<UInt64, VersionConflict> {
    base.update(key, value, expecting: base.get(key)?.version)
  }
  mutating func delete(
    _ key: String, expecting expected: UInt64
  ) -> Result<UInt64, VersionConflict> { base.delete(key, expecting: expected) }
  func watch(from version: UInt64) throws(WatchRefusal) -> [ObjectChange] {
    try base.watch(from: version)
  }
  mutating func compact(upTo version: UInt64) { base.compact(upTo: version) }
}

struct IdleView: ForkChoice {
  let tip: String
  init(genesis: String, maxLocks: Int?) { tip = genesis }
  mutating func receive(_ block: Block) -> Reorganization? { nil }
  func confirmations(of tx: String) -> Int { 0 }
}

/// Counts blocks instead of work.
struct LongestView: ForkChoice {
  private var base: ChainView
  init(genesis: String, maxLocks: Int?) { base = ChainView(genesis: genesis, maxLocks: maxLocks) }
  var tip: String { base.tip }
  mutating func receive(_ block: Block) -> Reorganization? {
    base.receive(
      Block(id: block.id, parent: block.parent, work: 1, locks: block.locks, txs: block.txs))
  }
  func confirmations(of tx: String) -> Int { base.confirmations(of: tx) }
}

struct IdleMap: MultiVersionMap {
  let version: UInt64 = 0
  init() {}
  func value(of key: String, at version: UInt64) throws(SnapshotRefusal<String>) -> Int? { nil }
  mutating func commit(
    _ writes: [(key: String, value: Int?)], after snapshot: UInt64
  ) throws(SnapshotRefusal<String>) -> UInt64 { 0 }
  mutating func compact(before version: UInt64) {}
}

/// A reader sees what was written last.
struct NewestMap: MultiVersionMap {
  private var base = MVCCMap<String, Int>()
  init() {}
  var version: UInt64 { base.version }
  func value(of key: String, at version: UInt64) throws(SnapshotRefusal<String>) -> Int? {
    _ = try base.value(of: key, at: version)
    return try base.value(of: key, at: base.version)
  }
  mutating func commit(
    _ writes: [(key: String, value: Int?)], after snapshot: UInt64
  ) throws(SnapshotRefusal<String>) -> UInt64 { try base.commit(writes, after: snapshot) }
  mutating func compact(before version: UInt64) { base.compact(before: version) }
}
