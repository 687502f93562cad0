// fails: compares-the-union-of-keys
// Before asks for every counter to be smaller, not for some to be.
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
    let nodes = Set(counters.keys).union(other.counters.keys)
    if nodes.allSatisfy({ self[$0] < other[$0] }) { return .before }
    if nodes.allSatisfy({ self[$0] > other[$0] }) { return .after }
    return .concurrent
  }

  func happensBefore(_ other: VectorClock) -> Bool {
    compare(to: other) == .before
  }

  func isConcurrent(with other: VectorClock) -> Bool {
    compare(to: other) == .concurrent
  }
}
