import ExerciseKit

/// Keeps the whole map for each version, and who wrote last.
struct MVCCMap<Key: Hashable & Sendable, Value: Sendable>: MultiVersionMap {
  private var maps: [UInt64: [Key: Value]] = [0: [:]]
  private var lastWrite: [Key: UInt64] = [:]
  private(set) var version: UInt64 = 0

  init() {}

  private func map(at version: UInt64) throws(SnapshotRefusal<Key>) -> [Key: Value] {
    if let map = maps[version] { return map }
    if version > self.version { throw .future(newest: self.version) }
    throw .compacted(oldest: maps.keys.min() ?? 0)
  }

  func value(of key: Key, at version: UInt64) throws(SnapshotRefusal<Key>) -> Value? {
    try map(at: version)[key]
  }

  mutating func commit(
    _ writes: [(key: Key, value: Value?)], after snapshot: UInt64
  ) throws(SnapshotRefusal<Key>) -> UInt64 {
    _ = try map(at: snapshot)
    for (key, _) in writes {
      if let last = lastWrite[key], last > snapshot { throw .conflict(key: key, version: last) }
    }
    var next = maps[version] ?? [:]
    version += 1
    for (key, value) in writes {
      next[key] = value
      lastWrite[key] = version
    }
    maps[version] = next
    return version
  }

  mutating func compact(before bound: UInt64) {
    let oldest = min(bound, version)
    maps = maps.filter { $0.key >= oldest }
  }
}
