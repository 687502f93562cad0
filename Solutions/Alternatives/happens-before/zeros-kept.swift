// Zeros are stored as given; `==` and the hash look past them.
import ExerciseKit

struct VectorClock: CausalClock {
  private var counters: [NodeID: UInt64]

  init(_ counters: [NodeID: UInt64] = [:]) {
    self.counters = counters
  }

  subscript(node: NodeID) -> UInt64 { counters[node] ?? 0 }

  mutating func tick(_ node: NodeID) {
    counters[node] = self[node] + 1
  }

  mutating func merge(_ other: VectorClock) {
    for node in other.counters.keys { counters[node] = max(self[node], other[node]) }
  }

  func compare(to other: VectorClock) -> Causality {
    var left: [UInt64] = []
    var right: [UInt64] = []
    for node in Set(counters.keys).union(other.counters.keys) {
      left.append(self[node])
      right.append(other[node])
    }
    if left == right { return .equal }
    if zip(left, right).allSatisfy({ $0 <= $1 }) { return .before }
    if zip(left, right).allSatisfy({ $0 >= $1 }) { return .after }
    return .concurrent
  }

  func happensBefore(_ other: VectorClock) -> Bool {
    compare(to: other) == .before
  }

  func isConcurrent(with other: VectorClock) -> Bool {
    compare(to: other) == .concurrent
  }

  static func == (left: VectorClock, right: VectorClock) -> Bool {
    left.compare(to: right) == .equal
  }

  func hash(into hasher: inout Hasher) {
    for node in counters.keys.sorted() where self[node] > 0 {
      hasher.combine(node)
      hasher.combine(self[node])
    }
  }
}
