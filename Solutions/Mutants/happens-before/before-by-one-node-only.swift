// fails: ordering-laws
// Before asks for one larger counter exactly, as if every message were one event long.
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
    let nodes = Set(counters.keys).union(other.counters.keys)
    let larger = nodes.filter { self[$0] > other[$0] }.count
    let smaller = nodes.filter { self[$0] < other[$0] }.count
    return switch (larger, smaller) {
    case (0, 0): .equal
    case (0, 1): .before
    case (1, 0): .after
    default: .concurrent
    }
  }

  func happensBefore(_ other: VectorClock) -> Bool {
    compare(to: other) == .before
  }

  func isConcurrent(with other: VectorClock) -> Bool {
    compare(to: other) == .concurrent
  }
}
