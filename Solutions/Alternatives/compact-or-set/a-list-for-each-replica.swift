import ExerciseKit

/// For each replica a count, and a list of what lives of its adds.
struct CompactORSet<Element: Hashable & Sendable>: CompactObservedRemoveSet {
  private struct Lane: Sendable {
    var count: UInt64 = 0
    var live: [(number: UInt64, element: Element)] = []
  }

  private let replica: NodeID
  private var lanes: [NodeID: Lane] = [:]

  init(replica: NodeID, stored: CompactSetRecord<Element>?) {
    self.replica = replica
    for (name, count) in stored?.seen ?? [:] { lanes[name] = Lane(count: count) }
    for (dot, element) in (stored?.dots ?? [:]).sorted(by: { $0.key < $1.key }) {
      lanes[dot.replica]?.live.append((dot.sequence, element))
    }
  }

  var stored: CompactSetRecord<Element> {
    var record = CompactSetRecord<Element>()
    for (name, lane) in lanes {
      record.seen[name] = lane.count
      for (number, element) in lane.live {
        record.dots[Dot(replica: name, sequence: number)] = element
      }
    }
    return record
  }

  var elements: Set<Element> { Set(lanes.values.flatMap { $0.live.map(\.element) }) }

  mutating func add(_ element: Element) -> Dot {
    _ = remove(element)
    var lane = lanes[replica] ?? Lane()
    lane.count += 1
    lane.live.append((lane.count, element))
    lanes[replica] = lane
    return Dot(replica: replica, sequence: lane.count)
  }

  mutating func remove(_ element: Element) -> Set<Dot> {
    var gone: Set<Dot> = []
    for name in lanes.keys {
      for (number, held) in lanes[name]?.live ?? [] where held == element {
        gone.insert(Dot(replica: name, sequence: number))
      }
      lanes[name]?.live.removeAll { $0.element == element }
    }
    return gone
  }

  mutating func merge(_ other: CompactORSet) {
    for (name, theirs) in other.lanes {
      let ours = lanes[name] ?? Lane()
      let (known, told) = (Set(ours.live.map(\.number)), Set(theirs.live.map(\.number)))
      var both = ours.live.filter { told.contains($0.number) || $0.number > theirs.count }
      both += theirs.live.filter { !known.contains($0.number) && $0.number > ours.count }
      both.sort { $0.number < $1.number }
      lanes[name] = Lane(count: max(ours.count, theirs.count), live: both)
    }
  }
}
