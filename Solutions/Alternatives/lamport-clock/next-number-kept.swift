// Keeps the number of the next event, not of the last.
import ExerciseKit

struct LamportClock: LogicalClock {
  let node: NodeID
  private var next: UInt64 = 1

  init(node: NodeID) { self.node = node }

  var counter: UInt64 { next - 1 }

  mutating func tick() -> LamportStamp {
    defer { next += 1 }
    return LamportStamp(counter: next, node: node)
  }

  mutating func receive(_ stamp: LamportStamp) -> LamportStamp {
    next = max(next, stamp.counter + 1)
    return tick()
  }
}

struct LamportStamp: LogicalStamp {
  let counter: UInt64
  let node: NodeID

  static func < (left: LamportStamp, right: LamportStamp) -> Bool {
    left.counter == right.counter
      ? left.node.number < right.node.number : left.counter < right.counter
  }

  static func > (left: LamportStamp, right: LamportStamp) -> Bool { right < left }
}
