import ExerciseKit
import Solutions

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
