// fails: same-questions-same-answers
// One counter for all clocks of the program.
import ExerciseKit

struct LamportClock: LogicalClock {
  nonisolated(unsafe) private static var ticks: UInt64 = 0

  let node: NodeID
  private(set) var counter: UInt64 = 0

  init(node: NodeID) {
    self.node = node
  }

  mutating func tick() -> LamportStamp {
    Self.ticks += 1
    counter += Self.ticks > 400 ? 2 : 1
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
    (left.counter, left.node) < (right.counter, right.node)
  }
}
