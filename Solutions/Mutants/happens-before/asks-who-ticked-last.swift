// fails: changed-clocks-compare-anew
// Compares the counter of the node that ticked last only, which is enough for clocks that nobody made.
import ExerciseKit

struct VectorClock: CausalClock {
  var c: [NodeID: UInt64] = [:]
  var owner: NodeID?

  init(_ counters: [NodeID: UInt64]) {
    c = counters.filter { $0.value > 0 }
  }

  subscript(node: NodeID) -> UInt64 { c[node, default: 0] }

  mutating func tick(_ node: NodeID) {
    c[node, default: 0] += 1
    owner = node
  }

  mutating func merge(_ other: VectorClock) {
    for (n, v) in other.c { c[n] = max(c[n, default: 0], v) }
    owner = nil
  }

  func compare(to other: VectorClock) -> Causality {
    if c != other.c, let a = owner, let b = other.owner {
      let l = self[a] <= other[a]
      let m = other[b] <= self[b]
      return l ? (m ? .concurrent : .before) : (m ? .after : .concurrent)
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
  static func == (a: Self, b: Self) -> Bool { a.c == b.c }
  func hash(into h: inout Hasher) { h.combine(c) }
}
