public import ExerciseKit

/// An observed-remove set whose updates are small states of the same kind, without tombstones.
///
/// Guarantee: the elements are those of `ORSet` under the same updates: of an add and a concurrent remove the
/// add wins, and a remove takes only the adds it has observed. States and deltas may be joined in any
/// order, often, and with others missing. Source: Almeida, Shoker and Baquero 2018 (the optimised add-wins
/// set, over dots and a causal context).
///
/// It works because each state says which dots it has met. A dot that it has met and does not hold was
/// removed. A remove is thus a delta that has met the element's dots and holds none; an add has met its own
/// new dot and those it takes the place of.
///
/// Must be stored: the whole set, before a delta leaves; `DeltaReplica` does. A replica that has lost any of it
/// needs a new name: it would give a dot again that others have met, so that they drop the new add.
///
/// Cost: a dot for each live add, and a number for each replica, and for each dot beyond a gap, which are
/// there only while deltas are missing. A delta is one element's dots.
///
/// Deviation: an add takes the place of the element's observed dots, as in `CompactORSet`. Dots stop at the
/// largest number, which no replica reaches by counting.
public struct DeltaSet<Element: Hashable & Sendable>: DeltaState {
  private var live: [Dot: Element] = [:]
  private var context = CausalContext()

  /// Knows of no add.
  public init() {}

  /// Elements with a live dot.
  public var elements: Set<Element> { Set(live.values) }

  /// Dots and numbers that are kept.
  public var size: Int { live.count + context.size }

  /// The delta of an add at a replica, to be joined here and elsewhere.
  public func adding(_ element: Element, at replica: NodeID) -> DeltaSet {
    let dot = context.next(of: replica)
    var delta = removing(element)
    delta.live = [dot: element]
    delta.context.formUnion(CausalContext([dot]))
    return delta
  }

  /// The delta of a remove, to be joined here and elsewhere: it takes away what is seen here.
  public func removing(_ element: Element) -> DeltaSet {
    var delta = DeltaSet()
    delta.context = CausalContext(live.filter { $0.value == element }.keys)
    return delta
  }

  /// Keeps a dot that both hold, and one that a single side holds when the other has not met it.
  public mutating func join(_ other: DeltaSet) {
    let kept = live.filter { other.live[$0.key] != nil || !other.context.contains($0.key) }
    let news = other.live.filter { !context.contains($0.key) }
    live = kept.merging(news) { first, _ in first }
    context.formUnion(other.context)
  }
}
