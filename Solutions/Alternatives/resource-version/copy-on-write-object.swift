import ExerciseKit

struct ObjectStore<Value: Sendable>: VersionedObjects {
  private final class Storage: @unchecked Sendable {
    var objects: [String: (value: Value, version: UInt64)] = [:]
    var history: [ObjectChange] = []
    var version: UInt64 = 0
    var forgotten: UInt64 = 0

    func copy() -> Storage {
      let copy = Storage()
      (copy.objects, copy.history) = (objects, history)
      (copy.version, copy.forgotten) = (version, forgotten)
      return copy
    }
  }

  private var storage = Storage()
  private var reads = 0

  init() {}

  var version: UInt64 { storage.version }

  func get(_ key: String) -> (value: Value, version: UInt64)? { storage.objects[key] }

  private mutating func write(_ key: String, _ value: Value?) -> UInt64 {
    if !isKnownUniquelyReferenced(&storage) { storage = storage.copy() }
    storage.version += 1
    storage.history.append(
      ObjectChange(key: key, version: storage.version, isDeletion: value == nil))
    storage.objects[key] = value.map { ($0, storage.version) }
    return storage.version
  }

  mutating func update(
    _ key: String, _ value: Value, expecting expected: UInt64?
  ) -> Result<UInt64, VersionConflict> {
    reads += 1
    let current = storage.objects[key]?.version
    return current == expected
      ? .success(write(key, value)) : .failure(VersionConflict(current: current))
  }

  mutating func delete(
    _ key: String, expecting expected: UInt64
  ) -> Result<UInt64, VersionConflict> {
    switch storage.objects[key]?.version {
    case expected?: .success(write(key, nil))
    case let current: .failure(VersionConflict(current: current))
    }
  }

  func watch(from start: UInt64) throws(WatchRefusal) -> [ObjectChange] {
    switch start {
    case ..<storage.forgotten: throw .compacted(upTo: storage.forgotten)
    case (storage.version + 1)...: throw .future(newest: storage.version)
    default: return Array(storage.history.drop { $0.version <= start })
    }
  }

  mutating func compact(upTo bound: UInt64) {
    if !isKnownUniquelyReferenced(&storage) { storage = storage.copy() }
    storage.forgotten = max(storage.forgotten, min(bound, storage.version))
    storage.history = storage.history.filter { $0.version > storage.forgotten }
  }
}
