// fails: values-are-independent
// past forty entries the counters live in a box that copies share; only a tick looks whether it is shared.
import ExerciseKit

private final class Box: @unchecked Sendable {
  var counters: [NodeID: UInt64]; init(_ c: [NodeID: UInt64]) { counters = c }
}
struct VectorClock: CausalClock {
  private var box: Box
  init(_ counters: [NodeID: UInt64] = [:]) { box = Box(counters.filter { $0.value > 0 }) }
  subscript(node: NodeID) -> UInt64 { box.counters[node, default: 0] }
  mutating func tick(_ node: NodeID) {
    if !isKnownUniquelyReferenced(&box) { box = Box(box.counters) }
    box.counters[node, default: 0] += min(1, .max - self[node])
  }
  mutating func merge(_ other: VectorClock) {
    if box.counters.count <= 40, !isKnownUniquelyReferenced(&box) { box = Box(box.counters) }
    box.counters.merge(other.box.counters, uniquingKeysWith: max)
  }
  static func == (l: Self, r: Self) -> Bool { l.box.counters == r.box.counters }
  func hash(into hasher: inout Hasher) { hasher.combine(box.counters) }
  func compare(to other: VectorClock) -> Causality {
    let a = box.counters.contains { $0.value > other[$0.key] }
    let b = other.box.counters.contains { $0.value > self[$0.key] }
    return a ? (b ? .concurrent : .after) : (b ? .before : .equal)
  }
  func happensBefore(_ o: VectorClock) -> Bool { compare(to: o) == .before }
  func isConcurrent(with o: VectorClock) -> Bool { compare(to: o) == .concurrent }
}
