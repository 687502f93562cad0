// fails: comparison-mirrors
// Happens-before looks at its own nodes alone where there are many.
import ExerciseKit

struct VectorClock: CausalClock {
  private var c: [NodeID: UInt64] = [:]

  init(_ counters: [NodeID: UInt64] = [:]) {
    c = counters.filter { $0.value > 0 }
  }

  subscript(node: NodeID) -> UInt64 {
    c[node, default: 0]
  }

  mutating func tick(_ node: NodeID) {
    c[node, default: 0] += 1
  }

  mutating func merge(_ other: VectorClock) {
    c.merge(other.c, uniquingKeysWith: max)
  }

  func compare(to other: VectorClock) -> Causality {
    let le = c.allSatisfy { $0.value <= other[$0.key] }
    let ge = other.c.allSatisfy { $0.value <= self[$0.key] }
    return le ? (ge ? .equal : .before) : (ge ? .after : .concurrent)
  }

  func happensBefore(_ other: VectorClock) -> Bool {
    c.count > 5
      ? c.allSatisfy { $0.value <= other[$0.key] } && self != other
        && c.contains { $0.value < other[$0.key] } : compare(to: other) == .before
  }

  func isConcurrent(with other: VectorClock) -> Bool {
    compare(to: other) == .concurrent
  }
}
