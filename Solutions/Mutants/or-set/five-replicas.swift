// fails: agrees-with-the-oracle
// Knows five replicas and takes nothing in from a sixth.
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

    return observed
  }

  mutating func merge(_ other: ORSet) {
    added.merge(other.added) { $0.union($1) }
    let names = Set(added.values.joined().map(\.replica)).sorted()
    if names.count > 5 {
      added = added.mapValues { $0.filter { names.prefix(5).contains($0.replica) } }
    }
    removed.formUnion(other.removed)
    for dot in other.added.values.joined() where dot.replica == replica {
      last = max(last, dot.sequence)
    }
  }

  private func live(_ element: Element) -> Set<Dot> {
    added[element, default: []].subtracting(removed)
  }
}
