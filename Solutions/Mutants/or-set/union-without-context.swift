// fails: removes-travel, documents-examples
// A merge unites the live dots without asking which were seen and removed.
import ExerciseKit

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private let replica: NodeID
  private var live: [Element: Set<Dot>] = [:]
  private var seen: [NodeID: UInt64] = [:]

  init(replica: NodeID) {
    self.replica = replica
  }

  var elements: Set<Element> { Set(live.keys) }

  func contains(_ element: Element) -> Bool {
    live[element] != nil
  }

  @discardableResult
  mutating func add(_ element: Element) -> Dot {
    seen[replica, default: 0] += 1
    let dot = Dot(replica: replica, sequence: seen[replica, default: 0])
    live[element] = [dot]
    return dot
  }

  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    live.removeValue(forKey: element) ?? []
  }

  mutating func merge(_ other: ORSet) {
    for element in elements.union(other.elements) {
      let ours = live[element, default: []]
      let theirs = other.live[element, default: []]
      let dots = ours.union(theirs)
      live[element] = dots.isEmpty ? nil : dots
    }
    seen.merge(other.seen, uniquingKeysWith: max)
  }
}
