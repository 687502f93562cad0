/// A moment of hybrid logical time: close to wall time, and never against cause and effect.
///
/// Source: Kulkarni et al. 2014, section 3. Deviation: the node is part of the stamp, so that the
/// order is total and a stamp is never used for two values.
public struct HLCStamp: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The largest wall time heard of, in the unit of the clock that was read.
  public let wall: Int64
  /// Counts events that share a wall time.
  public let logical: UInt32
  /// The node at which the event happened.
  public let node: NodeID

  /// Describes a moment.
  public init(wall: Int64, logical: UInt32, node: NodeID) {
    self.wall = wall
    self.logical = logical
    self.node = node
  }

  /// The stamp as `wall.logical@node`.
  public var description: String { "\(wall).\(logical)@\(node)" }

  /// Orders by wall time, then by counter, then by node.
  public static func < (left: HLCStamp, right: HLCStamp) -> Bool {
    (left.wall, left.logical, left.node) < (right.wall, right.logical, right.node)
  }
}

/// A stamp was refused because its wall time lies too far ahead of the local clock.
public struct ClockSkew: Error, Equatable {
  /// By how much it is ahead, in the unit of the clock.
  public let ahead: Int64

  /// Describes a refusal.
  public init(ahead: Int64) {
    self.ahead = ahead
  }
}

/// What the exercise `hybrid-clock` asks for: stamps near wall time that never contradict cause and effect
/// (Kulkarni et al. 2014, figure 5).
public protocol HybridLogicalClock: Sendable {
  /// A clock as it starts, or starts again from the last stamp it stored.
  /// - Parameters:
  ///   - maxOffset: how far ahead of the local reading a received stamp may be, in the unit of the
  ///     readings; not negative.
  ///   - stored: the last stamp; nil when there was none.
  init(node: NodeID, maxOffset: Int64, stored: HLCStamp?)

  /// The last stamp, which must be on the disk before it leaves; nil before the first.
  var stored: HLCStamp? { get }

  /// Stamps a local event, or a message to be sent.
  /// - Parameter physical: what the local clock reads; it may be set back.
  mutating func now(physical: Int64) -> HLCStamp

  /// Stamps the receipt of a message that was sent under `stamp`.
  /// - Throws: `ClockSkew` for a stamp too far ahead; nothing is changed then.
  mutating func receive(_ stamp: HLCStamp, physical: Int64) throws(ClockSkew) -> HLCStamp
}
