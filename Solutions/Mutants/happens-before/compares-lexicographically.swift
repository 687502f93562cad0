// fails: documented-vectors
// The first node whose counters differ decides, so no two clocks are concurrent.
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
    let nodes = Set(counters.keys).union(other.counters.keys).sorted()
    for node in nodes where self[node] != other[node] {
      return self[node] < other[node] ? .before : .after
    }
    return .equal
  }

  func happensBefore(_ other: VectorClock) -> Bool {
    compare(to: other) == .before
  }

  func isConcurrent(with other: VectorClock) -> Bool {
    compare(to: other) == .concurrent
  }
}
