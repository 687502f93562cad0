import ExerciseKit

/// One table from dots to elements, which is what is stored too.
struct CompactORSet<Element: Hashable & Sendable>: CompactObservedRemoveSet {
  private let me: NodeID
  private(set) var stored: CompactSetRecord<Element>

  init(replica: NodeID, stored: CompactSetRecord<Element>?) {
    me = replica
    self.stored = stored ?? CompactSetRecord()
  }

  var elements: Set<Element> { Set(stored.dots.values) }

  mutating func add(_ element: Element) -> Dot {
    remove(element)
    stored.seen[me, default: 0] += 1
    let dot = Dot(replica: me, sequence: stored.seen[me, default: 0])
    stored.dots[dot] = element
    return dot
  }

  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    let gone = Set(stored.dots.filter { $0.value == element }.keys)
    stored.dots = stored.dots.filter { !gone.contains($0.key) }
    return gone
  }

  mutating func merge(_ other: CompactORSet) {
    let (ours, theirs) = (stored, other.stored)
    var dots: [Dot: Element] = [:]
    for (dot, element) in ours.dots
    where theirs.dots[dot] != nil || dot.sequence > theirs.seen[dot.replica, default: 0] {
      dots[dot] = element
    }
    for (dot, element) in theirs.dots where dot.sequence > ours.seen[dot.replica, default: 0] {
      dots[dot] = element
    }
    stored = CompactSetRecord(dots: dots, seen: ours.seen.merging(theirs.seen) { max($0, $1) })
  }
}
