import ExerciseKit

/// One log of commits, searched backwards; forgets nothing and refuses what it must.
struct MVCCMap<Key: Hashable & Sendable, Value: Sendable>: MultiVersionMap {
  private var commits: [[Key: Value?]] = []
  private var oldest: UInt64 = 0
  private var questions = 0

  init() {}

  var version: UInt64 { UInt64(commits.count) }

  private func check(_ version: UInt64) throws(SnapshotRefusal<Key>) {
    guard version >= oldest else { throw .compacted(oldest: oldest) }
    guard version <= self.version else { throw .future(newest: self.version) }
  }

  func value(of key: Key, at version: UInt64) throws(SnapshotRefusal<Key>) -> Value? {
    try check(version)
    for commit in commits.prefix(Int(version)).reversed() {
      if let write = commit[key] { return write }
    }
    return nil
  }

  mutating func commit(
    _ writes: [(key: Key, value: Value?)], after snapshot: UInt64
  ) throws(SnapshotRefusal<Key>) -> UInt64 {
    questions += 1
    try check(snapshot)
    for write in writes {
      for place in commits.indices.reversed() where place >= Int(snapshot) {
        if commits[place].keys.contains(write.key) {
          throw .conflict(key: write.key, version: UInt64(place) + 1)
        }
      }
    }
    var commit: [Key: Value?] = [:]
    for write in writes { commit.updateValue(write.value, forKey: write.key) }
    commits.append(commit)
    return version
  }

  mutating func compact(before version: UInt64) {
    oldest = max(oldest, min(version, self.version))
  }
}
