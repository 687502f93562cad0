// fails: values-are-independent
// Copies of a clock share its counter.
import ExerciseKit

private final class Box: @unchecked Sendable, Equatable {
  var counter: UInt64 = 0
  static func == (left: Box, right: Box) -> Bool { left.counter == right.counter }
}

struct LamportClock: LogicalClock {
  let node: NodeID
  private let box = Box()
  var counter: UInt64 { box.counter }

  init(node: NodeID) {
    self.node = node
  }

  mutating func tick() -> LamportStamp {
    box.counter += 1
    return LamportStamp(counter: counter, node: node)
  }

  mutating func receive(_ stamp: LamportStamp) -> LamportStamp {
    box.counter = max(counter, stamp.counter)
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
