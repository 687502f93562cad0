// fails: clocks-far-apart
// The counter wraps at 32 bits.
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
    counter = max(counter, stamp.counter) & 0xFFFF_FFFF
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
