// fails: same-questions-same-answers
// Orders concurrent clocks by a throw of a coin.
import ExerciseKit

struct VectorClock: CausalClock {
  private var counters: [NodeID: UInt64]

  init(_ counters: [NodeID: UInt64] = [:]) {
    self.counters = counters.filter { $0.value > 0 }
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
    case (false, false): Bool.random() ? .before : .after
    }
  }

  func happensBefore(_ other: VectorClock) -> Bool {
    compare(to: other) == .before
  }

  func isConcurrent(with other: VectorClock) -> Bool {
    compare(to: other) == .concurrent
  }
}
