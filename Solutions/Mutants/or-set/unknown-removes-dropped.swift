// fails: removed-stays-removed, merge-is-associative
// A merge drops removes of dots it has not met, so a late state brings the element back.
import ExerciseKit

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private let replica: NodeID
  private var added: [Element: Set<Dot>] = [:]
  private var removed: Set<Dot> = []
  private var lastSequence: UInt64 = 0

  init(replica: NodeID) {
    self.replica = replica
  }

  var elements: Set<Element> {
    Set(added.keys.filter(contains))
  }

  func contains(_ element: Element) -> Bool {
    !liveDots(of: element).isEmpty
  }

  @discardableResult
  mutating func add(_ element: Element) -> Dot {
    lastSequence += 1
    let dot = Dot(replica: replica, sequence: lastSequence)
    added[element, default: []].insert(dot)
    return dot
  }

  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    let observed = liveDots(of: element)
    removed.formUnion(observed)
    added[element] = nil
    return observed
  }

  mutating func merge(_ other: ORSet) {
    for dots in added.values { removed.formUnion(dots.intersection(other.removed)) }
    added.merge(other.added) { $0.union($1) }
    lastSequence = max(lastSequence, other.lastSequence)
  }

  private func liveDots(of element: Element) -> Set<Dot> {
    added[element, default: []].subtracting(removed)
  }
}
