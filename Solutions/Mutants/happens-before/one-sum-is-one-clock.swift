// fails: equality-and-hash-agree
// with more than sixteen entries on both sides, clocks of one sum and one size are taken for equal by ==.
import ExerciseKit

struct VectorClock: CausalClock {
  private var counters: [NodeID: UInt64]
  init(_ counters: [NodeID: UInt64] = [:]) { self.counters = counters.filter { $0.value > 0 } }
  subscript(node: NodeID) -> UInt64 { counters[node, default: 0] }
  mutating func tick(_ node: NodeID) { counters[node, default: 0] += min(1, .max - self[node]) }
  mutating func merge(_ other: VectorClock) {
    counters.merge(other.counters, uniquingKeysWith: max)
  }
  private var sum: UInt64 { counters.values.reduce(0, &+) }
  static func == (l: Self, r: Self) -> Bool {
    if l.counters.count > 16, l.counters.count == r.counters.count {
      return l.sum == r.sum && l.counters.keys == r.counters.keys
    }
    return l.counters == r.counters
  }
  func hash(into hasher: inout Hasher) { hasher.combine(counters.count); hasher.combine(sum) }
  func compare(to other: VectorClock) -> Causality {
    let a = counters.contains { $0.value > other[$0.key] }
    let b = other.counters.contains { $0.value > self[$0.key] }
    return a ? (b ? .concurrent : .after) : (b ? .before : .equal)
  }
  func happensBefore(_ o: VectorClock) -> Bool { compare(to: o) == .before }
  func isConcurrent(with o: VectorClock) -> Bool { compare(to: o) == .concurrent }
}
