// fails: agrees-with-the-oracle
// To save space, only the six newest adds are kept, with what is known of their removes.
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
    forgetOldDots()
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
    for dot in other.added.values.joined() where dot.replica == replica {
      lastSequence = max(lastSequence, dot.sequence)
    }
    forgetOldDots()
  }

  private mutating func forgetOldDots() {
    let dots = added.values.joined().sorted { ($0.sequence, $0) < ($1.sequence, $1) }
    for old in dots.dropLast(6) {
      for element in Array(added.keys) { added[element]?.remove(old) }
      removed.remove(old)
    }
  }

  private func liveDots(of element: Element) -> Set<Dot> {
    added[element, default: []].subtracting(removed)
  }
}
