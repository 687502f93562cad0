import ExerciseKit

/// The state that all replicas of a store build from the log: sessions, every version of every value, and
/// the changes in their order.
///
/// A copy is a snapshot, with everything a client can still ask for: a table of sessions that were left
/// behind would let a retry count twice.
public struct StoreMachine: ReplicatedMachine {
  private var sessions: ClientSessions<StoreAnswer>
  private var map = MVCCMap<String, String>()
  /// The changes after `oldestRevision`, in order.
  private var changes: [StoreChange] = []

  /// An empty store at revision zero.
  /// - Parameter maxSessions: how many sessions are kept.
  public init(maxSessions: Int = 1_000) {
    sessions = ClientSessions(limit: maxSessions)
  }

  /// The revision of the last change; each change takes the next.
  public var revision: UInt64 { map.version }
  /// The oldest revision that can still be read, and after which changes are kept.
  public var oldestRevision: UInt64 { map.oldestVersion }

  /// Takes a command.
  public mutating func apply(_ command: StoreCommand) -> StoreAnswer {
    switch command {
    case .open: return .session(sessions.open())
    case .write(let write, let session, let serial):
      switch sessions.earlierAnswer(session: session, serial: serial) {
      case .failure(let error): return .failed(error)
      case .success(let known?): return known
      case .success(nil):
        let answer = self.write(write)
        sessions.record(answer, session: session, serial: serial)
        return answer
      }
    case .compact(let bound):
      map.compact(before: bound)
      changes.removeAll { $0.revision <= map.oldestVersion }
      return .compacted(oldest: map.oldestVersion)
    }
  }

  private mutating func write(_ write: StoreWrite) -> StoreAnswer {
    let held = value(of: write.key)
    switch write {
    case .put(let key, let value): return set(key, value)
    case .delete(let key): return held == nil ? .unchanged(revision) : set(key, nil)
    case .compareAndSet(let key, let expected, let new):
      return held == expected ? set(key, new) : .unchanged(revision)
    }
  }

  private mutating func set(_ key: String, _ value: String?) -> StoreAnswer {
    do {
      let revision = try map.commit([(key: key, value: value)], after: map.version)
      changes.append(StoreChange(revision: revision, key: key, value: value))
      return .written(revision)
    } catch {
      return Self.answer(to: error)
    }
  }

  private func value(of key: String) -> String? {
    if case .value(let value, _) = answer(StoreQuery(key)) { value } else { nil }
  }

  /// Answers a question.
  public func answer(_ query: StoreQuery) -> StoreAnswer {
    let revision = query.revision ?? map.version
    do {
      return .value(try map.value(of: query.key, at: revision), revision: revision)
    } catch {
      return Self.answer(to: error)
    }
  }

  private static func answer(to refusal: SnapshotRefusal<String>) -> StoreAnswer {
    switch refusal {
    case .compacted(let oldest): .compacted(oldest: oldest)
    case .future(let newest): .future(newest: newest)
    case .conflict(_, let version): .unchanged(version)
    }
  }

  /// What has changed after a revision, in order; nil when some of that is forgotten.
  public func changes(after revision: UInt64) -> ArraySlice<StoreChange>? {
    guard revision >= oldestRevision else { return nil }
    // They are numbered without a gap.
    return changes.dropFirst(Int(min(revision, self.revision) - oldestRevision))
  }
}
