// fails: values-are-independent
// Copies share one object, so a state on its way changes with its sender.
import ExerciseKit

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  // Nothing synchronises the storage either; one thread at a time is all the suite uses.
  private final class Storage: @unchecked Sendable {
    var added: [Element: Set<Dot>] = [:]
    var removed: Set<Dot> = []
    var lastSequence: UInt64 = 0
  }

  private let replica: NodeID
  private let storage = Storage()

  init(replica: NodeID) {
    self.replica = replica
  }

  var elements: Set<Element> {
    Set(storage.added.keys.filter(contains))
  }

  func contains(_ element: Element) -> Bool {
    !liveDots(of: element).isEmpty
  }

  @discardableResult
  mutating func add(_ element: Element) -> Dot {
    storage.lastSequence += 1
    let dot = Dot(replica: replica, sequence: storage.lastSequence)
    storage.added[element, default: []].insert(dot)
    return dot
  }

  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    let observed = liveDots(of: element)
    storage.removed.formUnion(observed)
    return observed
  }

  mutating func merge(_ other: ORSet) {
    storage.added.merge(other.storage.added) { $0.union($1) }
    storage.removed.formUnion(other.storage.removed)
    for dot in other.storage.added.values.joined() where dot.replica == replica {
      storage.lastSequence = max(storage.lastSequence, dot.sequence)
    }
  }

  private func liveDots(of element: Element) -> Set<Dot> {
    storage.added[element, default: []].subtracting(storage.removed)
  }
}
