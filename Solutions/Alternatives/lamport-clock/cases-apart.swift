// Writes out each case by itself.
import ExerciseKit

struct LamportClock: LogicalClock {
  let node: NodeID
  private(set) var last: LamportStamp?

  init(node: NodeID) { self.node = node }

  var counter: UInt64 { last?.counter ?? 0 }

  mutating func tick() -> LamportStamp { stamped(counter + 1) }

  mutating func receive(_ stamp: LamportStamp) -> LamportStamp {
    if stamp.counter > counter { return stamped(stamp.counter + 1) }
    return stamped(counter + 1)
  }

  private mutating func stamped(_ number: UInt64) -> LamportStamp {
    let stamp = LamportStamp(counter: number, node: node)
    last = stamp
    return stamp
  }
}

struct LamportStamp: LogicalStamp {
  var counter: UInt64
  var node: NodeID

  static func < (left: LamportStamp, right: LamportStamp) -> Bool {
    if left.counter < right.counter { return true }
    if left.counter > right.counter { return false }
    return left.node < right.node
  }
}
