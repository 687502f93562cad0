public import ExerciseKit

/// Writes that spread over data centres and regions, and what is left of them when some are lost.
///
/// Guarantee: a write is acknowledged exactly when the copies its concern asks for are stored. So an
/// acknowledged `global` write survives the loss of any one region, a `regional` one that of any one
/// data centre, and a `local` one not even that; what survives more than it was promised was lucky.
/// Copying goes on after the acknowledgement, in any order.
///
/// It holds with copies that are lost, late, repeated and reordered, and with any data centres lost for
/// good at any moment.
///
/// Cost: one message for each data centre; a client waits for one copy, for a majority of its region's, or
/// for a majority of regions with a majority each.
///
/// Deviation: a model of copies only. It elects no leader and orders nothing; durable means a copy
/// somewhere that is still there.
///
/// Must be stored: each copy, before it counts; a data centre that is lost never comes back.
///
/// Source: none; it is a model of ours of what a number of copies in places is worth.
public struct RegionStore: Sendable {
  /// A data centre: its region and its number in it, from 1.
  public struct Site: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The region's name.
    public let region: String
    /// The number in the region.
    public let number: Int

    /// Names a data centre.
    public init(region: String, number: Int) {
      self.region = region
      self.number = number
    }

    /// Region and number.
    public var description: String { "\(region)-\(number)" }

    /// Orders by region, then by number.
    public static func < (left: Site, right: Site) -> Bool {
      (left.region, left.number) < (right.region, right.number)
    }
  }

  private struct Write {
    var origin: Site
    var concern: WriteConcern
    var copies: Set<Site>
    var isAcknowledged: Bool
  }

  /// Every data centre that was there at the start, in order.
  public let sites: [Site]
  private var lostSites: Set<Site> = []
  private var writes: [Write] = []

  /// Regions with equally many data centres each.
  public init(regions: [String], sitesPerRegion: Int = 3) {
    sites = regions.flatMap { region in
      (1...max(1, sitesPerRegion)).map { Site(region: region, number: $0) }
    }.sorted()
  }

  /// Takes a write at a data centre, which stores it at once.
  /// - Returns: the write's number, from 0.
  public mutating func write(at site: Site, concern: WriteConcern) -> Int {
    writes.append(Write(origin: site, concern: concern, copies: [], isAcknowledged: false))
    store(writes.count - 1, at: site)
    return writes.count - 1
  }

  /// A copy of the write reaches a data centre. One that is lost stores nothing.
  public mutating func store(_ write: Int, at site: Site) {
    guard sites.contains(site), !lostSites.contains(site) else { return }
    writes[write].copies.insert(site)
    if isSatisfied(writes[write]) { writes[write].isAcknowledged = true }
  }

  /// A data centre is gone with all it stored.
  public mutating func lose(_ site: Site) {
    lostSites.insert(site)
    for index in writes.indices { writes[index].copies.remove(site) }
  }

  /// All data centres of a region are gone.
  public mutating func lose(region: String) {
    for site in sites where site.region == region { lose(site) }
  }

  /// True once the client has heard "done"; a loss does not take that back.
  public func isAcknowledged(_ write: Int) -> Bool { writes[write].isAcknowledged }

  /// Where the write is stored, in order.
  public func copies(of write: Int) -> [Site] { writes[write].copies.sorted() }

  /// The writes that were acknowledged and are stored nowhere any more.
  public var lostWrites: [Int] {
    writes.indices.filter { writes[$0].isAcknowledged && writes[$0].copies.isEmpty }
  }

  private func isSatisfied(_ write: Write) -> Bool {
    let regions = Set(sites.map(\.region))
    switch write.concern {
    case .local: return !write.copies.isEmpty
    case .regional: return hasMajority(of: write.origin.region, write)
    case .global:
      return regions.filter { hasMajority(of: $0, write) }.count > regions.count / 2
    }
  }

  private func hasMajority(of region: String, _ write: Write) -> Bool {
    let all = sites.filter { $0.region == region }
    return all.filter(write.copies.contains).count > all.count / 2
  }
}
