import ExerciseKit
import Solutions

// Types that do nothing, and types that are wrong, for the exercises in which replicas are objects.

struct IdleRegister: LastWriterRegister {
  let stored = TaggedRecord<Int>()
  let value: Int? = nil
  init(replica: NodeID, stored: TaggedRecord<Int>?) {}
  mutating func write(_ value: Int?, clock: UInt64) -> WriteTag? { nil }
  mutating func merge(_ other: IdleRegister) {}
}

/// Stamps with the clock alone.
struct ClockRegister: LastWriterRegister {
  private let replica: NodeID
  private(set) var stored: TaggedRecord<Int>
  var value: Int? { stored.value }
  init(replica: NodeID, stored: TaggedRecord<Int>?) {
    (self.replica, self.stored) = (replica, stored ?? TaggedRecord())
  }
  mutating func write(_ value: Int?, clock: UInt64) -> WriteTag? {
    let tag = WriteTag(counter: clock, writer: replica)
    stored = TaggedRecord(value: value, tag: tag)
    return tag
  }
  mutating func merge(_ other: ClockRegister) {
    if let theirs = other.stored.tag, stored.tag.map({ $0 < theirs }) ?? true {
      stored = other.stored
    }
  }
}

struct IdleCompactSet: CompactObservedRemoveSet {
  let stored = CompactSetRecord<String>()
  let elements: Set<String> = []
  private let replica: NodeID
  init(replica: NodeID, stored: CompactSetRecord<String>?) { self.replica = replica }
  mutating func add(_ element: String) -> Dot { Dot(replica: replica, sequence: 0) }
  mutating func remove(_ element: String) -> Set<Dot> { [] }
  mutating func merge(_ other: IdleCompactSet) {}
}

/// Forgets what was removed, and takes it back from whoever still has it.
struct UnionCompactSet: CompactObservedRemoveSet {
  private var base: CompactORSet<String>
  private let replica: NodeID
  var stored: CompactSetRecord<String> { base.stored }
  var elements: Set<String> { base.elements }
  init(replica: NodeID, stored: CompactSetRecord<String>?) {
    (self.replica, base) = (replica, CompactORSet(replica: replica, stored: stored))
  }
  mutating func add(_ element: String) -> Dot { base.add(element) }
  mutating func remove(_ element: String) -> Set<Dot> { base.remove(element) }
  mutating func merge(_ other: UnionCompactSet) {
    let dots = stored.dots.merging(other.stored.dots) { own, _ in own }
    let seen = stored.seen.merging(other.stored.seen, uniquingKeysWith: max)
    base = CompactORSet(
      replica: replica, stored: CompactSetRecord(dots: dots, seen: seen))
  }
}

struct IdleCart: ShoppingCart {
  let stored = 0
  let items: Set<String> = []
  init(replica: NodeID, stored: Int?) {}
  func quantity(of item: String) -> UInt64 { 0 }
  mutating func add(_ item: String, _ amount: UInt32) {}
  mutating func take(_ item: String, _ amount: UInt32) -> Bool { false }
  mutating func remove(_ item: String) {}
  mutating func merge(_ other: IdleCart) {}
}

/// Keeps the larger quantity of each item.
struct LargestCart: ShoppingCart {
  private(set) var stored: [String: UInt64]
  var items: Set<String> { Set(stored.filter { $0.value > 0 }.keys) }
  init(replica: NodeID, stored: [String: UInt64]?) { self.stored = stored ?? [:] }
  func quantity(of item: String) -> UInt64 { stored[item] ?? 0 }
  mutating func add(_ item: String, _ amount: UInt32) {
    stored[item, default: 0] &+= UInt64(amount)
  }
  mutating func take(_ item: String, _ amount: UInt32) -> Bool {
    guard quantity(of: item) >= UInt64(amount) else { return false }
    stored[item, default: 0] -= UInt64(amount)
    return true
  }
  mutating func remove(_ item: String) { stored[item] = nil }
  mutating func merge(_ other: LargestCart) {
    stored.merge(other.stored, uniquingKeysWith: max)
  }
}

struct IdleGossipNode: GossipNode {
  let stored: [GossipEntry<Int>] = []
  init(replica: NodeID, stored: [GossipEntry<Int>]?) {}
  mutating func write(_ key: String, _ value: Int) -> UInt64 { 0 }
  func value(of key: String, from origin: NodeID) -> Int? { nil }
  func digest() -> [NodeID: UInt64] { [:] }
  func answer(to digest: [NodeID: UInt64], limit: Int) -> GossipAnswer<Int> {
    GossipAnswer(digest: digest, entries: [])
  }
  mutating func receive(_ answer: GossipAnswer<Int>) {}
}

/// Takes whatever is newer, whether or not something is missing before it.
struct HoleyGossipNode: GossipNode {
  private var base: GossipStore<Int>
  var stored: [GossipEntry<Int>] { base.stored }
  init(replica: NodeID, stored: [GossipEntry<Int>]?) {
    base = GossipStore(replica: replica, stored: stored)
  }
  mutating func write(_ key: String, _ value: Int) -> UInt64 { base.write(key, value) }
  func value(of key: String, from origin: NodeID) -> Int? { base.value(of: key, from: origin) }
  func digest() -> [NodeID: UInt64] { base.digest() }
  func answer(to digest: [NodeID: UInt64], limit: Int) -> GossipAnswer<Int> {
    base.answer(to: digest, limit: limit)
  }
  mutating func receive(_ answer: GossipAnswer<Int>) {
    base.receive(GossipAnswer(digest: [:], entries: answer.entries))
  }
}
