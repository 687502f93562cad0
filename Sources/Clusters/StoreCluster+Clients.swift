import ExerciseKit
import Histories
import Simulation
import Solutions

extension StoreCluster {
  private typealias Operation = Registers.Operation

  // MARK: Asking

  /// A client begins its next errand.
  mutating func takeTurn(of number: Int) {
    guard clients[number].errand == nil, violation == nil else { return }
    clients[number].errands += 1
    clients[number].attempt = 0
    let token = clients[number].token
    guard let session = clients[number].session else {
      clients[number].errand = .opening
      clients[number].input = .raft(.propose(.open, token: token))
      return ask(number)
    }
    guard report.begun < setting.operations else { return }
    let key = "k\(random.index(below: setting.keys))"
    let value = "v\(report.begun)"
    let check: ReadCheck = random.chance(1, in: 2) ? .lease : .round
    var write: StoreWrite?
    switch random.index(below: 100) {
    case ..<45: begin(number, .get(key), .raft(.read(StoreQuery(key), check, token: token)))
    case ..<50:
      let revision = UInt64(random.index(below: Int(clients[number].known) + 1))
      let query = StoreQuery(key, at: revision)
      report.snapshotReads += 1
      clients[number].errand = .snapshot(query)
      clients[number].input = .raft(.read(query, check, token: token))
    case ..<75: write = .put(key, value)
    case ..<90:
      let expected = ledger.value(of: key, at: clients[number].known)
      write = .compareAndSet(key, expected: expected, new: value)
    default: write = .delete(key)
    }
    if let write {
      clients[number].serial += 1
      let command = StoreCommand.write(
        write, session: session, serial: clients[number].serial)
      begin(number, Self.asRegister(write), .raft(.propose(command, token: token)))
    }
    ask(number)
  }

  private static func asRegister(_ write: StoreWrite) -> Registers.Input {
    switch write {
    case .put(let key, let value): .put(key, value)
    case .delete(let key): .delete(key)
    case .compareAndSet(let key, let expected, let new):
      .compareAndSet(key, expected: expected, new: new)
    }
  }

  private mutating func begin(
    _ number: Int, _ operation: Registers.Input, _ input: ReplicatedStore.Input
  ) {
    clients[number].errand = .operation(report.history.count)
    clients[number].input = input
    report.history.append(
      Operation(client: clients[number].name, pending: operation, called: nextTick()))
  }

  private mutating func ask(_ number: Int) {
    guard let input = clients[number].input else { return }
    clients[number].attempt += 1
    report.requests += 1
    request(input, to: clients[number].target)
    let timeout = Event.clientTimeout(
      number, token: clients[number].token, attempt: clients[number].attempt)
    queue.add(timeout, at: now + 20 + random.index(below: 200))
  }

  /// Nobody has answered; another server may.
  mutating func giveUp(_ number: Int, _ token: UInt64, _ attempt: Int) {
    guard isWaiting(number, token), clients[number].attempt == attempt else { return }
    clients[number].target = ids[random.index(below: ids.count)]
    ask(number)
  }

  private func isWaiting(_ number: Int, _ token: UInt64) -> Bool {
    clients[number].errand != nil && clients[number].token == token
  }

  // MARK: Being answered

  mutating func deliver(_ response: StoreClient.Response, _ token: UInt64, from id: NodeID) {
    switch response {
    case .reply(let reply):
      let number = Int(token >> 32) - 1
      guard token < Self.operatorToken, clients.indices.contains(number), isWaiting(number, token)
      else { return }
      take(reply, number, from: id)
    case .changes(let changes): take(changes, token, from: id)
    case .watchEnded(let oldest): beginAnew(behind: oldest, token)
    }
  }

  private mutating func take(
    _ reply: ReplicatedStore.Server.Reply, _ number: Int, from id: NodeID
  ) {
    switch reply {
    case .answer(let answer):
      finish(number, with: answer)
      clients[number].errand = nil
      queue.add(.clientTurn(number), at: now + 1 + random.index(below: 20))
    case .refused(let refusal):
      var target = ids[random.index(below: ids.count)]
      if case .notLeader(let leader?) = refusal { target = leader }
      clients[number].target = target
      let timeout = Event.clientTimeout(
        number, token: clients[number].token, attempt: clients[number].attempt)
      queue.add(timeout, at: now + 5)
    case .changed: break
    }
  }

  private mutating func finish(_ number: Int, with answer: StoreAnswer) {
    switch clients[number].errand {
    case .opening:
      guard case .session(let session) = answer else { return unexpected(answer, number) }
      clients[number].session = session
      clients[number].serial = 0
    case .snapshot(let query): checkSnapshot(query, answer, number)
    case .operation(let place):
      if let output = output(of: answer, at: place, number) {
        report.history[place].answer = .init(output, returned: nextTick())
        report.answered += 1
      }
    case nil: break
    }
  }

  /// What an answer is in the history; nil for none.
  private mutating func output(
    of answer: StoreAnswer, at place: Int, _ number: Int
  ) -> Registers.Output? {
    switch (report.history[place].input, answer) {
    case (.get, .value(let value, let revision)):
      learn(revision, number)
      return .value(value)
    case (.put(let key, let value), .written(let revision)),
      (.compareAndSet(let key, _, let value), .written(let revision)):
      checkWritten(StoreChange(revision: revision, key: key, value: value), number)
      return .done
    case (.delete(let key), .written(let revision)):
      checkWritten(StoreChange(revision: revision, key: key, value: nil), number)
      return .done
    case (.delete, .unchanged): return .done
    case (.compareAndSet, .unchanged): return .refused
    case (_, .failed(.expired)):
      // What became of the write nobody knows.
      clients[number].session = nil
      clients[number].name += setting.clients
      report.expired += 1
      return nil
    default:
      unexpected(answer, number)
      return nil
    }
  }

  private mutating func learn(_ revision: UInt64, _ number: Int) {
    clients[number].known = max(clients[number].known, revision)
  }

  private mutating func checkWritten(_ change: StoreChange, _ number: Int) {
    learn(change.revision, number)
    ledger.require(
      ledger.change(change.revision) == change,
      "a client was told of \(change), which is not what was committed")
  }

  private mutating func checkSnapshot(_ query: StoreQuery, _ answer: StoreAnswer, _ number: Int) {
    let revision = query.revision ?? 0
    switch answer {
    case .value(let value, revision: revision):
      let expected = ledger.value(of: query.key, at: revision)
      ledger.require(
        value == expected,
        "\(query.key) as of revision \(revision) is \(value ?? "nothing") and was "
          + "\(expected ?? "nothing")")
    case .compacted(let oldest): ledger.require(oldest > revision, "\(revision) was refused")
    default: unexpected(answer, number)
    }
    report.snapshotAnswers += 1
  }

  private mutating func unexpected(_ answer: StoreAnswer, _ number: Int) {
    ledger.require(false, "client \(number) was answered \(answer), which cannot be")
  }

  // MARK: Watching

  /// A watcher asks some server for what follows; when all is well, one that can know.
  mutating func watch(_ number: Int) {
    let members = leader.flatMap { hosts[$0]?.store?.server.members } ?? ids
    let asked = faults == .none ? members : ids
    guard let target = random.element(of: asked) else { return }
    if let last = watchers[number].target, last != target {
      request(.unwatch(token: watchers[number].token), to: last)
    }
    watchers[number].target = target
    request(
      .watch(after: watchers[number].revision, token: watchers[number].token), to: target)
    queue.add(.watcherTurn(number), at: now + 200 + random.index(below: 400))
  }

  private mutating func take(
    _ changes: ArraySlice<StoreChange>, _ token: UInt64, from id: NodeID
  ) {
    let number = Int(token) - 1
    for change in changes where change.revision == watchers[number].revision + 1 {
      watchers[number].revision += 1
      report.watched += 1
    }
  }

  private mutating func beginAnew(behind oldest: UInt64, _ token: UInt64) {
    let number = Int(token) - 1
    guard oldest > watchers[number].revision else { return }
    watchers[number].revision = oldest
    watchers[number].gaps += 1
    report.gaps += 1
  }
}
