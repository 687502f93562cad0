public import ExerciseKit

/// A store of objects by key with one version counter for all of them: compare-and-swap updates, a
/// list at a version, and a watch that says what changed since.
///
/// Guarantee: every change takes the next version of the whole store, so no version is ever used
/// twice, also not after a delete. An update happens only when the object's version is the one it
/// expects. A watcher that applies what `watch(from:)` returns to what it listed at that version holds
/// exactly the objects of the store; when changes it needs have been compacted away it is told to list
/// again, never given a history with a hole. Source: the API conventions of Kubernetes on concurrency
/// control, and etcd's revisions.
///
/// It holds with requests lost, late and sent again, which are refused then, and with watchers that miss
/// anything or start again. The store is one.
///
/// Must be stored: the whole store, as a copy of this value, before a change is answered; a store that
/// lost changes uses their versions again. Cost: one entry for each change since the last compaction.
///
/// Deviation: clients of Kubernetes may compare versions within one resource type alone (since 1.35;
/// before, for equality alone). Here they are plain numbers. A change carries no value; the watcher reads it.
public struct ObjectStore<Value: Sendable>: VersionedObjects {
  /// One change of one object.
  public typealias Change = ObjectChange

  /// An object as it is stored.
  private struct Stored {
    var value: Value
    var version: UInt64
  }

  private var objects: [String: Stored] = [:]
  private var history: [Change] = []
  /// The version of the newest change; 0 in a new store.
  public private(set) var version: UInt64 = 0
  /// Changes up to this version are forgotten.
  public private(set) var compactedVersion: UInt64 = 0

  /// An empty store.
  public init() {}

  /// The object under `key` and the version of its last change; nil when there is none.
  public func get(_ key: String) -> (value: Value, version: UInt64)? {
    objects[key].map { ($0.value, $0.version) }
  }

  /// Every key there is, in order.
  public var keys: [String] { objects.keys.sorted() }

  /// Stores `value` under `key` if nobody came between.
  /// - Parameter expecting: the version the writer last saw; nil when the object must not exist yet.
  /// - Returns: the version of this change, or the version the object has instead.
  public mutating func update(
    _ key: String, _ value: Value, expecting expected: UInt64?
  ) -> Result<UInt64, VersionConflict> {
    if let conflict = conflict(over: key, expecting: expected) { return .failure(conflict) }
    record(key, isDeletion: false)
    objects[key] = Stored(value: value, version: version)
    return .success(version)
  }

  /// Deletes the object under `key` if nobody came between.
  /// - Returns: the version of this change, or the version the object has instead; deleting what does
  ///   not exist is a conflict.
  public mutating func delete(
    _ key: String, expecting expected: UInt64
  ) -> Result<UInt64, VersionConflict> {
    if let conflict = conflict(over: key, expecting: expected) { return .failure(conflict) }
    record(key, isDeletion: true)
    objects[key] = nil
    return .success(version)
  }

  /// What changed after `version`, oldest first.
  /// - Throws: `WatchRefusal` when there is no such history here; the watcher must list again.
  public func watch(from version: UInt64) throws(WatchRefusal) -> [Change] {
    if version < compactedVersion { throw .compacted(upTo: compactedVersion) }
    if version > self.version { throw .future(newest: self.version) }
    return history.filter { $0.version > version }
  }

  /// Forgets changes up to `version`. Objects stay.
  public mutating func compact(upTo version: UInt64) {
    compactedVersion = max(compactedVersion, min(version, self.version))
    history.removeAll { $0.version <= compactedVersion }
  }

  private func conflict(over key: String, expecting expected: UInt64?) -> VersionConflict? {
    let current = objects[key]?.version
    return current == expected ? nil : VersionConflict(current: current)
  }

  private mutating func record(_ key: String, isDeletion: Bool) {
    version += 1
    history.append(Change(key: key, version: version, isDeletion: isDeletion))
  }
}
