// fails: dots-are-unique
// Each element counts its own adds, so two elements share the same dots.
import ExerciseKit

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private let replica: NodeID
  private var added: [Element: Set<Dot>] = [:]
  private var removed: [Element: Set<Dot>] = [:]

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
    let own = added[element, default: []].filter { $0.replica == replica }
    let dot = Dot(replica: replica, sequence: (own.map(\.sequence).max() ?? 0) + 1)
    added[element, default: []].insert(dot)
    return dot
  }

  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    let observed = liveDots(of: element)
    removed[element, default: []].formUnion(observed)
    return observed
  }

  mutating func merge(_ other: ORSet) {
    added.merge(other.added) { $0.union($1) }
    removed.merge(other.removed) { $0.union($1) }
  }

  private func liveDots(of element: Element) -> Set<Dot> {
    added[element, default: []].subtracting(removed[element, default: []])
  }
}
