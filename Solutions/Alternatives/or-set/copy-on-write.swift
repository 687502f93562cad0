// The state lives in an object that is copied when it is about to change and someone else has it.
import ExerciseKit

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private final class Storage: @unchecked Sendable {
    var elementOf: [Dot: Element] = [:]
    var removed: Set<Dot> = []

    init() {}

    init(copying other: Storage) {
      elementOf = other.elementOf
      removed = other.removed
    }
  }

  private let replica: NodeID
  private var storage = Storage()

  init(replica: NodeID) {
    self.replica = replica
  }

  private mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&storage) { storage = Storage(copying: storage) }
  }

  private func live() -> [Dot: Element] {
    storage.elementOf.filter { !storage.removed.contains($0.key) }
  }

  var elements: Set<Element> { Set(live().values) }

  func contains(_ element: Element) -> Bool {
    live().values.contains(element)
  }

  @discardableResult
  mutating func add(_ element: Element) -> Dot {
    makeUnique()
    let own = storage.elementOf.keys.filter { $0.replica == replica }
    let dot = Dot(replica: replica, sequence: (own.map(\.sequence).max() ?? 0) + 1)
    storage.elementOf[dot] = element
    return dot
  }

  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    let gone = Set(live().filter { $0.value == element }.keys)
    makeUnique()
    storage.removed.formUnion(gone)
    return gone
  }

  mutating func merge(_ other: ORSet) {
    makeUnique()
    storage.elementOf.merge(other.storage.elementOf) { ours, _ in ours }
    storage.removed.formUnion(other.storage.removed)
  }
}
