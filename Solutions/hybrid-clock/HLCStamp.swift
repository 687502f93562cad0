public import ExerciseKit

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
