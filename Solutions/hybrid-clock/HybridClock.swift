public import ExerciseKit

/// A hybrid logical clock.
///
/// Guarantees: if event `a` happens before event `b`, the stamp of `a` is smaller, whatever the wall
/// clocks do; and the wall part of a stamp is a reading of some node's clock, never more than
/// `maxOffset` ahead of the local reading at which it was taken in. Source: Kulkarni et al. 2014,
/// figure 5.
///
/// It holds with messages lost, repeated and reordered, with wall clocks that jump and stand still, and with
/// nodes that stop and start again from what they stored.
///
/// Must be stored: `stored`, the last stamp, before the stamp leaves; or a clock that starts again must
/// wait until its reading is past all it can have stamped. Wall clocks are set back, and then a clock
/// that has forgotten uses stamps again, for other events.
///
/// Cost: 12 bytes and the node's name, in memory and in each message; a write to the disk for each stamp.
///
/// Deviations: a stamp from too far ahead is refused (the paper suggests it; without it one broken
/// clock drags every other along). When the counter is full, the wall part moves one unit on, which
/// the paper leaves to the choice of its width; a received stamp that would move it out of reach of
/// the local clock is refused as well. Left is a clock that stands still for four thousand million
/// events of its own.
public struct HybridClock: HybridLogicalClock, Hashable, Sendable {
  private let node: NodeID
  private let maxOffset: Int64
  private var wall: Int64 = .min
  private var logical: UInt32 = 0
  /// The last stamp; what must be on the disk before it leaves. Nil before the first.
  public private(set) var stored: HLCStamp?

  /// A clock that has stamped nothing.
  /// - Parameter maxOffset: how far ahead of the local clock a received stamp may be, in the unit of
  ///   the readings that are passed in.
  public init(node: NodeID, maxOffset: Int64) {
    self.node = node
    self.maxOffset = maxOffset
  }

  /// A clock that starts again from the last stamp it stored.
  public init(node: NodeID, maxOffset: Int64, stored: HLCStamp?) {
    self.init(node: node, maxOffset: maxOffset)
    self.stored = stored
    if let stored { (wall, logical) = (stored.wall, stored.logical) }
  }

  /// Stamps a local event or a message to be sent, at the local clock's reading `physical`.
  public mutating func now(physical: Int64) -> HLCStamp {
    if physical > wall {
      wall = physical
      logical = 0
    } else {
      countOn()
    }
    return stamp()
  }

  /// Stamps the receipt of a message sent under `stamp`, at the local clock's reading `physical`.
  /// - Throws: `ClockSkew` for a stamp too far ahead; the clock is then unchanged.
  public mutating func receive(
    _ stamp: HLCStamp, physical: Int64
  ) throws(ClockSkew) -> HLCStamp {
    // The receipt of a stamp whose counter is full falls into the next unit.
    let wallOfReceipt = stamp.logical == .max && stamp.wall < .max ? stamp.wall + 1 : stamp.wall
    let ahead = wallOfReceipt.subtractingReportingOverflow(physical)
    if ahead.overflow ? wallOfReceipt > physical : ahead.partialValue > maxOffset {
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
    return self.stamp()
  }

  private mutating func countOn() {
    if logical < .max {
      logical += 1
    } else if wall < .max {
      wall += 1
      logical = 0
    }
  }

  private mutating func stamp() -> HLCStamp {
    let stamp = HLCStamp(wall: wall, logical: logical, node: node)
    stored = stamp
    return stamp
  }
}
