import ExerciseKit

/// Wall part and counter as one number, so that "one more" is an addition. Counts its calls for nobody.
struct HybridClock: HybridLogicalClock {
  private let node: NodeID
  private let maxOffset: Int64
  private var moment: Int128?
  private var calls = 0

  init(node: NodeID, maxOffset: Int64, stored: HLCStamp?) {
    self.node = node
    self.maxOffset = maxOffset
    moment = stored.map(Self.moment)
  }

  private static func moment(_ stamp: HLCStamp) -> Int128 {
    Int128(stamp.wall) << 32 + Int128(stamp.logical)
  }

  private func stamp(_ moment: Int128) -> HLCStamp {
    HLCStamp(
      wall: Int64(moment >> 32), logical: UInt32(truncatingIfNeeded: moment), node: node)
  }

  var stored: HLCStamp? { moment.map(stamp) }

  mutating func now(physical: Int64) -> HLCStamp {
    calls += 1
    let next = max(Int128(physical) << 32, moment.map { $0 + 1 } ?? .min)
    moment = next
    return stamp(next)
  }

  mutating func receive(_ received: HLCStamp, physical: Int64) throws(ClockSkew) -> HLCStamp {
    let receipt = Self.moment(received) + 1
    let ahead = Int64(receipt >> 32) - physical
    guard ahead <= maxOffset else { throw ClockSkew(ahead: ahead) }
    let next = max(Int128(physical) << 32, receipt, moment.map { $0 + 1 } ?? .min)
    calls += 1
    moment = next
    return stamp(next)
  }
}
