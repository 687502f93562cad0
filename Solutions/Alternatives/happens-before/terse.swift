// As little code as it takes: a is in b's past when merging a leaves b as it is.
import ExerciseKit

struct VectorClock: CausalClock {
  var of: [NodeID: UInt64]
  init(_ counters: [NodeID: UInt64] = [:]) { of = counters.filter { $0.value > 0 } }
  subscript(node: NodeID) -> UInt64 { of[node] ?? 0 }
  mutating func tick(_ node: NodeID) { of[node] = self[node] + 1 }
  mutating func merge(_ other: Self) { of.merge(other.of, uniquingKeysWith: max) }
  func compare(to other: Self) -> Causality {
    var both = self
    both.merge(other)
    if self == other { return .equal }
    return both == other ? .before : both == self ? .after : .concurrent
  }
  func happensBefore(_ other: Self) -> Bool { compare(to: other) == .before }
  func isConcurrent(with other: Self) -> Bool { compare(to: other) == .concurrent }
}
