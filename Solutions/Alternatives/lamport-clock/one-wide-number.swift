// A stamp is one number of 128 bits, and hashes by its counter alone.
import ExerciseKit

struct LamportClock: LogicalClock {
  private var now: LamportStamp

  init(node: NodeID) { now = LamportStamp(counter: 0, node: node) }

  var node: NodeID { now.node }
  var counter: UInt64 { now.counter }

  mutating func tick() -> LamportStamp {
    now = LamportStamp(counter: now.counter + 1, node: now.node)
    return now
  }

  mutating func receive(_ stamp: LamportStamp) -> LamportStamp {
    now = LamportStamp(counter: max(now, stamp).counter, node: now.node)
    return tick()
  }
}

struct LamportStamp: LogicalStamp {
  private let wide: UInt128

  init(counter: UInt64, node: NodeID) { wide = UInt128(counter) << 32 | UInt128(node.number) }

  var counter: UInt64 { UInt64(wide >> 32) }
  var node: NodeID { NodeID(UInt32(truncatingIfNeeded: wide)) }

  func hash(into hasher: inout Hasher) { hasher.combine(counter) }
  static func < (left: LamportStamp, right: LamportStamp) -> Bool { left.wide < right.wide }
}
