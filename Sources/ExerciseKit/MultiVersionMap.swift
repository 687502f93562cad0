/// Why a question about a version has no answer.
public enum SnapshotRefusal<Key: Hashable & Sendable>: Error, Hashable, Sendable {
  /// Somebody wrote the key, in this version, after the snapshot was taken.
  case conflict(key: Key, version: UInt64)
  /// The version is older than the oldest that is kept. Whether anything was written since cannot be
  /// said any more, so nothing can be committed after it either.
  case compacted(oldest: UInt64)
  /// There is no such version yet: the newest is this one.
  case future(newest: UInt64)
}

/// What the exercise `mvcc-map` asks for: a map that keeps every version of every value, so that a reader
/// sees one moment of it (Bernstein and Goodman 1983; Berenson et al. 1995, section 4.2).
public protocol MultiVersionMap<Key, Value>: Sendable {
  associatedtype Key: Hashable & Sendable
  associatedtype Value: Sendable

  /// An empty map at version zero.
  init()

  /// The version of the last commit; zero before the first.
  var version: UInt64 { get }

  /// The value of `key` as of `version`; nil when it was absent then.
  /// - Throws: `SnapshotRefusal` for a version that was compacted or is not there yet.
  func value(of key: Key, at version: UInt64) throws(SnapshotRefusal<Key>) -> Value?

  /// Writes several keys in one step, each to a value or to nil for a removal; of writes to one key the
  /// last counts.
  /// - Parameter snapshot: the version that the writer has read.
  /// - Returns: the new version.
  /// - Throws: `SnapshotRefusal`, and nothing is written then.
  mutating func commit(
    _ writes: [(key: Key, value: Value?)], after snapshot: UInt64
  ) throws(SnapshotRefusal<Key>) -> UInt64

  /// Forgets what no reader at `version` or later can see. Of a version beyond the newest it is the
  /// newest.
  mutating func compact(before version: UInt64)
}
