// fails: add-wins-over-concurrent-remove
// Inside, an add is known by its sequence number alone, which other replicas use as well.
import ExerciseKit

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private let replica: NodeID
  private var added: [Element: Set<UInt64>] = [:]
  private var removed: Set<UInt64> = []
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
    added[element, default: []].insert(dot.sequence)
    return dot
  }

  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    let observed = liveDots(of: element)
    removed.formUnion(observed)
    return Set(observed.map { Dot(replica: replica, sequence: $0) })
  }

  mutating func merge(_ other: ORSet) {
    added.merge(other.added) { $0.union($1) }
    removed.formUnion(other.removed)
    lastSequence = max(lastSequence, other.lastSequence)
  }

  private func liveDots(of element: Element) -> Set<UInt64> {
    added[element, default: []].subtracting(removed)
  }
}
