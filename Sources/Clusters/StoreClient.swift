import ExerciseKit
import Solutions

/// A client of a `StoreCluster`: one operation at a time, asked again until it is answered.
struct StoreClient: Sendable {
  /// What a server tells a client.
  enum Response: Sendable {
    case reply(ReplicatedStore.Server.Reply)
    case changes(ArraySlice<StoreChange>)
    case watchEnded(UInt64)
  }

  /// What it is doing.
  enum Errand: Sendable {
    case opening
    /// An operation of the history, at this place in it.
    case operation(Int)
    /// A read at an old revision.
    case snapshot(StoreQuery)
  }

  /// Where it is among the clients.
  let number: Int
  /// Its name in the history; a new one after an operation of which nobody knows what became of it.
  var name: Int
  var session: UInt64?
  var serial: UInt64 = 0
  /// The server it asks.
  var target: NodeID
  var errand: Errand?
  var input: ReplicatedStore.Input?
  /// How many errands it has had, and how often it has asked in this one.
  var errands: UInt64 = 0
  var attempt = 0
  /// The newest revision it knows of.
  var known: UInt64 = 0

  init(number: Int, target: NodeID) {
    self.number = number
    name = number
    self.target = target
  }

  /// What comes back with the answers to its errand.
  var token: UInt64 { UInt64(number + 1) << 32 | errands }
}

/// One who watches all changes of a `StoreCluster`.
struct StoreWatcher: Sendable {
  let number: Int
  /// The last revision it was given.
  var revision: UInt64 = 0
  /// Where it asked last.
  var target: NodeID?
  /// How often it had to begin anew behind what was forgotten.
  var gaps = 0

  init(number: Int) {
    self.number = number
  }

  /// Clients have tokens from 2^32 on.
  var token: UInt64 { UInt64(number + 1) }
}
