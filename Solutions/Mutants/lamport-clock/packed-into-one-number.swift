// fails: stamps-of-any-size
// Counter and node are packed into 64 bits, of which the node has 16.
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
    counter = max(counter, stamp.counter)
    return tick()
  }
}

struct LamportStamp: LogicalStamp {
  let counter: UInt64
  let node: NodeID

  static func < (left: LamportStamp, right: LamportStamp) -> Bool {
    (left.counter << 16 | UInt64(left.node.number & 0xFFFF))
      < (right.counter << 16 | UInt64(right.node.number & 0xFFFF))
  }
}
