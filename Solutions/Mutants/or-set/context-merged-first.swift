// fails: merge-takes-in-every-add
// A merge takes over what the other side has seen before it asks what is new.
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
    seen.merge(other.seen, uniquingKeysWith: max)
    for element in elements.union(other.elements) {
      let ours = live[element, default: []]
      let theirs = other.live[element, default: []]
      let kept = ours.filter { theirs.contains($0) || !other.hasSeen($0) }
      let news = theirs.filter { ours.contains($0) || !hasSeen($0) }
      let dots = kept.union(news)
      live[element] = dots.isEmpty ? nil : dots
    }
  }

  private func hasSeen(_ dot: Dot) -> Bool {
    dot.sequence <= seen[dot.replica, default: 0]
  }
}
