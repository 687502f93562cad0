// No tombstones: live dots and a version vector, and an add takes the place of all it has seen.
import ExerciseKit

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private let replica: NodeID
  private var live: [Element: Set<Dot>] = [:]
  /// For each replica, the sequence number up to which all its dots have been seen.
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
    let dot = Dot(replica: replica, sequence: seen[replica, default: 0] + 1)
    seen[replica] = dot.sequence
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
      // A dot one side lacks although it has seen it was removed or replaced there.
      let kept = ours.filter { theirs.contains($0) || !other.hasSeen($0) }
      let news = theirs.filter { ours.contains($0) || !hasSeen($0) }
      let dots = kept.union(news)
      live[element] = dots.isEmpty ? nil : dots
    }
    seen.merge(other.seen, uniquingKeysWith: max)
  }

  private func hasSeen(_ dot: Dot) -> Bool {
    dot.sequence <= seen[dot.replica, default: 0]
  }
}
