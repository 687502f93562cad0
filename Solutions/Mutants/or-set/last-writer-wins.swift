// fails: add-wins-over-concurrent-remove
// Each element keeps its latest add or remove only, so a concurrent remove can win.
import ExerciseKit

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private struct Entry {
    var dot: Dot
    var time: UInt64
    var isPresent: Bool
  }

  private let replica: NodeID
  private var entries: [Element: Entry] = [:]
  private var time: UInt64 = 0

  init(replica: NodeID) {
    self.replica = replica
  }

  var elements: Set<Element> {
    Set(entries.filter(\.value.isPresent).keys)
  }

  func contains(_ element: Element) -> Bool {
    entries[element]?.isPresent == true
  }

  @discardableResult
  mutating func add(_ element: Element) -> Dot {
    time += 1
    let dot = Dot(replica: replica, sequence: time)
    entries[element] = Entry(dot: dot, time: time, isPresent: true)
    return dot
  }

  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    guard let entry = entries[element], entry.isPresent else { return [] }
    time += 1
    entries[element] = Entry(dot: entry.dot, time: time, isPresent: false)
    return [entry.dot]
  }

  mutating func merge(_ other: ORSet) {
    entries.merge(other.entries) { ours, theirs in
      (ours.time, ours.dot) < (theirs.time, theirs.dot) ? theirs : ours
    }
    time = max(time, other.time)
  }
}
