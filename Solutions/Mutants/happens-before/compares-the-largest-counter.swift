// fails: documented-vectors
// The clock whose largest counter is smaller is before the other.
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
    if self == other { return .equal }
    let ours = counters.values.max() ?? 0
    let theirs = other.counters.values.max() ?? 0
    if ours == theirs { return .concurrent }
    return ours < theirs ? .before : .after
  }

  func happensBefore(_ other: VectorClock) -> Bool {
    compare(to: other) == .before
  }

  func isConcurrent(with other: VectorClock) -> Bool {
    compare(to: other) == .concurrent
  }
}
