import ExerciseKit

struct HybridClock: HybridLogicalClock {
  private let node: NodeID
  private let maxOffset: Int64
  private var wall: Int64
  private var counter: UInt32
  private var isFresh: Bool

  init(node: NodeID, maxOffset: Int64, stored: HLCStamp?) {
    self.node = node
    self.maxOffset = maxOffset
    wall = stored?.wall ?? 0
    counter = stored?.logical ?? 0
    isFresh = stored == nil
  }

  var stored: HLCStamp? { isFresh ? nil : HLCStamp(wall: wall, logical: counter, node: node) }

  mutating func now(physical: Int64) -> HLCStamp {
    if isFresh || physical > wall {
      return set(physical, 0)
    }
    return counter == .max ? set(wall + 1, 0) : set(wall, counter + 1)
  }

  mutating func receive(_ stamp: HLCStamp, physical: Int64) throws(ClockSkew) -> HLCStamp {
    let ahead = stamp.wall - physical + (stamp.logical == .max ? 1 : 0)
    if ahead > maxOffset { throw ClockSkew(ahead: ahead) }
    if isFresh || stamp.wall > wall {
      if physical > stamp.wall { return set(physical, 0) }
      return next(stamp.wall, stamp.logical)
    }
    if physical > wall { return set(physical, 0) }
    return next(wall, stamp.wall == wall ? max(counter, stamp.logical) : counter)
  }

  private mutating func next(_ wall: Int64, _ counter: UInt32) -> HLCStamp {
    counter == .max ? set(wall + 1, 0) : set(wall, counter + 1)
  }

  private mutating func set(_ wall: Int64, _ counter: UInt32) -> HLCStamp {
    (self.wall, self.counter, isFresh) = (wall, counter, false)
    return HLCStamp(wall: wall, logical: counter, node: node)
  }
}
