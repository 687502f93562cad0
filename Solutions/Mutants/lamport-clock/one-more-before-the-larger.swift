// fails: a-receipt-is-later-than-its-sending, a-receipt-is-later-than-what-came-before
// One is added before the larger is taken, so a message that is ahead by one is overtaken by nothing.
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
    counter = max(counter + 1, stamp.counter)
    return LamportStamp(counter: counter, node: node)
  }
}

struct LamportStamp: LogicalStamp {
  let counter: UInt64
  let node: NodeID

  static func < (left: LamportStamp, right: LamportStamp) -> Bool {
    (left.counter, left.node) < (right.counter, right.node)
  }
}
