import ExerciseKit

/// A map that keeps every version of every value.
struct MVCCMap<Key: Hashable & Sendable, Value: Sendable>: MultiVersionMap {
  /// The version of the last commit; zero before the first.
  var version: UInt64 = 0

  /// An empty map at version zero.
  init() {
    // TODO: What do you keep of each key?
  }

  /// The value of `key` as of `version`; nil when it was absent then.
  func value(of key: Key, at version: UInt64) throws(SnapshotRefusal<Key>) -> Value? {
    // TODO: Is there an answer, and which write was the last one then?
    nil
  }

  /// Writes several keys in one step, each to a value or to nil for a removal.
  mutating func commit(
    _ writes: [(key: Key, value: Value?)], after snapshot: UInt64
  ) throws(SnapshotRefusal<Key>) -> UInt64 {
    // TODO: Was one of the keys written since?
    version
  }

  /// Forgets what no reader at `version` or later can see.
  mutating func compact(before version: UInt64) {
    // TODO: What may be forgotten?
  }
}
