import ExerciseKit

/// Keeps dead dots too as long as it runs, and needs them for nothing: a restart forgets them.
struct CompactORSet<Element: Hashable & Sendable>: CompactObservedRemoveSet {
  private let replica: NodeID
  private var made: [Dot: Element]
  private var dead: Set<Dot> = []
  private var seen: [NodeID: UInt64]

  init(replica: NodeID, stored: CompactSetRecord<Element>?) {
    self.replica = replica
    made = stored?.dots ?? [:]
    seen = stored?.seen ?? [:]
  }

  private var live: [Dot: Element] { made.filter { !dead.contains($0.key) } }

  var stored: CompactSetRecord<Element> { CompactSetRecord(dots: live, seen: seen) }

  var elements: Set<Element> { Set(live.values) }

  mutating func add(_ element: Element) -> Dot {
    _ = remove(element)
    let dot = Dot(replica: replica, sequence: (seen[replica] ?? 0) + 1)
    made[dot] = element
    seen[replica] = dot.sequence
    return dot
  }

  mutating func remove(_ element: Element) -> Set<Dot> {
    let gone = Set(live.filter { $0.value == element }.keys)
    dead.formUnion(gone)
    return gone
  }

  mutating func merge(_ other: CompactORSet) {
    let (ours, theirs) = (live, other.live)
    for dot in ours.keys
    where theirs[dot] == nil && dot.sequence <= other.seen[dot.replica] ?? 0 {
      dead.insert(dot)
    }
    for (dot, element) in theirs where dot.sequence > seen[dot.replica] ?? 0 {
      made[dot] = element
    }
    for (name, count) in other.seen where count > seen[name] ?? 0 { seen[name] = count }
  }
}
