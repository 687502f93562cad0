import ExerciseKit

/// A clock near wall time that never contradicts cause and effect.
struct HybridClock: HybridLogicalClock {
  /// The last stamp, which must be on the disk before it leaves; nil before the first.
  var stored: HLCStamp?

  /// A clock as it starts, or starts again from the last stamp it stored.
  init(node: NodeID, maxOffset: Int64, stored: HLCStamp?) {
    self.stored = stored
    // TODO: What else do you need?
  }

  /// Stamps a local event, or a message to be sent.
  mutating func now(physical: Int64) -> HLCStamp {
    // TODO: Is the reading past the last stamp?
    HLCStamp(wall: physical, logical: 0, node: NodeID(0))
  }

  /// Stamps the receipt of a message that was sent under `stamp`.
  mutating func receive(_ stamp: HLCStamp, physical: Int64) throws(ClockSkew) -> HLCStamp {
    // TODO: Which of the three is the largest, and which counter belongs to it?
    HLCStamp(wall: physical, logical: 0, node: NodeID(0))
  }
}
