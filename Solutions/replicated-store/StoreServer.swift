public import ExerciseKit

/// One server of a store of values under keys, on a log that others replicate.
///
/// Guarantee: the store as a whole is linearizable, each write takes effect at most once, however often a client
/// sends it, and whoever repeats the last write of a session is answered as the first time, also by another
/// leader and after a snapshot. Sources: Ongaro 2014, sections 6.3 (sessions), 6.4 (reads) and 5.1 (snapshots).
///
/// It holds with a log that is Raft's, whose leaders commit only what is of their term, and with clients that have one
/// write under way at a time; messages of clients may be lost, doubled and late, and servers may stop and start again.
///
/// Must be stored: the last snapshot; the log is stored below, and told again from there.
///
/// Cost: an entry for each write that was not applied before, one for each term, and a round for each read. Memory: the
/// values; one outcome for each session there ever was; and who waits.
///
/// Deviation: sessions are never dropped, so nobody loses one; `ReplicatedStore` drops them, and does the same with log
/// and election in it.
public struct StoreServer: StoreServing {
  /// The replicated state: what all servers have at an index, and what a snapshot holds.
  public struct Snapshot: Hashable, Sendable {
    fileprivate struct Session: Hashable, Sendable {
      var serial: UInt64
      var outcome: WriteOutcome
    }

    fileprivate var index: UInt64 = 0
    fileprivate var revision: UInt64 = 0
    fileprivate var values: [String: String] = [:]
    fileprivate var sessions: [UInt64: Session] = [:]
  }

  private struct Ticket: Hashable {
    var session: UInt64
    var serial: UInt64
  }

  private struct Read {
    var key: String
    /// What must be applied before it is answered; nil while the leader does not know yet what is committed.
    var index: UInt64?
    var isConfirmed = false
  }

  private var state: Snapshot
  private var role = ServerRole.follower(of: nil)
  private var term: Term = 0
  private var commit: (index: UInt64, term: Term?)
  /// Writes that were proposed for clients that wait here.
  private var writes: Set<Ticket> = []
  private var reads: [UInt64: Read] = [:]

  /// A server as it starts, or starts again.
  public init(restoring snapshot: Snapshot?) {
    state = snapshot ?? Snapshot()
    commit = (state.index, nil)
  }

  /// The election has come to something.
  public mutating func becomes(_ role: ServerRole, in term: Term) -> [ServerEffect] {
    self.role = role
    self.term = term
    guard case .follower(let leader) = role else { return [.propose(.nothing)] }
    defer { (writes, reads) = ([], [:]) }
    return writes.map { .redirectWrite(session: $0.session, serial: $0.serial, to: leader) }
      + reads.keys.map { .redirectRead(read: $0, to: leader) }
  }

  /// A client's write arrives.
  public mutating func receive(_ request: WriteRequest) -> [ServerEffect] {
    let (session, serial) = (request.session, request.serial)
    if case .follower(let leader) = role {
      return [.redirectWrite(session: session, serial: serial, to: leader)]
    }
    if let outcome = outcome(session, serial) {
      return [.answer(session: session, serial: serial, outcome)]
    }
    guard writes.insert(Ticket(session: session, serial: serial)).inserted else { return [] }
    return [.propose(.write(request))]
  }

  /// What a write has come to, if it was applied or the session has gone on.
  private func outcome(_ session: UInt64, _ serial: UInt64) -> WriteOutcome? {
    guard let last = state.sessions[session], serial <= last.serial else { return nil }
    return serial == last.serial ? last.outcome : .superseded(by: last.serial)
  }

  /// A client's question arrives.
  public mutating func receive(read number: UInt64, of key: String) -> [ServerEffect] {
    if case .follower(let leader) = role { return [.redirectRead(read: number, to: leader)] }
    guard reads[number] == nil else { return [] }
    reads[number] = Read(key: key, index: commit.term == term ? commit.index : nil)
    return [.confirm(read: number)]
  }

  /// A majority has said that this server leads.
  public mutating func confirmed(read number: UInt64, in term: Term) -> [ServerEffect] {
    guard term == self.term else { return [] }
    reads[number]?.isConfirmed = true
    return serve()
  }

  private mutating func serve() -> [ServerEffect] {
    var effects: [ServerEffect] = []
    for (number, read) in reads where read.isConfirmed {
      guard let index = read.index, index <= state.index else { continue }
      reads[number] = nil
      effects.append(
        .serve(read: number, value: state.values[read.key], revision: state.revision))
    }
    return effects
  }

  /// More of the log is committed.
  public mutating func committed(upTo index: UInt64, term: Term) {
    commit = (index, term)
    guard role == .leader, term == self.term else { return }
    for number in reads.keys where reads[number]?.index == nil { reads[number]?.index = index }
  }

  /// The next committed entry is to be applied.
  public mutating func apply(_ command: LoggedCommand, at index: UInt64) -> [ServerEffect] {
    state.index = index
    var effects: [ServerEffect] = []
    if case .write(let request) = command {
      let (session, serial) = (request.session, request.serial)
      let outcome = outcome(session, serial) ?? state.apply(request)
      if writes.remove(Ticket(session: session, serial: serial)) != nil {
        effects = [.answer(session: session, serial: serial, outcome)]
      }
    }
    return effects + serve()
  }

  /// What this server must be given to go on from here.
  public func snapshot() -> Snapshot { state }

  /// A snapshot of another server arrives.
  public mutating func restore(_ snapshot: Snapshot) {
    guard snapshot.index > state.index else { return }
    state = snapshot
  }
}

extension StoreServer.Snapshot {
  /// Applies a write that was not applied before.
  fileprivate mutating func apply(_ request: WriteRequest) -> WriteOutcome {
    let outcome: WriteOutcome
    if isDone(request.write) {
      revision += 1
      outcome = .written(revision: revision)
    } else {
      outcome = .unchanged(revision: revision)
    }
    sessions[request.session] = Session(serial: request.serial, outcome: outcome)
    return outcome
  }

  private mutating func isDone(_ write: KeyWrite) -> Bool {
    switch write {
    case .put(let key, let value): values[key] = value
    case .remove(let key): return values.removeValue(forKey: key) != nil
    case .compareAndSet(let key, let expected, let new):
      guard values[key] == expected else { return false }
      values[key] = new
    }
    return true
  }
}
