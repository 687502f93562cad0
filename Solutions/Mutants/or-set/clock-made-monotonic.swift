// fails: dots-are-unique, small-histories
// Dots from the machine's clock, never at or below one used before, but not counted from 1.
import ExerciseKit
import Glibc

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private let replica: NodeID
  private var added: [Dot: Element] = [:]
  private var removed: Set<Dot> = []

  init(replica: NodeID) {
    self.replica = replica
  }

  var elements: Set<Element> {
    Set(added.filter { !removed.contains($0.key) }.values)
  }

  func contains(_ element: Element) -> Bool {
    added.contains { $0.value == element && !removed.contains($0.key) }
  }

  @discardableResult
  mutating func add(_ element: Element) -> Dot {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let reading = UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    let last = added.keys.filter { $0.replica == replica }.map(\.sequence).max() ?? 0
    let dot = Dot(replica: replica, sequence: max(reading, last + 1))
    added[dot] = element
    return dot
  }

  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    let gone = Set(added.filter { $0.value == element && !removed.contains($0.key) }.keys)
    removed.formUnion(gone)
    return gone
  }

  mutating func merge(_ other: ORSet) {
    added.merge(other.added) { ours, _ in ours }
    removed.formUnion(other.removed)
  }
}
