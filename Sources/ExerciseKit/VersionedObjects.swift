/// One change of one object in a versioned store.
public struct ObjectChange: Hashable, Sendable {
  /// The object's key.
  public let key: String
  /// The version the change took.
  public let version: UInt64
  /// True when the change deleted the object.
  public let isDeletion: Bool

  /// Describes a change.
  public init(key: String, version: UInt64, isDeletion: Bool) {
    self.key = key
    self.version = version
    self.isDeletion = isDeletion
  }
}

/// Why an update did not happen: the object is not at the version the writer expected. An API server
/// answers with status 409.
public struct VersionConflict: Error, Hashable, Sendable {
  /// The version the object has; nil when there is no such object.
  public let current: UInt64?

  /// Says which version the object has.
  public init(current: UInt64?) {
    self.current = current
  }
}

/// Why a watch cannot begin at a version. An API server answers the first with status 410, etcd with
/// ErrCompacted and ErrFutureRev.
public enum WatchRefusal: Error, Hashable, Sendable {
  /// Changes that it would have to tell are forgotten, up to this version.
  case compacted(upTo: UInt64)
  /// There is no such version yet: the newest is this one. The watcher knows another store, or this
  /// one before it lost something.
  case future(newest: UInt64)
}

/// What the exercise `resource-version` asks for: objects by key under one counter of versions, with
/// updates that say what they have seen, and a watch that says what changed since (the API conventions of
/// Kubernetes on concurrency control; etcd's revisions).
public protocol VersionedObjects<Value>: Sendable {
  associatedtype Value: Sendable

  /// An empty store, at version 0.
  init()

  /// The version of the newest change; 0 in a new store.
  var version: UInt64 { get }

  /// The object under `key` and the version of its last change; nil when there is none.
  func get(_ key: String) -> (value: Value, version: UInt64)?

  /// Stores `value` under `key` if nobody came between.
  /// - Parameter expecting: the version the writer last saw; nil when the object must not exist yet.
  mutating func update(
    _ key: String, _ value: Value, expecting expected: UInt64?
  ) -> Result<UInt64, VersionConflict>

  /// Deletes the object under `key` if nobody came between.
  mutating func delete(_ key: String, expecting expected: UInt64) -> Result<UInt64, VersionConflict>

  /// What changed after `version`, oldest first.
  /// - Throws: `WatchRefusal` when there is no such history here.
  func watch(from version: UInt64) throws(WatchRefusal) -> [ObjectChange]

  /// Forgets the changes up to `version`. Objects stay.
  mutating func compact(upTo version: UInt64)
}
