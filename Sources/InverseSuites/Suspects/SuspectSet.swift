import ExerciseKit

/// A suspect of `find-the-bug`: one line is wrong, and the task shows it as it stands here.
// Shown from here on.
struct SuspectSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private let replica: NodeID
  /// The dots under which each element was ever added.
  private var added: [Element: Set<Dot>] = [:]
  /// The dots some replica has removed.
  private var removed: Set<Dot> = []
  /// The largest sequence number this replica has used or seen of itself.
  private var lastSequence: UInt64 = 0

  /// Knows of no add and no remove.
  init(replica: NodeID) {
    self.replica = replica
  }

  /// Elements with a live dot.
  var elements: Set<Element> {
    Set(added.keys.filter(contains))
  }

  /// True when some add of the element has not been removed.
  func contains(_ element: Element) -> Bool {
    !liveDots(of: element).isEmpty
  }

  /// A new dot every time, also for an element that is there: a remove that has not seen this add
  /// must not take it away.
  @discardableResult
  mutating func add(_ element: Element) -> Dot {
    lastSequence += min(1, .max - lastSequence)
    let dot = Dot(replica: replica, sequence: lastSequence)
    added[element, default: []].insert(dot)
    return dot
  }

  /// Removes the dots seen here; dots not yet seen stay alive.
  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    let observed = liveDots(of: element)
    removed.formUnion(observed)
    return observed
  }

  /// Both sets only grow, so merging is a union of each.
  mutating func merge(_ other: SuspectSet) {
    added.merge(other.added) { $0.union($1) }
    removed.formUnion(other.removed)
    for dot in other.elements.flatMap(other.liveDots) where dot.replica == replica {
      lastSequence = max(lastSequence, dot.sequence)
    }
  }

  private func liveDots(of element: Element) -> Set<Dot> {
    added[element, default: []].subtracting(removed)
  }
}
