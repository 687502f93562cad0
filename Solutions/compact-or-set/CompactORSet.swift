public import ExerciseKit

/// An observed-remove set that keeps nothing of what was removed.
///
/// Guarantee: the elements are those of `ORSet` under the same history: of an add and a concurrent
/// remove the add wins, and a remove takes only the adds it has observed. The metadata is one dot
/// per live add and one counter per replica, however long the history. It holds with states lost,
/// repeated and reordered and with replicas that stop and start again. Source: Bieniusa et al. 2012,
/// figure 3 (add and remove with a version vector instead of tombstones).
///
/// Must be stored: the whole set, as `stored`, before a state or an answer built from it leaves. A
/// replica that has lost any of it must take a new name: under its old one a new add gets a dot that
/// others have met, so that they drop it as removed. The counter alone is not enough either: a replica
/// that counts itself up to seven and holds none of the seven says that all were removed.
///
/// It works because states are merged whole: a replica that counts `n2` up to 7 has met every add
/// `n2:1` to `n2:7`. So a dot it has counted and does not hold was removed; one it has not counted is
/// news.
///
/// Cost: a dot for each live add and a counter for each replica that ever added; a state as a message is the
/// whole set.
///
/// Deviation: in the paper a new add replaces older dots of the same element and replica. Here it
/// replaces every dot of the element that it observes, which is fewer and changes no answer. Counters
/// stop at the largest number, which no replica reaches by counting.
public struct CompactORSet<Element: Hashable & Sendable>: ObservedRemoveSet, Equatable {
  private let replica: NodeID
  /// The live dots; an element without one is absent.
  private var live: [Element: Set<Dot>] = [:]
  /// How many adds of each replica this state has met, alive or not.
  private var seen: [NodeID: UInt64] = [:]

  /// Knows of no add.
  public init(replica: NodeID) {
    self.replica = replica
  }

  /// A set as it starts, or starts again from what it stored.
  public init(replica: NodeID, stored: CompactSetRecord<Element>?) {
    self.replica = replica
    guard let stored else { return }
    for (dot, element) in stored.dots { live[element, default: []].insert(dot) }
    seen = stored.seen
  }

  /// The live dots and the counters, which is all there is.
  public var stored: CompactSetRecord<Element> {
    var dots: [Dot: Element] = [:]
    for (element, own) in live { for dot in own { dots[dot] = element } }
    return CompactSetRecord(dots: dots, seen: seen)
  }

  /// Elements with a live dot.
  public var elements: Set<Element> { Set(live.keys) }

  /// Dots kept and counters kept.
  public var metadataCount: Int { stored.metadataCount }

  /// True when the element has a live dot.
  public func contains(_ element: Element) -> Bool {
    live[element] != nil
  }

  /// Adds under a new dot, which takes the place of those observed.
  @discardableResult
  public mutating func add(_ element: Element) -> Dot {
    let last = seen[replica, default: 0]
    let dot = Dot(replica: replica, sequence: last + min(1, .max - last))
    seen[replica] = dot.sequence
    live[element] = [dot]
    return dot
  }

  /// Forgets the element's dots. That they are counted in `seen` is all the memory a remove needs.
  @discardableResult
  public mutating func remove(_ element: Element) -> Set<Dot> {
    live.removeValue(forKey: element) ?? []
  }

  /// Keeps a dot that both hold, and one that a single side holds when the other has not met it.
  public mutating func merge(_ other: CompactORSet) {
    for element in Set(live.keys).union(other.live.keys) {
      let ours = live[element, default: []]
      let theirs = other.live[element, default: []]
      let kept = ours.intersection(theirs)
        .union(ours.filter { !other.hasMet($0) })
        .union(theirs.filter { !hasMet($0) })
      live[element] = kept.isEmpty ? nil : kept
    }
    // Only now: a counter merged earlier would make the other side's news look removed.
    seen.merge(other.seen, uniquingKeysWith: max)
  }

  /// True when both know the same adds and removes, whichever replica holds them.
  public static func == (left: CompactORSet, right: CompactORSet) -> Bool {
    left.live == right.live && left.seen == right.seen
  }

  private func hasMet(_ dot: Dot) -> Bool {
    dot.sequence <= seen[dot.replica, default: 0]
  }
}

extension CompactORSet: CompactObservedRemoveSet {}
