public import ExerciseKit

/// One server of a replicated store of values under keys, such as etcd is: Raft with snapshots and changing
/// members below, sessions and versions above.
///
/// Guarantee: the store as a whole is linearizable, each write takes effect once, however often a client
/// sends it, and whatever was answered is there for good. A read at a revision has one answer, at every
/// server and for ever, until that revision is compacted, and is refused then. A watch after a revision
/// is given every change that follows, once and in the order of revisions, which have no gaps; when some
/// of them are forgotten it is told so, never given a history with a hole. A watch sees only what is
/// committed, perhaps later than others.
///
/// It holds under the faults that `RaftServer` withstands, for clients that open a session, number what
/// they write in it from 1, have one write under way at a time, and repeat that until they have an answer.
/// A client whose session is gone, because `maxSessions` others were used since, cannot know whether its
/// last write took effect; it is told that much.
///
/// Must be stored: what `RaftServer` hands out; the state machine is part of its snapshots. Watches are not
/// stored: a watcher that hears nothing asks again, here or elsewhere, after the last revision it was given.
///
/// Sources: Ongaro 2014, chapter 6 (clients, sessions, reads) and section 5.1; Bernstein and Goodman 1983
/// for versions; revisions, compaction and watches as etcd's documentation of its API describes them.
///
/// Cost: that of `RaftServer` for each write and read. Memory: one answer for each session; one version for
/// each write since the last compaction, one for each key that was there then, and a change for each
/// write since; a number for each watch. A change is sent once to each watch.
///
/// Deviations: one write changes one key; values are texts. Compaction is a command, and when is up to who
/// operates the store. To open a session twice leaves one that is not used. Reads at an old revision, too,
/// go to the leader.
public struct ReplicatedStore: Sendable {
  /// The servers below.
  public typealias Server = RaftServer<StoreMachine>

  /// What happens to a server.
  public enum Input: Sendable {
    /// A timer, a message, or what a client asks of the leader.
    case raft(Server.Input)
    /// A client wants to be told of every change after a revision. The same token again begins anew.
    case watch(after: UInt64, token: UInt64)
    /// It does not any more.
    case unwatch(token: UInt64)
  }

  /// What a server wants done, in this order.
  public enum Output: Sendable {
    case raft(Server.Output)
    /// The next changes for a watch.
    case changes(ArraySlice<StoreChange>, token: UInt64)
    /// The watch has ended: what it needs next is forgotten, up to this revision. Who watches reads
    /// everything again as of that one or later.
    case watchEnded(oldest: UInt64, token: UInt64)
  }

  /// The server below.
  public private(set) var server: Server
  /// Who is to be told of what follows which revision.
  private var watches: [UInt64: UInt64] = [:]

  /// Starts, for the first time or again, from what is on its disk.
  /// - Parameter now: what its clock shows, in milliseconds.
  public init(id: NodeID, stored: Server.Stored, settings: RaftSettings, now: Millis) {
    server = Server(id: id, stored: stored, settings: settings, now: now)
  }

  /// What is on the disk of a server at its very first start.
  /// - Parameter members: the cluster that begins; empty for a server that is to be added to one.
  public static func blank(members: [NodeID], maxSessions: Int = 1_000) -> Server.Stored {
    let machine = StoreMachine(maxSessions: maxSessions)
    return Server.Stored(snapshot: Server.Snapshot(first: machine, members: members))
  }

  /// One input, and its effects in the order they must take place.
  /// - Parameters:
  ///   - now: what its clock shows, in milliseconds.
  ///   - random: 64 uniformly random bits.
  public mutating func step(_ input: Input, now: Millis, random: UInt64) -> [Output] {
    var outputs: [Output] = []
    switch input {
    case .raft(let input):
      let before = revisions
      outputs = server.step(input, now: now, random: random).map(Output.raft)
      guard revisions != before else { return outputs }
      for token in watches.keys.sorted() { outputs += tell(token) }
    case .watch(let revision, let token):
      watches[token] = revision
      outputs = tell(token)
    case .unwatch(let token):
      watches[token] = nil
    }
    return outputs
  }

  private var revisions: ClosedRange<UInt64> {
    server.machine.oldestRevision...server.machine.revision
  }

  /// What a watch has not been given yet.
  private mutating func tell(_ token: UInt64) -> [Output] {
    guard let told = watches[token] else { return [] }
    guard let changes = server.machine.changes(after: told) else {
      watches[token] = nil
      return [.watchEnded(oldest: server.machine.oldestRevision, token: token)]
    }
    guard let last = changes.last else { return [] }
    watches[token] = last.revision
    return [.changes(changes, token: token)]
  }
}
