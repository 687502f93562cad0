import ExerciseKit

/// Takes the largest of three moments, each with its counter.
struct HybridClock: HybridLogicalClock {
  private let node: NodeID
  private let maxOffset: Int64
  private(set) var stored: HLCStamp?

  init(node: NodeID, maxOffset: Int64, stored: HLCStamp?) {
    self.node = node
    self.maxOffset = maxOffset
    self.stored = stored
  }

  private func after(_ stamp: HLCStamp) -> (Int64, UInt32) {
    let (next, isFull) = stamp.logical.addingReportingOverflow(1)
    return isFull ? (stamp.wall + 1, 0) : (stamp.wall, next)
  }

  private mutating func stamp(_ moments: [(Int64, UInt32)]) -> HLCStamp {
    let largest = moments.max { $0 < $1 } ?? (0, 0)
    let stamp = HLCStamp(wall: largest.0, logical: largest.1, node: node)
    stored = stamp
    return stamp
  }

  mutating func now(physical: Int64) -> HLCStamp {
    stamp([(physical, 0)] + (stored.map { [after($0)] } ?? []))
  }

  mutating func receive(_ stamp: HLCStamp, physical: Int64) throws(ClockSkew) -> HLCStamp {
    let received = after(stamp)
    guard received.0 - physical <= maxOffset else { throw ClockSkew(ahead: received.0 - physical) }
    return self.stamp([(physical, 0), received] + (stored.map { [after($0)] } ?? []))
  }
}
