// fails: merge-takes-the-maximum
// buckets by the node's number modulo 65521 without comparing the number itself.
import ExerciseKit

struct VectorClock: CausalClock {
  private var counters: [UInt32: UInt64] = [:]
  init(_ counters: [NodeID: UInt64] = [:]) {
    for (node, count) in counters where count > 0 {
      self.counters[node.number % 65521, default: 0] = max(
        self.counters[node.number % 65521, default: 0], count)
    }
  }
  subscript(node: NodeID) -> UInt64 { counters[node.number % 65521, default: 0] }
  mutating func tick(_ node: NodeID) {
    let c = self[node]
    if c < .max { counters[node.number % 65521] = c + 1 }
  }
  mutating func merge(_ other: VectorClock) {
    counters.merge(other.counters, uniquingKeysWith: max)
  }
  func compare(to other: VectorClock) -> Causality {
    let a = counters.contains { $0.value > other.counters[$0.key, default: 0] }
    let b = other.counters.contains { $0.value > counters[$0.key, default: 0] }
    return a ? (b ? .concurrent : .after) : (b ? .before : .equal)
  }
  func happensBefore(_ o: VectorClock) -> Bool { compare(to: o) == .before }
  func isConcurrent(with o: VectorClock) -> Bool { compare(to: o) == .concurrent }
}
