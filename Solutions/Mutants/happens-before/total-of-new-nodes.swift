// fails: changed-clocks-compare-anew
// Works its total out anew in a merge only where a node came in, and == compares the total too.
import ExerciseKit

struct VectorClock: CausalClock {
  var c: [NodeID: UInt64] = [:]
  var total: UInt64 = 0

  init(_ counters: [NodeID: UInt64]) {
    c = counters.filter { $0.value > 0 }
    total = c.values.reduce(0, &+)
  }

  subscript(node: NodeID) -> UInt64 { c[node, default: 0] }

  mutating func tick(_ node: NodeID) {
    c[node, default: 0] += 1
    total &+= 1
  }

  mutating func merge(_ other: VectorClock) {
    let n = c.count
    for (n, v) in other.c { c[n] = max(c[n, default: 0], v) }
    if c.count != n { total = c.values.reduce(0, &+) }
  }

  func compare(to other: VectorClock) -> Causality {
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
