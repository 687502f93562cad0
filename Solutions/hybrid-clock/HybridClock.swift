public import ExerciseKit

/// A hybrid logical clock.
///
/// Guarantees: if event `a` happens before event `b`, the stamp of `a` is smaller, whatever the wall
/// clocks do; and the wall part of a stamp is a reading of some node's clock, never more than
/// `maxOffset` ahead of the local reading at which it was taken in. Source: Kulkarni et al. 2014,
/// figure 5.
///
/// Deviations: a stamp from too far ahead is refused (the paper suggests it; without it one broken
/// clock drags every other along). When the counter is full, the wall part moves one unit on, which
/// the paper leaves to the choice of its width.
public struct HybridClock: Sendable {
  private let node: NodeID
  private let maxOffset: Int64
  private var wall: Int64 = .min
  private var logical: UInt32 = 0

  /// A clock that has stamped nothing.
  /// - Parameter maxOffset: how far ahead of the local clock a received stamp may be, in the unit of
  ///   the readings that are passed in.
  public init(node: NodeID, maxOffset: Int64) {
    self.node = node
    self.maxOffset = maxOffset
  }

  /// Stamps a local event or a message to be sent, at the local clock's reading `physical`.
  public mutating func now(physical: Int64) -> HLCStamp {
    if physical > wall {
      wall = physical
      logical = 0
    } else {
      countOn()
    }
    return HLCStamp(wall: wall, logical: logical, node: node)
  }

  /// Stamps the receipt of a message sent under `stamp`, at the local clock's reading `physical`.
  /// - Throws: `ClockSkew` for a stamp too far ahead; the clock is then unchanged.
  public mutating func receive(
    _ stamp: HLCStamp, physical: Int64
  ) throws(ClockSkew) -> HLCStamp {
    let ahead = stamp.wall.subtractingReportingOverflow(physical)
    if ahead.overflow ? stamp.wall > physical : ahead.partialValue > maxOffset {
      throw ClockSkew(ahead: ahead.overflow ? .max : ahead.partialValue)
    }
    if physical > max(wall, stamp.wall) {
      wall = physical
      logical = 0
    } else {
      if stamp.wall > wall {
        logical = stamp.logical
      } else if stamp.wall == wall {
        logical = max(logical, stamp.logical)
      }
      wall = max(wall, stamp.wall)
      countOn()
    }
    return HLCStamp(wall: wall, logical: logical, node: node)
  }

  private mutating func countOn() {
    if logical == .max {
      wall += 1
      logical = 0
    } else {
      logical += 1
    }
  }
}
