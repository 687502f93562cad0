public import ExerciseKit

/// What changes a replicated store.
public enum StoreCommand: Hashable, Sendable {
  /// Open a session.
  case open
  /// Write, the once.
  case write(StoreWrite, session: UInt64, serial: UInt64)
  /// Forget what no reader at this revision or later can see.
  case compact(before: UInt64)
}

/// One write of one key.
public enum StoreWrite: Hashable, Sendable {
  case put(String, String)
  case delete(String)
  /// Put `new` if `expected` is there; nil: if nothing is.
  case compareAndSet(String, expected: String?, new: String)

  /// The key.
  public var key: String {
    switch self {
    case .put(let key, _), .delete(let key), .compareAndSet(let key, _, _): key
    }
  }
}

/// What a replicated store is asked.
public struct StoreQuery: Hashable, Sendable {
  /// What is under this key?
  public var key: String
  /// As of this revision; nil for the newest.
  public var revision: UInt64?

  /// Describes a question.
  public init(_ key: String, at revision: UInt64? = nil) {
    self.key = key
    self.revision = revision
  }
}

/// What a replicated store answers.
public enum StoreAnswer: Hashable, Sendable {
  /// A session was opened under this number.
  case session(UInt64)
  /// It was written, in this revision.
  case written(UInt64)
  /// Something else than expected was there, as of this revision; or there was nothing to delete.
  case unchanged(UInt64)
  /// This is under the key, as of this revision.
  case value(String?, revision: UInt64)
  /// What is older than this revision is forgotten.
  case compacted(oldest: UInt64)
  /// There is no such revision here yet: the newest is this one.
  case future(newest: UInt64)
  /// It was not applied.
  case failed(SessionError)
}

/// One change of one key.
public struct StoreChange: Hashable, Sendable {
  /// The revision of the store that it made.
  public var revision: UInt64
  /// The key.
  public var key: String
  /// What is under it from then on; nil for nothing.
  public var value: String?

  /// Describes a change.
  public init(revision: UInt64, key: String, value: String?) {
    self.revision = revision
    self.key = key
    self.value = value
  }
}
