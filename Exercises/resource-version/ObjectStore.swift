import ExerciseKit

/// Objects by key, under one counter of versions.
struct ObjectStore<Value: Sendable>: VersionedObjects {
  /// The version of the newest change; 0 in a new store.
  var version: UInt64 = 0

  /// An empty store.
  init() {
    // TODO: What do you keep beside the objects?
  }

  /// The object under `key` and the version of its last change; nil when there is none.
  func get(_ key: String) -> (value: Value, version: UInt64)? {
    nil
  }

  /// Stores `value` under `key` if nobody came between.
  mutating func update(
    _ key: String, _ value: Value, expecting expected: UInt64?
  ) -> Result<UInt64, VersionConflict> {
    // TODO: Did somebody come between?
    .failure(VersionConflict(current: nil))
  }

  /// Deletes the object under `key` if nobody came between.
  mutating func delete(
    _ key: String, expecting expected: UInt64
  ) -> Result<UInt64, VersionConflict> {
    // TODO: Did somebody come between?
    .failure(VersionConflict(current: nil))
  }

  /// What changed after `version`, oldest first.
  func watch(from version: UInt64) throws(WatchRefusal) -> [ObjectChange] {
    // TODO: Can you tell everything that changed?
    []
  }

  /// Forgets the changes up to `version`.
  mutating func compact(upTo version: UInt64) {
    // TODO: What may be forgotten?
  }
}
