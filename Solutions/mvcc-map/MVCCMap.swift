/// A map that keeps every version of every value, so that a reader sees one moment of it.
///
/// Guarantees: reads at a version see exactly the writes of that version and earlier ones, however
/// many writes follow; writers never wait for readers. It orders versions, it resolves no conflict:
/// of two writers that read the same version, `commit` refuses the second (first committer wins),
/// which is snapshot isolation and not serialisability. Source: Bernstein and Goodman 1983; Berenson
/// et al. 1995, section 4.2.
public struct MVCCMap<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// Why a commit was refused: somebody wrote `key` after the snapshot was taken.
  public struct Conflict: Error, Sendable {
    /// A key that was written meanwhile.
    public let key: Key
    /// The version that wrote it.
    public let version: UInt64
  }

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

  /// The value of `key` as of `version`; nil when it was absent then. The version must not be older
  /// than `oldestVersion`.
  public func value(of key: Key, at version: UInt64) -> Value? {
    precondition(version >= oldestVersion, "version \(version) was compacted")
    return entries[key]?.last { $0.version <= version }?.value
  }

  /// Writes several keys in one step, each to a value or to nil for a removal.
  /// - Parameter snapshot: the version that the writer has read.
  /// - Returns: the new version.
  /// - Throws: `Conflict` when one of the keys was written after `snapshot`; nothing is written then.
  @discardableResult
  public mutating func commit(
    _ writes: [(key: Key, value: Value?)], after snapshot: UInt64
  ) throws(Conflict) -> UInt64 {
    for write in writes {
      if let last = entries[write.key]?.last, last.version > snapshot {
        throw Conflict(key: write.key, version: last.version)
      }
    }
    version += 1
    for write in writes {
      entries[write.key, default: []].append(Entry(version: version, value: write.value))
    }
    return version
  }

  /// Forgets what no reader at `version` or later can see.
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
}
