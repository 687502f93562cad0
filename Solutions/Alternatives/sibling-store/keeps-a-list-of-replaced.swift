import ExerciseKit

// Every write ever heard of, and which of them a reader had seen, in an object copied before a change.

private final class Ledger<Value: Hashable & Sendable> {
  var writes: [String: [Dot: Value]] = [:]
  var replaced: [String: Set<Dot>] = [:]
  var largest: [NodeID: UInt64] = [:]

  init() {}

  init(copying other: Ledger) {
    writes = other.writes
    replaced = other.replaced
    largest = other.largest
  }
}

struct SiblingMap<Value: Hashable & Sendable>: SiblingKeeping, @unchecked Sendable {
  struct Context: Sendable {
    fileprivate let seen: [Dot]
  }

  struct Stored: @unchecked Sendable {
    fileprivate var ledger = Ledger<Value>()
    fileprivate var name: NodeID
  }

  private(set) var stored: Stored

  init(replica: NodeID, stored: Stored?) {
    self.stored = stored ?? Stored(name: replica)
    self.stored.name = replica
  }

  private mutating func own() -> Ledger<Value> {
    if !isKnownUniquelyReferenced(&stored.ledger) {
      stored.ledger = Ledger(copying: stored.ledger)
    }
    return stored.ledger
  }

  private func alive(_ key: String) -> [Dot: Value] {
    let gone = stored.ledger.replaced[key] ?? []
    return (stored.ledger.writes[key] ?? [:]).filter { !gone.contains($0.key) }
  }

  var keys: Set<String> {
    var keys: Set<String> = []
    for key in stored.ledger.writes.keys where !alive(key).isEmpty { keys.insert(key) }
    return keys
  }

  func get(_ key: String) -> SiblingRead<Value, Context> {
    let alive = alive(key)
    let seen = alive.keys.sorted() + (stored.ledger.replaced[key] ?? []).sorted()
    return SiblingRead(
      values: alive.keys.sorted().compactMap { alive[$0] }, context: .init(seen: seen))
  }

  mutating func put(_ key: String, _ value: Value, replacing context: Context?) {
    let (own, name) = (own(), stored.name)
    own.replaced[key, default: []].formUnion(context?.seen ?? [])
    own.largest[name, default: 0] += 1
    let dot = Dot(replica: name, sequence: own.largest[name, default: 0])
    own.writes[key, default: [:]][dot] = value
  }

  mutating func merge(_ other: SiblingMap) {
    let own = own()
    for (key, writes) in other.stored.ledger.writes {
      own.writes[key, default: [:]].merge(writes) { mine, _ in mine }
    }
    for (key, dots) in other.stored.ledger.replaced {
      own.replaced[key, default: []].formUnion(dots)
    }
    own.largest.merge(other.stored.ledger.largest, uniquingKeysWith: max)
  }
}
