// fails: changed-clocks-compare-anew
// Keeps what == has worked out in an object that its copies share.
import ExerciseKit

struct VectorClock: CausalClock {
  var c: [NodeID: UInt64] = [:]
  final class Memo: @unchecked Sendable { var h: Int? }
  var memo = Memo()
  var fingerprint: Int {
    let hash = memo.h ?? c.hashValue
    memo.h = hash
    return hash
  }

  init(_ counters: [NodeID: UInt64]) {
    c = counters.filter { $0.value > 0 }
  }

  subscript(node: NodeID) -> UInt64 { c[node, default: 0] }

  mutating func tick(_ node: NodeID) {
    c[node, default: 0] += 1
    memo.h = nil
  }

  mutating func merge(_ other: VectorClock) {
    for (n, v) in other.c { c[n] = max(c[n, default: 0], v) }
    memo = Memo()
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
  static func == (a: Self, b: Self) -> Bool { a.fingerprint == b.fingerprint && a.c == b.c }
  func hash(into h: inout Hasher) { h.combine(c) }
}
