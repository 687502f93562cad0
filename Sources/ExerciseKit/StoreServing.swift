/// One write of one key.
public enum KeyWrite: Hashable, Sendable {
  /// Keep this value under the key.
  case put(key: String, value: String)
  /// Keep nothing under the key.
  case remove(key: String)
  /// Keep `new` under the key if `expected` is there; nil: if nothing is.
  case compareAndSet(key: String, expected: String?, new: String)
}

/// A write as a client sends it, and sends again when it hears nothing.
public struct WriteRequest: Hashable, Sendable {
  /// The client's session: any number that no other client has.
  public var session: UInt64
  /// The write's number within the session, from 1 and rising. A repetition has the same number.
  public var serial: UInt64
  /// What is to be done.
  public var write: KeyWrite

  /// Describes a request.
  public init(session: UInt64, serial: UInt64, write: KeyWrite) {
    self.session = session
    self.serial = serial
    self.write = write
  }
}

/// What a write came to.
public enum WriteOutcome: Hashable, Sendable {
  /// The store was changed; this is its revision since.
  case written(revision: UInt64)
  /// Something else than expected was there, or nothing was there to be removed; the revision is this one.
  case unchanged(revision: UInt64)
  /// It was not done: the session had gone on to this serial.
  case superseded(by: UInt64)
}

/// What an entry of the log says.
public enum LoggedCommand: Hashable, Sendable {
  /// Nothing: what a leader writes first, and what the log writes for itself.
  case nothing
  /// Write, once.
  case write(WriteRequest)
}

/// What a server is in a term.
public enum ServerRole: Hashable, Sendable {
  /// It leads.
  case leader
  /// It follows this node, or does not know whom.
  case follower(of: NodeID?)
}

/// What a server wants done.
public enum ServerEffect: Hashable, Sendable {
  /// Append this to the log, in the term that the server leads.
  case propose(LoggedCommand)
  /// Ask a majority whether this server still leads, from now on, for this read.
  case confirm(read: UInt64)
  /// Answer the client that waits here for what this write of its session comes to.
  case answer(session: UInt64, serial: UInt64, WriteOutcome)
  /// Answer the client that waits here for this read: the value, nil for none, and the store's revision.
  case serve(read: UInt64, value: String?, revision: UInt64)
  /// Send the client that waits here for this write elsewhere; nil: this server does not know where.
  case redirectWrite(session: UInt64, serial: UInt64, to: NodeID?)
  /// Send the client that waits here for this read elsewhere.
  case redirectRead(read: UInt64, to: NodeID?)
}

/// What the exercise `replicated-store` asks for: one server of a store on a log that is replicated already
/// (Ongaro 2014, chapter 6 and section 5.1).
public protocol StoreServing: Sendable {
  /// Everything a server must be given to go on from a moment.
  associatedtype Snapshot: Sendable

  /// A server as it starts, or starts again: a follower that knows no leader.
  /// - Parameter snapshot: the last one it has stored; nil where there is none.
  init(restoring snapshot: Snapshot?)

  /// The election has come to something.
  mutating func becomes(_ role: ServerRole, in term: Term) -> [ServerEffect]

  /// A client's write arrives, perhaps not for the first time.
  mutating func receive(_ request: WriteRequest) -> [ServerEffect]

  /// A client's question arrives, perhaps not for the first time: what is under this key?
  /// - Parameter number: any number that no other question has.
  mutating func receive(read number: UInt64, of key: String) -> [ServerEffect]

  /// A majority has said, after this server had asked for this read, that the server leads this term.
  mutating func confirmed(read number: UInt64, in term: Term) -> [ServerEffect]

  /// The log is committed up to this index, where an entry of this term is. Entries are applied later.
  mutating func committed(upTo index: UInt64, term: Term)

  /// The next committed entry is to be applied.
  mutating func apply(_ command: LoggedCommand, at index: UInt64) -> [ServerEffect]

  /// What this server must be given to go on from here.
  func snapshot() -> Snapshot

  /// A snapshot of another server arrives, while this one follows.
  mutating func restore(_ snapshot: Snapshot)
}
