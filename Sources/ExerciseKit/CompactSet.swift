/// What an observed-remove set without tombstones has on its disk, and all that it knows.
public struct CompactSetRecord<Element: Hashable & Sendable>: Hashable, Sendable {
  /// The live dots, and which element each has added.
  public var dots: [Dot: Element]
  /// How many adds of each replica are known, alive or not; no entry for one that is not known to have
  /// added.
  public var seen: [NodeID: UInt64]

  /// Describes what is on the disk; nothing on an empty one.
  public init(dots: [Dot: Element] = [:], seen: [NodeID: UInt64] = [:]) {
    self.dots = dots
    self.seen = seen
  }

  /// How many dots and counters are kept.
  public var metadataCount: Int { dots.count + seen.count }
}

/// What the exercise `compact-or-set` asks for: a set in which an add wins over a concurrent remove, and
/// which keeps nothing of what was removed (Bieniusa et al. 2012, figure 3).
public protocol CompactObservedRemoveSet<Element>: Mergeable, StoredReplica
where Stored == CompactSetRecord<Element> {
  associatedtype Element: Hashable & Sendable

  /// The elements present now.
  var elements: Set<Element> { get }

  /// Adds `element` under a new dot, in the place of those seen here.
  @discardableResult
  mutating func add(_ element: Element) -> Dot

  /// Removes `element` as far as this replica has seen it.
  /// - Returns: the live dots it removed; empty when `element` was absent.
  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot>
}
