// fails: re-add-after-remove
// The sequence number is the number of live dots, which falls again with every remove.
import ExerciseKit

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private let replica: NodeID
  private var added: [Element: Set<Dot>] = [:]
  private var removed: Set<Dot> = []

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
    let live = added.keys.reduce(0) { $0 + liveDots(of: $1).count }
    let dot = Dot(replica: replica, sequence: UInt64(live) + 1)
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
    added.merge(other.added) { $0.union($1) }
    removed.formUnion(other.removed)
  }

  private func liveDots(of element: Element) -> Set<Dot> {
    added[element, default: []].subtracting(removed)
  }
}
