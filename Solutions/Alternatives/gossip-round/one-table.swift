import ExerciseKit

/// One table by origin and key; what is in order is sorted when it is asked for.
struct GossipStore<Value: Hashable & Sendable>: GossipNode {
  private struct Place: Hashable, Sendable {
    let origin: NodeID
    let key: String
  }

  private let me: NodeID
  private var table: [Place: GossipEntry<Value>] = [:]
  private var versions: [NodeID: UInt64] = [:]

  init(replica: NodeID, stored: [GossipEntry<Value>]?) {
    me = replica
    stored?.forEach { put($0) }
  }

  private mutating func put(_ entry: GossipEntry<Value>) {
    table[Place(origin: entry.origin, key: entry.key)] = entry
    versions[entry.origin] = entry.version
  }

  var stored: [GossipEntry<Value>] {
    table.values.sorted { ($0.origin, $0.version) < ($1.origin, $1.version) }
  }

  mutating func write(_ key: String, _ value: Value) -> UInt64 {
    let version = (versions[me] ?? 0) + 1
    put(GossipEntry(origin: me, version: version, key: key, value: value))
    return version
  }

  func value(of key: String, from origin: NodeID) -> Value? {
    table[Place(origin: origin, key: key)]?.value
  }

  func digest() -> [NodeID: UInt64] { versions }

  func answer(to digest: [NodeID: UInt64], limit: Int) -> GossipAnswer<Value> {
    let missing = stored.lazy.filter { $0.version > (digest[$0.origin] ?? 0) }
    return GossipAnswer(digest: digest, entries: Array(missing.prefix(limit)))
  }

  mutating func receive(_ answer: GossipAnswer<Value>) {
    let before = versions
    for entry in answer.entries
    where before[entry.origin] ?? 0 >= answer.digest[entry.origin] ?? 0 {
      if entry.version > before[entry.origin] ?? 0 { put(entry) }
    }
  }
}
