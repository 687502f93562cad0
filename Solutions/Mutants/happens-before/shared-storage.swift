// fails: values-are-independent
// Copies share one object, so a clock in a message ticks with its sender.
import ExerciseKit

struct VectorClock: CausalClock {
  // Nothing synchronises the storage either; one thread at a time is all the suite uses.
  private final class Storage: @unchecked Sendable {
    var counters: [NodeID: UInt64]

    init(_ counters: [NodeID: UInt64]) {
      self.counters = counters
    }
  }

  private let storage: Storage

  init(_ counters: [NodeID: UInt64] = [:]) {
    storage = Storage(counters.filter { $0.value > 0 })
  }

  subscript(node: NodeID) -> UInt64 {
    storage.counters[node, default: 0]
  }

  mutating func tick(_ node: NodeID) {
    storage.counters[node, default: 0] += 1
  }

  mutating func merge(_ other: VectorClock) {
    storage.counters.merge(other.storage.counters, uniquingKeysWith: max)
  }

  func compare(to other: VectorClock) -> Causality {
    let isNowhereLarger = storage.counters.allSatisfy { $0.value <= other[$0.key] }
    let isNowhereSmaller = other.storage.counters.allSatisfy { $0.value <= self[$0.key] }
    return switch (isNowhereLarger, isNowhereSmaller) {
    case (true, true): .equal
    case (true, false): .before
    case (false, true): .after
    case (false, false): .concurrent
    }
  }

  func happensBefore(_ other: VectorClock) -> Bool {
    compare(to: other) == .before
  }

  func isConcurrent(with other: VectorClock) -> Bool {
    compare(to: other) == .concurrent
  }

  static func == (left: VectorClock, right: VectorClock) -> Bool {
    left.storage.counters == right.storage.counters
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(storage.counters)
  }
}
