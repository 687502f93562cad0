// fails: frozen-clock
// Tags are read from the wall clock, which repeats, as the printed class does it.
import ExerciseKit
import Glibc

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private let nodeID: NodeID
  private var adds: [Element: Set<Dot>] = [:]
  private var removes: [Element: Set<Dot>] = [:]

  init(replica: NodeID) {
    nodeID = replica
  }

  var elements: Set<Element> {
    Set(adds.keys.filter(contains))
  }

  func contains(_ element: Element) -> Bool {
    guard let addIDs = adds[element] else { return false }
    return !addIDs.subtracting(removes[element, default: []]).isEmpty
  }

  @discardableResult
  mutating func add(_ element: Element) -> Dot {
    let uniqueID = Dot(replica: nodeID, sequence: Self.wallClock())
    adds[element, default: []].insert(uniqueID)
    return uniqueID
  }

  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    guard let observed = adds[element] else { return [] }
    let live = observed.subtracting(removes[element, default: []])
    removes[element, default: []].formUnion(observed)
    return live
  }

  mutating func merge(_ other: ORSet) {
    for (element, ids) in other.adds { adds[element, default: []].formUnion(ids) }
    for (element, ids) in other.removes { removes[element, default: []].formUnion(ids) }
  }

  private static func wallClock() -> UInt64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
  }
}
