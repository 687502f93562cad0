// fails: values-are-independent
// A tick of a new node writes into the object that copies share.
import ExerciseKit

struct VectorClock: CausalClock {
  private var c: [NodeID: UInt64] = [:]
  private final class Box: @unchecked Sendable {
    var c: [NodeID: UInt64]; init(_ x: [NodeID: UInt64]) { c = x }
  }
  private var box = Box([:])

  init(_ counters: [NodeID: UInt64] = [:]) {
    box = Box(counters.filter { $0.value > 0 })
  }

  subscript(node: NodeID) -> UInt64 {
    box.c[node, default: 0]
  }

  mutating func tick(_ node: NodeID) {
    if box.c[node] == nil {
      box.c[node] = 1
    } else {
      let b = Box(box.c); b.c[node, default: 0] += 1; box = b
    }
  }

  mutating func merge(_ other: VectorClock) {
    let b = Box(box.c); b.c.merge(other.box.c, uniquingKeysWith: max); box = b
  }

  func compare(to other: VectorClock) -> Causality {
    let le = box.c.allSatisfy { $0.value <= other[$0.key] }
    let ge = other.box.c.allSatisfy { $0.value <= self[$0.key] }
    return le ? (ge ? .equal : .before) : (ge ? .after : .concurrent)
  }

  func happensBefore(_ other: VectorClock) -> Bool {
    compare(to: other) == .before
  }

  func isConcurrent(with other: VectorClock) -> Bool {
    compare(to: other) == .concurrent
  }
  static func == (a: VectorClock, b: VectorClock) -> Bool { a.box.c == b.box.c }
  func hash(into h: inout Hasher) { h.combine(box.c) }
}
