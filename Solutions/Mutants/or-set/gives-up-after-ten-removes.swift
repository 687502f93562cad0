// fails: agrees-with-the-oracle
// An element that was removed ten times here stays away.
import ExerciseKit

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private let replica: NodeID
  /// The dots under which each element was ever added.
  private var added: [Element: Set<Dot>] = [:]
  /// The dots some replica has removed.
  private var removed: Set<Dot> = []
  /// The largest sequence number this replica has used or seen of itself.
  private var lastSequence: UInt64 = 0

  /// How often each element was removed here.
  private var removals: [Element: Int] = [:]

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
    if removals[element, default: 0] < 10 { added[element, default: []].insert(dot) }
    return dot
  }

  /// Removes the dots seen here; dots not yet seen stay alive.
  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    let observed = liveDots(of: element)
    removed.formUnion(observed)
    if !observed.isEmpty { removals[element, default: 0] += 1 }
    return observed
  }

  /// Both sets only grow, so merging is a union of each.
  mutating func merge(_ other: ORSet) {
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
