import ExerciseKit

// The state is an object that is copied before it is changed where a snapshot or another server has it too. Snapshots are
// numbers and texts in rows, as they could be written to a disk. Whoever waits does so in the order of arrival.

struct StoreServer: StoreServing {
  /// Rows: what a row is, two numbers, and texts.
  struct Snapshot: Sendable {
    var rows: [Row]
    enum Row: Sendable {
      case head(index: UInt64, revision: UInt64)
      case value(key: String, value: String)
      case session(UInt64, serial: UInt64, kind: String, number: UInt64)
    }
  }

  private final class State: @unchecked Sendable {
    var index: UInt64 = 0
    var revision: UInt64 = 0
    var values: [(key: String, value: String)] = []
    var sessions: [UInt64: (serial: UInt64, isWritten: Bool, revision: UInt64)] = [:]

    func copy() -> State {
      let copy = State()
      (copy.index, copy.revision) = (index, revision)
      (copy.values, copy.sessions) = (values, sessions)
      return copy
    }

    func value(_ key: String) -> String? { values.first { $0.key == key }?.value }

    func set(_ key: String, _ value: String?) {
      values.removeAll { $0.key == key }
      if let value { values.append((key, value)) }
      revision += 1
    }

    func outcome(_ session: UInt64, _ serial: UInt64) -> WriteOutcome? {
      guard let last = sessions[session], last.serial >= serial else { return nil }
      if last.serial > serial { return .superseded(by: last.serial) }
      return last.isWritten
        ? .written(revision: last.revision) : .unchanged(revision: last.revision)
    }
  }

  private struct Reader {
    let number: UInt64
    let key: String
    var index: UInt64?
    var isConfirmed = false
  }

  private var state = State()
  private var isLeader = false
  private var leader: NodeID?
  private var term: Term = 0
  private var commit: UInt64 = 0
  private var isOwnCommitted = false
  private var writers: [(session: UInt64, serial: UInt64)] = []
  private var readers: [Reader] = []

  init(restoring snapshot: Snapshot?) {
    if let snapshot { state = Self.state(snapshot) }
  }

  private static func state(_ snapshot: Snapshot) -> State {
    let state = State()
    for row in snapshot.rows {
      switch row {
      case .head(let index, let revision): (state.index, state.revision) = (index, revision)
      case .value(let key, let value): state.values.append((key, value))
      case .session(let session, let serial, let kind, let number):
        state.sessions[session] = (serial, kind == "written", number)
      }
    }
    return state
  }

  private mutating func change(_ change: (State) -> Void) {
    if !isKnownUniquelyReferenced(&state) { state = state.copy() }
    change(state)
  }

  mutating func becomes(_ role: ServerRole, in term: Term) -> [ServerEffect] {
    self.term = term
    isOwnCommitted = false
    isLeader = role == .leader
    if isLeader { return [.propose(.nothing)] }
    if case .follower(of: let node) = role { leader = node }
    let node = leader
    defer { (writers, readers) = ([], []) }
    return readers.map { .redirectRead(read: $0.number, to: node) }
      + writers.map { .redirectWrite(session: $0.session, serial: $0.serial, to: node) }
  }

  mutating func receive(_ request: WriteRequest) -> [ServerEffect] {
    let (session, serial) = (request.session, request.serial)
    if !isLeader { return [.redirectWrite(session: session, serial: serial, to: leader)] }
    if let outcome = state.outcome(session, serial) {
      return [.answer(session: session, serial: serial, outcome)]
    }
    if writers.contains(where: { $0 == (session, serial) }) { return [] }
    writers.append((session, serial))
    return [.propose(.write(request))]
  }

  mutating func receive(read number: UInt64, of key: String) -> [ServerEffect] {
    if !isLeader { return [.redirectRead(read: number, to: leader)] }
    if readers.contains(where: { $0.number == number }) { return [] }
    readers.append(Reader(number: number, key: key, index: isOwnCommitted ? commit : nil))
    return [.confirm(read: number)]
  }

  mutating func confirmed(read number: UInt64, in term: Term) -> [ServerEffect] {
    if term == self.term {
      for place in readers.indices where readers[place].number == number {
        readers[place].isConfirmed = true
      }
    }
    return serve()
  }

  mutating func committed(upTo index: UInt64, term: Term) {
    commit = index
    guard isLeader, term == self.term else { return }
    isOwnCommitted = true
    for place in readers.indices where readers[place].index == nil { readers[place].index = index }
  }

  private mutating func serve() -> [ServerEffect] {
    let isReady = { [state] (reader: Reader) in
      reader.isConfirmed && reader.index.map { $0 <= state.index } ?? false
    }
    let ready = readers.filter(isReady)
    readers.removeAll(where: isReady)
    return ready.map {
      .serve(read: $0.number, value: state.value($0.key), revision: state.revision)
    }
  }

  mutating func apply(_ command: LoggedCommand, at index: UInt64) -> [ServerEffect] {
    change { $0.index = index }
    guard case .write(let request) = command else { return serve() }
    let (session, serial) = (request.session, request.serial)
    if state.outcome(session, serial) == nil { change { Self.perform(request, on: $0) } }
    guard let place = writers.firstIndex(where: { $0 == (session, serial) }),
      let outcome = state.outcome(session, serial)
    else { return serve() }
    writers.remove(at: place)
    return [.answer(session: session, serial: serial, outcome)] + serve()
  }

  private static func perform(_ request: WriteRequest, on state: State) {
    let before = state.revision
    switch request.write {
    case .put(let key, let value): state.set(key, value)
    case .remove(let key): if state.value(key) != nil { state.set(key, nil) }
    case .compareAndSet(let key, let expected, let new):
      if state.value(key) == expected { state.set(key, new) }
    }
    state.sessions[request.session] = (request.serial, state.revision > before, state.revision)
  }

  func snapshot() -> Snapshot {
    Snapshot(
      rows: [.head(index: state.index, revision: state.revision)]
        + state.values.map { .value(key: $0.key, value: $0.value) }
        + state.sessions.map { session, last in
          .session(
            session, serial: last.serial, kind: last.isWritten ? "written" : "unchanged",
            number: last.revision)
        })
  }

  mutating func restore(_ snapshot: Snapshot) {
    let other = Self.state(snapshot)
    if other.index > state.index { state = other }
  }
}
