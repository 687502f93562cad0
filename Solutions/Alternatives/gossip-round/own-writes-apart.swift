import ExerciseKit

/// Its own writes apart from those of others, each under its version.
struct GossipStore<Value: Hashable & Sendable>: GossipNode {
  private typealias Writes = [UInt64: (key: String, value: Value)]

  private let replica: NodeID
  private var own: Writes = [:]
  private var count: UInt64 = 0
  private var others: [NodeID: Writes] = [:]

  init(replica: NodeID, stored: [GossipEntry<Value>]?) {
    self.replica = replica
    for entry in stored ?? [] {
      if entry.origin == replica {
        own[entry.version] = (entry.key, entry.value)
        count = max(count, entry.version)
      } else {
        others[entry.origin, default: [:]][entry.version] = (entry.key, entry.value)
      }
    }
  }

  private func writes(of origin: NodeID) -> Writes {
    origin == replica ? own : others[origin] ?? [:]
  }

  private static func replace(_ key: String, in writes: inout Writes) {
    for (version, write) in writes where write.key == key { writes[version] = nil }
  }

  private var origins: [NodeID] {
    (Array(others.keys) + (count > 0 ? [replica] : [])).sorted()
  }

  private func list(above bound: (NodeID) -> UInt64) -> [GossipEntry<Value>] {
    var list: [GossipEntry<Value>] = []
    for origin in origins {
      for (version, write) in writes(of: origin).sorted(by: { $0.key < $1.key })
      where version > bound(origin) {
        list.append(
          GossipEntry(origin: origin, version: version, key: write.key, value: write.value))
      }
    }
    return list
  }

  var stored: [GossipEntry<Value>] { list { _ in 0 } }

  mutating func write(_ key: String, _ value: Value) -> UInt64 {
    Self.replace(key, in: &own)
    count += 1
    own[count] = (key, value)
    return count
  }

  func value(of key: String, from origin: NodeID) -> Value? {
    writes(of: origin).values.first { $0.key == key }?.value
  }

  func digest() -> [NodeID: UInt64] {
    var digest: [NodeID: UInt64] = [:]
    for origin in origins { digest[origin] = writes(of: origin).keys.max() }
    return digest
  }

  func answer(to digest: [NodeID: UInt64], limit: Int) -> GossipAnswer<Value> {
    let missing = list { digest[$0, default: 0] }
    return GossipAnswer(
      digest: digest, entries: missing.count > limit ? Array(missing[..<limit]) : missing)
  }

  mutating func receive(_ answer: GossipAnswer<Value>) {
    let known = digest()
    for entry in answer.entries where entry.origin != replica {
      let last = known[entry.origin, default: 0]
      if last < answer.digest[entry.origin, default: 0] || last >= entry.version { continue }
      Self.replace(entry.key, in: &others[entry.origin, default: [:]])
      others[entry.origin, default: [:]][entry.version] = (entry.key, entry.value)
    }
  }
}
