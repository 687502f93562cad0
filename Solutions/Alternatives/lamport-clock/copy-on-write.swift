// The counter lives in an object that is copied before it is written when somebody shares it.
import ExerciseKit

private final class Storage: @unchecked Sendable {
  var counter: UInt64
  init(_ counter: UInt64) { self.counter = counter }
}

struct LamportClock: LogicalClock {
  let node: NodeID
  private var storage = Storage(0)

  init(node: NodeID) { self.node = node }

  var counter: UInt64 { storage.counter }

  mutating func tick() -> LamportStamp { receive(LamportStamp(counter: 0, node: node)) }

  mutating func receive(_ stamp: LamportStamp) -> LamportStamp {
    if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.counter) }
    storage.counter = max(stamp.counter, storage.counter) + 1
    return LamportStamp(counter: storage.counter, node: node)
  }

  static func == (left: LamportClock, right: LamportClock) -> Bool {
    (left.node, left.counter) == (right.node, right.counter)
  }
}

struct LamportStamp: LogicalStamp {
  let counter: UInt64
  let node: NodeID

  static func < (left: LamportStamp, right: LamportStamp) -> Bool {
    [left.counter, UInt64(left.node.number)]
      .lexicographicallyPrecedes([right.counter, UInt64(right.node.number)])
  }
}
