public import ExerciseKit

/// An observed-remove set as replicas exchange it: whole states, merged.
///
/// Guarantee: an element is present exactly when some add of it is in the causal past and no remove
/// that had observed that add is. So an add wins over a concurrent remove, and all replicas that have
/// merged the same updates hold the same elements. Source: Shapiro et al. 2011, section 3.3.5.
///
/// Deviation: the paper leaves unique tags to the environment. Here a tag is a dot, numbered by a
/// counter that merging moves past every dot of this replica, so a replica rebuilt from a peer's
/// state never uses a dot twice. No clock is read. Removed dots are kept for ever.
public struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private let replica: NodeID
  /// The dots under which each element was ever added.
  private var added: [Element: Set<Dot>] = [:]
  /// The dots some replica has removed.
  private var removed: Set<Dot> = []
  /// The largest sequence number this replica has used or seen of itself.
  private var lastSequence: UInt64 = 0

  public init(replica: NodeID) {
    self.replica = replica
  }

  public var elements: Set<Element> {
    Set(added.keys.filter(contains))
  }

  public func contains(_ element: Element) -> Bool {
    !liveDots(of: element).isEmpty
  }

  @discardableResult
  public mutating func add(_ element: Element) -> Dot {
    lastSequence += 1
    let dot = Dot(replica: replica, sequence: lastSequence)
    added[element, default: []].insert(dot)
    return dot
  }

  @discardableResult
  public mutating func remove(_ element: Element) -> Set<Dot> {
    let observed = liveDots(of: element)
    removed.formUnion(observed)
    return observed
  }

  public mutating func merge(_ other: ORSet) {
    added.merge(other.added) { $0.union($1) }
    removed.formUnion(other.removed)
    for dot in other.added.values.joined() where dot.replica == replica {
      lastSequence = max(lastSequence, dot.sequence)
    }
  }

  private func liveDots(of element: Element) -> Set<Dot> {
    added[element, default: []].subtracting(removed)
  }
}
