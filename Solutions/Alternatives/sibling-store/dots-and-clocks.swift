import ExerciseKit

// For each key the values by dot, and a clock of what was met.

struct SiblingMap<Value: Hashable & Sendable>: SiblingKeeping {
  struct Entry: Sendable {
    var versions: [Dot: Value] = [:]
    var seen: [NodeID: UInt64] = [:]

    func hasMet(_ dot: Dot) -> Bool { dot.sequence <= seen[dot.replica, default: 0] }
  }

  typealias Context = [NodeID: UInt64]

  private let node: NodeID
  private(set) var stored: [String: Entry]

  init(replica: NodeID, stored: [String: Entry]?) {
    node = replica
    self.stored = stored ?? [:]
  }

  var keys: Set<String> { Set(stored.keys.filter { stored[$0]?.versions.isEmpty == false }) }

  func get(_ key: String) -> SiblingRead<Value, Context> {
    let entry = stored[key] ?? Entry()
    return SiblingRead(values: Array(entry.versions.values), context: entry.seen)
  }

  mutating func put(_ key: String, _ value: Value, replacing context: Context?) {
    let context = context ?? [:]
    var entry = stored[key] ?? Entry()
    entry.versions = entry.versions.filter { $0.key.sequence > context[$0.key.replica, default: 0] }
    entry.seen.merge(context, uniquingKeysWith: max)
    entry.seen[node, default: 0] += 1
    entry.versions[Dot(replica: node, sequence: entry.seen[node, default: 0])] = value
    stored[key] = entry
  }

  mutating func merge(_ other: SiblingMap) {
    for (key, theirs) in other.stored {
      let ours = stored[key] ?? Entry()
      var merged = Entry()
      for (dot, value) in ours.versions where theirs.versions[dot] != nil || !theirs.hasMet(dot) {
        merged.versions[dot] = value
      }
      for (dot, value) in theirs.versions where !ours.hasMet(dot) { merged.versions[dot] = value }
      merged.seen = ours.seen.merging(theirs.seen, uniquingKeysWith: max)
      stored[key] = merged
    }
  }
}
