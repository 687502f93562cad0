// fails: equality-and-hash-agree
// Zeros do not matter to == but are hashed.
import ExerciseKit

struct VectorClock: CausalClock {
  private var counters: [NodeID: UInt64]

  init(_ counters: [NodeID: UInt64] = [:]) {
    self.counters = counters
  }

  subscript(node: NodeID) -> UInt64 {
    counters[node, default: 0]
  }

  mutating func tick(_ node: NodeID) {
    counters[node, default: 0] += 1
  }

  mutating func merge(_ other: VectorClock) {
    counters.merge(other.counters, uniquingKeysWith: max)
  }

  func compare(to other: VectorClock) -> Causality {
    let isNowhereLarger = counters.allSatisfy { $0.value <= other[$0.key] }
    let isNowhereSmaller = other.counters.allSatisfy { $0.value <= self[$0.key] }
    return switch (isNowhereLarger, isNowhereSmaller) {
    case (true, true): .equal
    case (true, false): .before
    case (false, true): .after
    case (false, false): .concurrent
    }
  }

  static func == (left: VectorClock, right: VectorClock) -> Bool {
    left.compare(to: right) == .equal
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(counters)
  }

  func happensBefore(_ other: VectorClock) -> Bool {
    compare(to: other) == .before
  }

  func isConcurrent(with other: VectorClock) -> Bool {
    compare(to: other) == .concurrent
  }
}
