/// A data centre: the region that it is in, and its number.
public struct DataCentre: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The region's number.
  public var region: Int
  /// The data centre's number; no two of one region have the same.
  public var number: Int

  /// Names a data centre.
  public init(region: Int, number: Int) {
    self.region = region
    self.number = number
  }

  /// Region and number: `r1/c2`.
  public var description: String { "r\(region)/c\(number)" }

  /// Orders by region, then by number.
  public static func < (left: DataCentre, right: DataCentre) -> Bool {
    (left.region, left.number) < (right.region, right.number)
  }
}

/// The data centres that hold copies, and how far they are from each other.
public struct RegionMap: Sendable {
  /// Every data centre once, in no order.
  public let centres: [DataCentre]
  private let times: [Set<DataCentre>: Millis]
  private let otherwise: Millis

  /// Describes a map.
  /// - Parameters:
  ///   - centres: every data centre once.
  ///   - times: the round trips between two of them, in milliseconds.
  ///   - otherwise: the round trip between any two of which none is given.
  public init(centres: [DataCentre], times: [Set<DataCentre>: Millis], otherwise: Millis) {
    self.centres = centres
    self.times = times
    self.otherwise = otherwise
  }

  /// The milliseconds from one data centre to another and back; 0 from one to itself.
  public func roundTrip(_ a: DataCentre, _ b: DataCentre) -> Millis {
    a == b ? 0 : times[[a, b]] ?? otherwise
  }
}

/// What the exercise `multi-region` asks for: when a write over several regions is done, how long that takes, what
/// it survives, and where its leader should stand.
///
/// Sources: Ongaro and Ousterhout 2014, section 5.3; Corbett et al. 2012, section 2.
public protocol RegionPlanning {
  /// Whether a write counts as done.
  /// - Parameters:
  ///   - concern: what the write waits for.
  ///   - leader: the data centre that took the write.
  ///   - copies: where the write is stored.
  static func isDone(
    _ concern: WriteConcern, takenBy leader: DataCentre, storedAt copies: Set<DataCentre>,
    in map: RegionMap
  ) -> Bool

  /// How many milliseconds after its leader has stored it a write is done. The leader sends it to all at once, and
  /// a data centre has it for the leader when its round trip is over.
  static func commitDistance(
    _ concern: WriteConcern, from leader: DataCentre, in map: RegionMap
  ) -> Millis

  /// Whether a write that is done is stored somewhere whatever order the copies were made in, when these data
  /// centres are lost with all they hold.
  static func survives(
    _ concern: WriteConcern, takenBy leader: DataCentre, losing lost: Set<DataCentre>,
    in map: RegionMap
  ) -> Bool

  /// The data centre for which clients wait least in all, as the leader; of equals the first in their order.
  /// - Parameter clients: where requests come from, at data centres, and how many from each.
  static func bestLeader(
    _ concern: WriteConcern, for clients: [DataCentre: Int], in map: RegionMap
  ) -> DataCentre
}
