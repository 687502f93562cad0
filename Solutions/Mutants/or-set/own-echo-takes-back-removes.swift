// fails: agrees-with-the-oracle
// Takes a state of its own with the same adds and fewer removes for the truth.
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
    return observed
  }

  mutating func merge(_ other: ORSet) {
    if other.replica == replica && other.added == added && other.removed.count < removed.count {
      removed = other.removed
    }
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
