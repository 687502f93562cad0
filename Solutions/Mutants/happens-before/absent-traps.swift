// fails: absent-means-zero
// Reading a node the clock has no entry for traps.
import ExerciseKit

struct VectorClock: CausalClock {
  private var counters: [NodeID: UInt64]

  init(_ counters: [NodeID: UInt64] = [:]) {
    self.counters = counters.filter { $0.value > 0 }
  }

  subscript(node: NodeID) -> UInt64 {
    guard let count = counters[node] else { preconditionFailure("no entry for \(node)") }
    return count
  }

  mutating func tick(_ node: NodeID) {
    counters[node, default: 0] += 1
  }

  mutating func merge(_ other: VectorClock) {
    counters.merge(other.counters, uniquingKeysWith: max)
  }

  func compare(to other: VectorClock) -> Causality {
    let isNowhereLarger = counters.allSatisfy { $0.value <= other.counters[$0.key, default: 0] }
    let isNowhereSmaller = other.counters.allSatisfy {
      $0.value <= self.counters[$0.key, default: 0]
    }
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
}
