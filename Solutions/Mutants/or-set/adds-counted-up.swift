// fails: observed-removes-remove
// Adds are counted, summed up by a merge, and one remove takes back one of them.
import ExerciseKit

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private let replica: NodeID
  private var counts: [Element: Int] = [:]
  private var newest: [Element: Dot] = [:]
  private var lastSequence: UInt64 = 0

  init(replica: NodeID) {
    self.replica = replica
  }

  var elements: Set<Element> {
    Set(counts.filter { $0.value > 0 }.keys)
  }

  func contains(_ element: Element) -> Bool {
    counts[element, default: 0] > 0
  }

  @discardableResult
  mutating func add(_ element: Element) -> Dot {
    lastSequence += 1
    let dot = Dot(replica: replica, sequence: lastSequence)
    counts[element, default: 0] += 1
    newest[element] = dot
    return dot
  }

  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    guard contains(element), let dot = newest[element] else { return [] }
    counts[element, default: 0] -= 1
    return [dot]
  }

  mutating func merge(_ other: ORSet) {
    counts.merge(other.counts, uniquingKeysWith: +)
    newest.merge(other.newest, uniquingKeysWith: max)
  }
}
