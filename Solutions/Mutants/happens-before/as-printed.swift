// fails: equal-is-not-concurrent
// Own keys only, three answers, fixed nodes, as the printed class does it.
import ExerciseKit

struct VectorClock: CausalClock {
  // The printed class is made for a fixed set of nodes, all of them at zero.
  private var clock: [NodeID: UInt64]

  init(_ counters: [NodeID: UInt64] = [:]) {
    clock = counters
  }

  subscript(node: NodeID) -> UInt64 {
    clock[node, default: 0]
  }

  mutating func tick(_ node: NodeID) {
    guard let count = clock[node] else { fatalError("KeyError: \(node)") }
    clock[node] = count + 1
  }

  mutating func merge(_ other: VectorClock) {
    for (node, timestamp) in other.clock {
      clock[node] = max(clock[node, default: 0], timestamp)
    }
  }

  func happensBefore(_ other: VectorClock) -> Bool {
    let allLessOrEqual = clock.keys.allSatisfy { self[$0] <= other[$0] }
    let anyLess = clock.keys.contains { self[$0] < other[$0] }
    return allLessOrEqual && anyLess
  }

  func isConcurrent(with other: VectorClock) -> Bool {
    !happensBefore(other) && !other.happensBefore(self)
  }

  func compare(to other: VectorClock) -> Causality {
    if happensBefore(other) { return .before }
    if other.happensBefore(self) { return .after }
    return .concurrent
  }
}
