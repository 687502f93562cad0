import ExerciseKit

// What only a leader has is one value, which is made when it begins to lead and gone when it does not any more. Each read
// is in one of three lists, by what it still waits for.

struct StoreServer: StoreServing {
  struct Snapshot: Sendable {
    var machine = Machine()
    var index: UInt64 = 0
  }

  struct Machine: Sendable {
    /// Every value there was under a key, the newest last; nil where it was removed.
    private var versions: [String: [(revision: UInt64, value: String?)]] = [:]
    private(set) var revision: UInt64 = 0
    private var serials: [UInt64: UInt64] = [:]
    private var outcomes: [UInt64: WriteOutcome] = [:]

    func value(_ key: String) -> String? { versions[key]?.last?.value }

    func outcome(_ session: UInt64, _ serial: UInt64) -> WriteOutcome? {
      let last = serials[session, default: 0]
      if serial > last { return nil }
      return serial < last ? .superseded(by: last) : outcomes[session]
    }

    mutating func apply(_ request: WriteRequest) -> WriteOutcome {
      if let outcome = outcome(request.session, request.serial) { return outcome }
      let outcome: WriteOutcome
      switch request.write {
      case .put(let key, let value): outcome = set(key, value)
      case .remove(let key):
        outcome = value(key) == nil ? .unchanged(revision: revision) : set(key, nil)
      case .compareAndSet(let key, let expected, let new):
        outcome = value(key) == expected ? set(key, new) : .unchanged(revision: revision)
      }
      serials[request.session] = request.serial
      outcomes[request.session] = outcome
      return outcome
    }

    private mutating func set(_ key: String, _ value: String?) -> WriteOutcome {
      revision += 1
      versions[key, default: []].append((revision, value))
      return .written(revision: revision)
    }
  }

  private struct Office {
    var term: Term
    var writes: [UInt64: [UInt64]] = [:]
    var keys: [UInt64: String] = [:]
    var unconfirmed: Set<UInt64> = []
    /// Reads that came before an entry of this term was committed.
    var early: Set<UInt64> = []
    var due: [UInt64: UInt64] = [:]
    /// The last index that was committed in this term.
    var commit: UInt64?
  }

  private var saved: Snapshot
  private var office: Office?
  private var leader: NodeID?

  init(restoring snapshot: Snapshot?) { saved = snapshot ?? Snapshot() }

  mutating func becomes(_ role: ServerRole, in term: Term) -> [ServerEffect] {
    let former = office
    switch role {
    case .leader:
      office = Office(term: term)
      return [.propose(.nothing)]
    case .follower(of: let node):
      (office, leader) = (nil, node)
      guard let former else { return [] }
      var sent = former.keys.keys.sorted().map { ServerEffect.redirectRead(read: $0, to: node) }
      for (session, serials) in former.writes.sorted(by: { $0.key < $1.key }) {
        sent += serials.map { .redirectWrite(session: session, serial: $0, to: node) }
      }
      return sent
    }
  }

  mutating func receive(_ request: WriteRequest) -> [ServerEffect] {
    let (session, serial) = (request.session, request.serial)
    guard let office else { return [.redirectWrite(session: session, serial: serial, to: leader)] }
    if let outcome = saved.machine.outcome(session, serial) {
      return [.answer(session: session, serial: serial, outcome)]
    }
    if office.writes[session]?.contains(serial) == true { return [] }
    self.office?.writes[session, default: []].append(serial)
    return [.propose(.write(request))]
  }

  mutating func receive(read number: UInt64, of key: String) -> [ServerEffect] {
    guard var office else { return [.redirectRead(read: number, to: leader)] }
    guard office.keys[number] == nil else { return [] }
    office.keys[number] = key
    office.unconfirmed.insert(number)
    if let commit = office.commit {
      office.due[number] = commit
    } else {
      office.early.insert(number)
    }
    self.office = office
    return [.confirm(read: number)]
  }

  mutating func confirmed(read number: UInt64, in term: Term) -> [ServerEffect] {
    guard office?.term == term else { return [] }
    office?.unconfirmed.remove(number)
    return serve()
  }

  mutating func committed(upTo index: UInt64, term: Term) {
    guard var office, office.term == term else { return }
    office.commit = index
    for number in office.early { office.due[number] = index }
    office.early = []
    self.office = office
  }

  mutating func apply(_ command: LoggedCommand, at index: UInt64) -> [ServerEffect] {
    saved.index = index
    guard case .write(let request) = command else { return serve() }
    let outcome = saved.machine.apply(request)
    let (session, serial) = (request.session, request.serial)
    guard let place = office?.writes[session]?.firstIndex(of: serial) else { return serve() }
    office?.writes[session]?.remove(at: place)
    return serve() + [.answer(session: session, serial: serial, outcome)]
  }

  private mutating func serve() -> [ServerEffect] {
    guard var office else { return [] }
    var effects: [ServerEffect] = []
    for (number, index) in office.due.sorted(by: { $0.key < $1.key })
    where index <= saved.index && !office.unconfirmed.contains(number) {
      let key = office.keys.removeValue(forKey: number) ?? ""
      office.due[number] = nil
      effects.append(
        .serve(read: number, value: saved.machine.value(key), revision: saved.machine.revision))
    }
    self.office = office
    return effects
  }

  func snapshot() -> Snapshot { saved }

  mutating func restore(_ snapshot: Snapshot) {
    if snapshot.index > saved.index { saved = snapshot }
  }
}
