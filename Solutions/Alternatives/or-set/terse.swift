// As little code as it takes: one dictionary from dots to elements, nil once removed.
import ExerciseKit

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  let replica: NodeID
  var at: [Dot: Element?] = [:]
  init(replica: NodeID) { self.replica = replica }
  var elements: Set<Element> { Set(at.values.compactMap { $0 }) }
  func contains(_ e: Element) -> Bool { at.values.contains(e) }
  mutating func add(_ e: Element) -> Dot {
    let own = at.keys.lazy.filter { [replica] in $0.replica == replica }
    let dot = Dot(replica: replica, sequence: (own.map(\.sequence).max() ?? 0) + 1)
    at[dot] = .some(e)
    return dot
  }
  mutating func remove(_ e: Element) -> Set<Dot> {
    let gone = Set(at.filter { $0.value == e }.keys)
    for dot in gone { at[dot] = .some(nil) }
    return gone
  }
  mutating func merge(_ other: ORSet) {
    at.merge(other.at) { $0 == nil ? $0 : $1 }
  }
}
