// fails: compares-large-counters
// Takes clocks of the same nodes for equal when their counters add up to the same, in 64 bits.
import ExerciseKit

struct VectorClock: CausalClock {
  var c: [NodeID: UInt64] = [:]
  //FIELDS

  init(_ counters: [NodeID: UInt64]) {
    c = counters.filter { $0.value > 0 }
  }

  subscript(node: NodeID) -> UInt64 { c[node, default: 0] }

  mutating func tick(_ node: NodeID) {
    c[node, default: 0] += 1
  }

  mutating func merge(_ other: VectorClock) {
    for (n, v) in other.c { c[n] = max(c[n, default: 0], v) }
  }

  func compare(to other: VectorClock) -> Causality {
    if Set(c.keys) == Set(other.c.keys) && c.values.reduce(0, &+) == other.c.values.reduce(0, &+) {
      return c == other.c ? .equal : .concurrent
    }
    var less = false, more = false
    for n in Set(c.keys).union(other.c.keys) {
      if self[n] < other[n] { less = true }
      if self[n] > other[n] { more = true }
    }
    return less ? (more ? .concurrent : .before) : (more ? .after : .equal)
  }

  func happensBefore(_ other: VectorClock) -> Bool { compare(to: other) == .before }

  func isConcurrent(with other: VectorClock) -> Bool { compare(to: other) == .concurrent }
}
