import ExerciseKit

/// Everything that came, in one log; what was written over is passed by.
struct GossipStore<Value: Hashable & Sendable>: GossipNode {
  private let replica: NodeID
  private var log: [GossipEntry<Value>]
  private var rounds = 0

  init(replica: NodeID, stored: [GossipEntry<Value>]?) {
    self.replica = replica
    log = stored ?? []
  }

  var stored: [GossipEntry<Value>] {
    var keys: [NodeID: Set<String>] = [:]
    var current: [GossipEntry<Value>] = []
    for entry in log.reversed() where keys[entry.origin, default: []].insert(entry.key).inserted {
      current.append(entry)
    }
    return current.sorted { a, b in
      a.origin == b.origin ? a.version < b.version : a.origin < b.origin
    }
  }

  mutating func write(_ key: String, _ value: Value) -> UInt64 {
    let version = digest()[replica, default: 0] + 1
    log.append(GossipEntry(origin: replica, version: version, key: key, value: value))
    return version
  }

  func value(of key: String, from origin: NodeID) -> Value? {
    log.last { $0.origin == origin && $0.key == key }?.value
  }

  func digest() -> [NodeID: UInt64] {
    log.reduce(into: [:]) { $0[$1.origin] = max($0[$1.origin] ?? 0, $1.version) }
  }

  func answer(to digest: [NodeID: UInt64], limit: Int) -> GossipAnswer<Value> {
    var entries: [GossipEntry<Value>] = []
    for entry in stored where entries.count < limit {
      if entry.version > digest[entry.origin, default: 0] { entries.append(entry) }
    }
    return GossipAnswer(digest: digest, entries: entries)
  }

  mutating func receive(_ answer: GossipAnswer<Value>) {
    rounds += 1
    let known = digest()
    log += answer.entries.filter { entry in
      let own = known[entry.origin] ?? 0
      return own >= answer.digest[entry.origin] ?? 0 && own < entry.version
    }
  }
}
