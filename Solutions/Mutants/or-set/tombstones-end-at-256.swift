// fails: agrees-with-the-oracle
// Keeps 256 removed dots and forgets the smallest beyond them.
import ExerciseKit

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private let replica: NodeID
  private var added: [Element: Set<Dot>] = [:]
  private var removed: Set<Dot> = []
  private var last: UInt64 = 0

  init(replica: NodeID) {
    self.replica = replica
  }

  var elements: Set<Element> {
    Set(added.keys.filter(contains))
  }

  func contains(_ element: Element) -> Bool {
    !live(element).isEmpty
  }

  @discardableResult
  mutating func add(_ element: Element) -> Dot {
    last += 1
    let dot = Dot(replica: replica, sequence: last)
    added[element, default: []].insert(dot)
    return dot
  }

  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    let observed = live(element)
    removed.formUnion(observed)
    if removed.count > 256 { removed = Set(removed.sorted().suffix(256)) }
    return observed
  }

  mutating func merge(_ other: ORSet) {
    added.merge(other.added) { $0.union($1) }
    removed.formUnion(other.removed)
    for dot in other.added.values.joined() where dot.replica == replica {
      last = max(last, dot.sequence)
    }
    if removed.count > 256 { removed = Set(removed.sorted().suffix(256)) }
  }

  private func live(_ element: Element) -> Set<Dot> {
    added[element, default: []].subtracting(removed)
  }
}
