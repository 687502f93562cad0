import ExerciseKit
import Solutions
import Synchronization

// Sets that break a guarantee each.

/// Removed once, gone for ever.
struct TwoPhaseSet: ObservedRemoveSet {
  private let replica: NodeID
  private var added: [String: Set<Dot>] = [:]
  private var removed: Set<String> = []
  private var sequence: UInt64 = 0

  init(replica: NodeID) { self.replica = replica }

  var elements: Set<String> { Set(added.keys).subtracting(removed) }

  func contains(_ element: String) -> Bool { elements.contains(element) }

  mutating func add(_ element: String) -> Dot {
    sequence += 1
    let dot = Dot(replica: replica, sequence: sequence)
    added[element, default: []].insert(dot)
    return dot
  }

  mutating func remove(_ element: String) -> Set<Dot> {
    guard contains(element) else { return [] }
    removed.insert(element)
    return added[element, default: []]
  }

  mutating func merge(_ other: TwoPhaseSet) {
    added.merge(other.added) { $0.union($1) }
    removed.formUnion(other.removed)
  }
}

/// Merges by union and records no remove.
struct UnionSet: ObservedRemoveSet {
  private let replica: NodeID
  private var added: [String: Set<Dot>] = [:]
  private var sequence: UInt64 = 0

  init(replica: NodeID) { self.replica = replica }

  var elements: Set<String> { Set(added.keys) }

  func contains(_ element: String) -> Bool { added[element] != nil }

  mutating func add(_ element: String) -> Dot {
    sequence += 1
    let dot = Dot(replica: replica, sequence: sequence)
    added[element, default: []].insert(dot)
    return dot
  }

  mutating func remove(_ element: String) -> Set<Dot> {
    added.removeValue(forKey: element) ?? []
  }

  mutating func merge(_ other: UnionSet) {
    added.merge(other.added) { $0.union($1) }
  }
}

/// Does nothing.
struct IdleSet: ObservedRemoveSet {
  private let replica: NodeID

  init(replica: NodeID) { self.replica = replica }

  var elements: Set<String> { [] }

  func contains(_ element: String) -> Bool { false }

  mutating func add(_ element: String) -> Dot { Dot(replica: replica, sequence: 1) }

  mutating func remove(_ element: String) -> Set<Dot> { [] }

  mutating func merge(_ other: IdleSet) {}
}

/// Copies share one set.
struct SharedSet: ObservedRemoveSet {
  private final class Storage: @unchecked Sendable {
    var set: ORSet<String>
    init(_ set: ORSet<String>) { self.set = set }
  }

  private let storage: Storage

  init(replica: NodeID) { storage = Storage(ORSet(replica: replica)) }

  var elements: Set<String> { storage.set.elements }

  func contains(_ element: String) -> Bool { storage.set.contains(element) }

  mutating func add(_ element: String) -> Dot { storage.set.add(element) }

  mutating func remove(_ element: String) -> Set<Dot> { storage.set.remove(element) }

  mutating func merge(_ other: SharedSet) { storage.set.merge(other.storage.set) }
}

/// Takes in only the first state it hears of.
struct FirstComeSet: ObservedRemoveSet {
  private var inner: ORSet<String>

  init(replica: NodeID) { inner = ORSet(replica: replica) }

  var elements: Set<String> { inner.elements }

  func contains(_ element: String) -> Bool { inner.contains(element) }

  mutating func add(_ element: String) -> Dot { inner.add(element) }

  mutating func remove(_ element: String) -> Set<Dot> { inner.remove(element) }

  mutating func merge(_ other: FirstComeSet) {
    if elements.isEmpty { inner.merge(other.inner) }
  }
}

/// Right but for `elements`, which copies remember together.
struct CachingSet: ObservedRemoveSet {
  private final class Cache: @unchecked Sendable {
    var elements: Set<String>?
  }

  private var inner: ORSet<String>
  private let cache = Cache()

  init(replica: NodeID) { inner = ORSet(replica: replica) }

  var elements: Set<String> {
    if let known = cache.elements { return known }
    cache.elements = inner.elements
    return inner.elements
  }

  func contains(_ element: String) -> Bool { inner.contains(element) }

  mutating func add(_ element: String) -> Dot {
    cache.elements = nil
    return inner.add(element)
  }

  mutating func remove(_ element: String) -> Set<Dot> {
    cache.elements = nil
    return inner.remove(element)
  }

  mutating func merge(_ other: CachingSet) {
    cache.elements = nil
    inner.merge(other.inner)
  }
}

/// A set whose dots come from elsewhere: wrong answers are made of them.
private protocol OddAnswers: ObservedRemoveSet {
  var inner: ORSet<String> { get set }
}

extension OddAnswers {
  func contains(_ element: String) -> Bool { inner.contains(element) }

  mutating func merge(_ other: Self) { inner.merge(other.inner) }
}

/// Numbers its adds with one counter for all sets there are.
struct CountingSet: ObservedRemoveSet {
  private static let counter = Atomic<UInt64>(0)

  private let replica: NodeID
  private var added: [String: Set<Dot>] = [:]
  private var removed: Set<Dot> = []

  init(replica: NodeID) { self.replica = replica }

  var elements: Set<String> { Set(added.keys.filter(contains)) }

  func contains(_ element: String) -> Bool { !live(element).isEmpty }

  mutating func add(_ element: String) -> Dot {
    let sequence = Self.counter.add(1, ordering: .relaxed).newValue
    added[element, default: []].insert(Dot(replica: replica, sequence: sequence))
    return Dot(replica: replica, sequence: sequence)
  }

  mutating func remove(_ element: String) -> Set<Dot> {
    let live = live(element)
    removed.formUnion(live)
    return live
  }

  mutating func merge(_ other: CountingSet) {
    added.merge(other.added) { $0.union($1) }
    removed.formUnion(other.removed)
  }

  private func live(_ element: String) -> Set<Dot> {
    added[element, default: []].subtracting(removed)
  }
}

/// Shows more elements, and removes more dots, than there were adds.
struct EndlessSet: OddAnswers {
  fileprivate var inner: ORSet<String>

  init(replica: NodeID) { inner = ORSet(replica: replica) }

  var elements: Set<String> {
    inner.elements.isEmpty ? [] : Set((0..<1_500).map { "e\($0)" })
  }

  mutating func add(_ element: String) -> Dot { inner.add(element) }

  mutating func remove(_ element: String) -> Set<Dot> {
    inner.remove(element).isEmpty
      ? [] : Set((1...1_500).map { Dot(replica: NodeID(.max), sequence: .max - $0) })
  }
}

/// Shows an element of a megabyte.
struct WordySet: OddAnswers {
  private static let word = String(repeating: "milk", count: 250_000)
  fileprivate var inner: ORSet<String>

  init(replica: NodeID) { inner = ORSet(replica: replica) }

  var elements: Set<String> { inner.elements.count > 1 ? [Self.word] : inner.elements }

  mutating func add(_ element: String) -> Dot { inner.add(element) }

  mutating func remove(_ element: String) -> Set<Dot> { inner.remove(element) }
}

/// Counts its adds from the end of what a number can hold, and from zero after it.
struct FarSet: OddAnswers {
  fileprivate var inner: ORSet<String>

  init(replica: NodeID) { inner = ORSet(replica: replica) }

  var elements: Set<String> { inner.elements }

  private func far(_ dot: Dot) -> Dot {
    Dot(replica: dot.replica, sequence: dot.sequence &- 3)
  }

  mutating func add(_ element: String) -> Dot { far(inner.add(element)) }

  mutating func remove(_ element: String) -> Set<Dot> { Set(inner.remove(element).map(far)) }
}
