// No tombstones, and each replica keeps only its newest dot of an element, pruned late: on merging.
import ExerciseKit

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private struct Entry: Hashable {
    var element: Element
    var dot: Dot
  }

  private let replica: NodeID
  private var entries: Set<Entry> = []
  private var seen: [NodeID: UInt64] = [:]

  init(replica: NodeID) {
    self.replica = replica
  }

  var elements: Set<Element> { Set(entries.map(\.element)) }

  func contains(_ element: Element) -> Bool {
    entries.contains { $0.element == element }
  }

  @discardableResult
  mutating func add(_ element: Element) -> Dot {
    let dot = Dot(replica: replica, sequence: seen[replica, default: 0] + 1)
    seen[replica] = dot.sequence
    entries.insert(Entry(element: element, dot: dot))
    return dot
  }

  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    let gone = entries.filter { $0.element == element }
    entries.subtract(gone)
    return Set(gone.map(\.dot))
  }

  mutating func merge(_ other: ORSet) {
    let kept = entries.filter { other.entries.contains($0) || !other.hasSeen($0.dot) }
    let news = other.entries.filter { entries.contains($0) || !hasSeen($0.dot) }
    let all = kept.union(news)
    entries = all.filter { entry in
      entry.dot.replica != replica
        || !all.contains {
          $0.element == entry.element && $0.dot.replica == replica
            && $0.dot.sequence > entry.dot.sequence
        }
    }
    seen.merge(other.seen, uniquingKeysWith: max)
  }

  private func hasSeen(_ dot: Dot) -> Bool {
    dot.sequence <= seen[dot.replica, default: 0]
  }
}
