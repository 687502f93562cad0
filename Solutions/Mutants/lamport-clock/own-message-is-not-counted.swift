// fails: a-receipt-is-later-than-what-came-before
// A message of one's own is taken for no receipt.
import ExerciseKit

struct LamportClock: LogicalClock {
  let node: NodeID
  private(set) var counter: UInt64 = 0

  init(node: NodeID) {
    self.node = node
  }

  mutating func tick() -> LamportStamp {
    counter += 1
    return LamportStamp(counter: counter, node: node)
  }

  mutating func receive(_ stamp: LamportStamp) -> LamportStamp {
    guard stamp.node != node else { return LamportStamp(counter: counter, node: node) }
    counter = max(counter, stamp.counter)
    return tick()
  }
}

struct LamportStamp: LogicalStamp {
  let counter: UInt64
  let node: NodeID

  static func < (left: LamportStamp, right: LamportStamp) -> Bool {
    (left.counter, left.node) < (right.counter, right.node)
  }
}
