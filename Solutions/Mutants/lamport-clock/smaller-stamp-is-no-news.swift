// fails: a-receipt-is-later-than-what-came-before, small-runs, cause-has-the-smaller-stamp
// Concludes from a smaller stamp that the message was known already, and does not count its receipt.
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
    guard stamp.counter >= counter else { return LamportStamp(counter: counter, node: node) }
    counter = stamp.counter
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
