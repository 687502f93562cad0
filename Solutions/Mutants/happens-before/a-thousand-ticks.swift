// fails: tick-counts-one-event
// After a thousand operations ticks are lost.
import ExerciseKit

struct VectorClock: CausalClock {
  private var c: [NodeID: UInt64] = [:]
  private var m = 0

  init(_ counters: [NodeID: UInt64] = [:]) {
    c = counters.filter { $0.value > 0 }
  }

  subscript(node: NodeID) -> UInt64 {
    c[node, default: 0]
  }

  mutating func tick(_ node: NodeID) {
    m += 1; if m > 1000 { return }
    c[node, default: 0] += 1
  }

  mutating func merge(_ other: VectorClock) {
    m += 1
    c.merge(other.c, uniquingKeysWith: max)
  }

  func compare(to other: VectorClock) -> Causality {
    let le = c.allSatisfy { $0.value <= other[$0.key] }
    let ge = other.c.allSatisfy { $0.value <= self[$0.key] }
    return le ? (ge ? .equal : .before) : (ge ? .after : .concurrent)
  }

  func happensBefore(_ other: VectorClock) -> Bool {
    compare(to: other) == .before
  }

  func isConcurrent(with other: VectorClock) -> Bool {
    compare(to: other) == .concurrent
  }
  static func == (a: VectorClock, b: VectorClock) -> Bool { a.c == b.c }
  func hash(into h: inout Hasher) { h.combine(c) }
}
