// The counters live in an object that is copied before a change while someone else holds it too.
import ExerciseKit

struct VectorClock: CausalClock {
  private final class Storage: @unchecked Sendable {
    var counters: [NodeID: UInt64]

    init(_ counters: [NodeID: UInt64]) {
      self.counters = counters
    }
  }

  private var storage: Storage

  init(_ counters: [NodeID: UInt64] = [:]) {
    storage = Storage(counters.filter { $0.value != 0 })
  }

  private mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.counters) }
  }

  subscript(node: NodeID) -> UInt64 {
    storage.counters[node, default: 0]
  }

  mutating func tick(_ node: NodeID) {
    makeUnique()
    storage.counters[node, default: 0] += 1
  }

  mutating func merge(_ other: VectorClock) {
    makeUnique()
    storage.counters.merge(other.storage.counters, uniquingKeysWith: max)
  }

  private func isWithin(_ other: VectorClock) -> Bool {
    storage.counters.allSatisfy { $0.value <= other[$0.key] }
  }

  func compare(to other: VectorClock) -> Causality {
    if isWithin(other) { return other.isWithin(self) ? .equal : .before }
    return other.isWithin(self) ? .after : .concurrent
  }

  func happensBefore(_ other: VectorClock) -> Bool {
    isWithin(other) && !other.isWithin(self)
  }

  func isConcurrent(with other: VectorClock) -> Bool {
    !isWithin(other) && !other.isWithin(self)
  }

  static func == (left: VectorClock, right: VectorClock) -> Bool {
    left.storage.counters == right.storage.counters
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(storage.counters)
  }
}
