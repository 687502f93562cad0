// fails: small-traces
// A merge takes itself for the receipt, so the tick that follows it is not counted.
import ExerciseKit

struct VectorClock: CausalClock {
  private var counters: [NodeID: UInt64]
  private var hasMerged = false

  init(_ counters: [NodeID: UInt64] = [:]) {
    self.counters = counters.filter { $0.value > 0 }
  }

  subscript(node: NodeID) -> UInt64 {
    counters[node, default: 0]
  }

  mutating func tick(_ node: NodeID) {
    if !hasMerged { counters[node, default: 0] += 1 }
    hasMerged = false
  }

  mutating func merge(_ other: VectorClock) {
    counters.merge(other.counters, uniquingKeysWith: max)
    hasMerged = true
  }

  func compare(to other: VectorClock) -> Causality {
    let isNowhereLarger = counters.allSatisfy { $0.value <= other[$0.key] }
    let isNowhereSmaller = other.counters.allSatisfy { $0.value <= self[$0.key] }
    return switch (isNowhereLarger, isNowhereSmaller) {
    case (true, true): .equal
    case (true, false): .before
    case (false, true): .after
    case (false, false): .concurrent
    }
  }

  static func == (left: VectorClock, right: VectorClock) -> Bool {
    left.counters == right.counters
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(counters)
  }

  func happensBefore(_ other: VectorClock) -> Bool {
    compare(to: other) == .before
  }

  func isConcurrent(with other: VectorClock) -> Bool {
    compare(to: other) == .concurrent
  }
}
