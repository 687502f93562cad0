import ExerciseKit

/// One server of a store, on a log that is replicated already.
struct StoreServer: StoreServing {
  /// Everything a server must be given to go on from a moment.
  struct Snapshot: Sendable {
    // TODO: What do all servers have when they have applied the same entries?
  }

  /// A server as it starts, or starts again: a follower that knows no leader.
  init(restoring snapshot: Snapshot?) {
    // TODO: What else must it remember, and what is gone after a restart?
  }

  /// The election has come to something.
  mutating func becomes(_ role: ServerRole, in term: Term) -> [ServerEffect] {
    // TODO: What does a leader begin with? Who must be told when it leads no longer?
    []
  }

  /// A client's write arrives, perhaps not for the first time.
  mutating func receive(_ request: WriteRequest) -> [ServerEffect] {
    // TODO: Was it applied already? Does it wait already?
    []
  }

  /// A client's question arrives, perhaps not for the first time.
  mutating func receive(read number: UInt64, of key: String) -> [ServerEffect] {
    // TODO: What must be known, and what applied, before it is answered?
    []
  }

  /// A majority has said that this server leads this term.
  mutating func confirmed(read number: UInt64, in term: Term) -> [ServerEffect] {
    // TODO: Is the read ready?
    []
  }

  /// The log is committed up to this index, where an entry of this term is.
  mutating func committed(upTo index: UInt64, term: Term) {
    // TODO: Which reads have waited for that?
  }

  /// The next committed entry is to be applied.
  mutating func apply(_ command: LoggedCommand, at index: UInt64) -> [ServerEffect] {
    // TODO: Once. Who waits for it here?
    []
  }

  /// What this server must be given to go on from here.
  func snapshot() -> Snapshot {
    // TODO: What would be lost?
    Snapshot()
  }

  /// A snapshot of another server arrives, while this one follows.
  mutating func restore(_ snapshot: Snapshot) {
    // TODO: Is it further?
  }
}
