import ExerciseKit

/// Keeps nothing but changes, with their values, and looks everything up in them.
struct ObjectStore<Value: Sendable>: VersionedObjects {
  private var changes: [(change: ObjectChange, value: Value?)] = []
  private var forgotten: UInt64 = 0

  init() {}

  var version: UInt64 { UInt64(changes.count) }

  func get(_ key: String) -> (value: Value, version: UInt64)? {
    guard let last = changes.last(where: { $0.change.key == key }) else { return nil }
    return last.value.map { ($0, last.change.version) }
  }

  private mutating func change(
    _ key: String, _ value: Value?, _ expected: UInt64?
  ) -> Result<UInt64, VersionConflict> {
    let current = get(key)?.version
    guard current == expected else { return .failure(VersionConflict(current: current)) }
    let next = version + 1
    changes.append((ObjectChange(key: key, version: next, isDeletion: value == nil), value))
    return .success(next)
  }

  mutating func update(
    _ key: String, _ value: Value, expecting expected: UInt64?
  ) -> Result<UInt64, VersionConflict> { change(key, value, expected) }

  mutating func delete(
    _ key: String, expecting expected: UInt64
  ) -> Result<UInt64, VersionConflict> { change(key, nil, expected) }

  func watch(from start: UInt64) throws(WatchRefusal) -> [ObjectChange] {
    guard start >= forgotten else { throw .compacted(upTo: forgotten) }
    guard start <= version else { throw .future(newest: version) }
    return changes[Int(start)...].map(\.change)
  }

  mutating func compact(upTo bound: UInt64) { forgotten = max(forgotten, min(bound, version)) }
}
