import ExerciseKit

struct ObjectStore<Value: Sendable>: VersionedObjects {
  private var values: [String: Value] = [:]
  private var versions: [String: UInt64] = [:]
  private var log: [UInt64: ObjectChange] = [:]
  private var oldest: UInt64 = 0
  private(set) var version: UInt64 = 0

  init() {}

  func get(_ key: String) -> (value: Value, version: UInt64)? {
    guard let value = values[key], let version = versions[key] else { return nil }
    return (value, version)
  }

  mutating func update(
    _ key: String, _ value: Value, expecting expected: UInt64?
  ) -> Result<UInt64, VersionConflict> {
    if versions[key] != expected { return .failure(VersionConflict(current: versions[key])) }
    version += 1
    log[version] = ObjectChange(key: key, version: version, isDeletion: false)
    values[key] = value
    versions[key] = version
    return .success(version)
  }

  mutating func delete(
    _ key: String, expecting expected: UInt64
  ) -> Result<UInt64, VersionConflict> {
    guard let current = versions[key], current == expected else {
      return .failure(VersionConflict(current: versions[key]))
    }
    version += 1
    log[version] = ObjectChange(key: key, version: version, isDeletion: true)
    values.removeValue(forKey: key)
    versions.removeValue(forKey: key)
    return .success(version)
  }

  func watch(from start: UInt64) throws(WatchRefusal) -> [ObjectChange] {
    if start > version { throw .future(newest: version) }
    if start < oldest { throw .compacted(upTo: oldest) }
    return log.filter { $0.key > start }.sorted { $0.key < $1.key }.map(\.value)
  }

  mutating func compact(upTo bound: UInt64) {
    while oldest < min(bound, version) {
      oldest += 1
      log[oldest] = nil
    }
  }
}
