public import ExerciseKit

/// A map that keeps every version of every value, so that a reader sees one moment of it.
///
/// Guarantees: reads at a version see exactly the writes of that version and earlier ones, however
/// many writes follow; writers never wait for readers. It orders versions, it resolves no conflict:
/// of two writers that read the same version, `commit` refuses the second (first committer wins),
/// which is snapshot isolation and not serialisability. Compaction changes no answer: what it has
/// made unanswerable is refused. Source: Bernstein and Goodman 1983; Berenson et al. 1995, section
/// 4.2; the two refusals of versions are etcd's ErrCompacted and ErrFutureRev.
///
/// Must be stored: the whole map, as a copy of this value, before the version that a commit returns
/// leaves.
///
/// It holds with commits that are sent again, which conflict with themselves, and with a map that stops and
/// starts again from its copy.
///
/// Cost: one entry for each write since the last compaction, and one for each key that was there
/// then (`entryCount`).
///
/// Deviation: a transaction is one call. In the papers it begins, and reads at that version; here the writer
/// says which version it has read.
public struct MVCCMap<Key: Hashable & Sendable, Value: Sendable>: MultiVersionMap {
  /// Why a question has no answer here.
  public typealias Refusal = SnapshotRefusal<Key>

  private struct Entry: Sendable {
    let version: UInt64
    /// Nil marks a removal.
    let value: Value?
  }

  /// Each key's entries by rising version.
  private var entries: [Key: [Entry]] = [:]
  /// The version of the last commit; zero before the first.
  public private(set) var version: UInt64 = 0
  /// The oldest version that can still be read.
  public private(set) var oldestVersion: UInt64 = 0

  /// An empty map at version zero.
  public init() {}

  /// How many writes are kept, over all keys.
  public var entryCount: Int { entries.values.reduce(0) { $0 + $1.count } }

  /// The value of `key` as of `version`; nil when it was absent then.
  /// - Throws: `Refusal` for a version that was compacted or is not there yet.
  public func value(of key: Key, at version: UInt64) throws(Refusal) -> Value? {
    try check(version)
    return entries[key]?.last { $0.version <= version }?.value
  }

  /// Writes several keys in one step, each to a value or to nil for a removal; of writes to one key the
  /// last counts.
  /// - Parameter snapshot: the version that the writer has read.
  /// - Returns: the new version.
  /// - Throws: `Refusal` when one of the keys was written after `snapshot`, or nobody can say whether
  ///   it was; nothing is written then.
  @discardableResult
  public mutating func commit(
    _ writes: [(key: Key, value: Value?)], after snapshot: UInt64
  ) throws(Refusal) -> UInt64 {
    try check(snapshot)
    for write in writes {
      if let last = entries[write.key]?.last, last.version > snapshot {
        throw .conflict(key: write.key, version: last.version)
      }
    }
    version += 1
    for write in writes {
      if entries[write.key]?.last?.version == version { entries[write.key]?.removeLast() }
      entries[write.key, default: []].append(Entry(version: version, value: write.value))
    }
    return version
  }

  /// Forgets what no reader at `version` or later can see. Of a version beyond the newest it is the
  /// newest.
  public mutating func compact(before version: UInt64) {
    let bound = min(version, self.version)
    guard bound > oldestVersion else { return }
    oldestVersion = bound
    entries = entries.compactMapValues { history in
      let visible = history.lastIndex { $0.version <= bound } ?? 0
      let kept = Array(history[visible...])
      return kept.count == 1 && kept[0].value == nil && kept[0].version <= bound ? nil : kept
    }
  }

  private func check(_ version: UInt64) throws(Refusal) {
    if version < oldestVersion { throw .compacted(oldest: oldestVersion) }
    if version > self.version { throw .future(newest: self.version) }
  }
}
