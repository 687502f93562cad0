import ExerciseKit

// Nothing is kept but what was applied, in order; what holds now is worked out anew whenever somebody asks. A snapshot is
// that list.

struct StoreServer: StoreServing {
  struct Snapshot: Sendable {
    var index: UInt64 = 0
    var requests: [WriteRequest] = []
  }

  private struct World {
    var values: [String: String] = [:]
    var revision: UInt64 = 0
    var last: [UInt64: (serial: UInt64, outcome: WriteOutcome)] = [:]

    init(_ requests: [WriteRequest]) {
      for request in requests { _ = take(request) }
    }

    func known(_ request: WriteRequest) -> WriteOutcome? {
      guard let last = last[request.session] else { return nil }
      if request.serial == last.serial { return last.outcome }
      return request.serial < last.serial ? .superseded(by: last.serial) : nil
    }

    mutating func take(_ request: WriteRequest) -> WriteOutcome {
      if let known = known(request) { return known }
      let before = values
      let isForced: Bool
      switch request.write {
      case .put(let key, let value):
        values[key] = value
        isForced = true
      case .remove(let key):
        values[key] = nil
        isForced = false
      case .compareAndSet(let key, let expected, let new):
        isForced = values[key] == expected
        if isForced { values[key] = new }
      }
      let isChanged = isForced || values.count != before.count
      if isChanged { revision += 1 }
      let outcome: WriteOutcome =
        isChanged ? .written(revision: revision) : .unchanged(revision: revision)
      last[request.session] = (request.serial, outcome)
      return outcome
    }
  }

  private enum Waiter {
    case write(session: UInt64, serial: UInt64)
    case read(UInt64, key: String, index: UInt64?, isConfirmed: Bool)
  }

  private var log: Snapshot
  private var leader: NodeID?
  private var ledTerm: Term?
  private var commits: [(index: UInt64, term: Term)] = []
  private var waiters: [Waiter] = []

  init(restoring snapshot: Snapshot?) { log = snapshot ?? Snapshot() }

  mutating func becomes(_ role: ServerRole, in term: Term) -> [ServerEffect] {
    switch role {
    case .leader:
      (leader, ledTerm) = (nil, term)
      return [.propose(.nothing)]
    case .follower(let node):
      (leader, ledTerm) = (node, nil)
      let sent: [ServerEffect] = waiters.map { waiter in
        switch waiter {
        case .write(let session, let serial):
          .redirectWrite(session: session, serial: serial, to: node)
        case .read(let number, _, _, _): .redirectRead(read: number, to: node)
        }
      }
      waiters = []
      return sent
    }
  }

  mutating func receive(_ request: WriteRequest) -> [ServerEffect] {
    guard ledTerm != nil else {
      return [.redirectWrite(session: request.session, serial: request.serial, to: leader)]
    }
    if let known = World(log.requests).known(request) {
      return [.answer(session: request.session, serial: request.serial, known)]
    }
    let isWaiting = waiters.contains {
      guard case .write(request.session, request.serial) = $0 else { return false }
      return true
    }
    if isWaiting { return [] }
    waiters.append(.write(session: request.session, serial: request.serial))
    return [.propose(.write(request))]
  }

  mutating func receive(read number: UInt64, of key: String) -> [ServerEffect] {
    guard let ledTerm else { return [.redirectRead(read: number, to: leader)] }
    let isWaiting = waiters.contains {
      guard case .read(number, _, _, _) = $0 else { return false }
      return true
    }
    if isWaiting { return [] }
    let index = commits.last.flatMap { $0.term == ledTerm ? $0.index : nil }
    waiters.append(.read(number, key: key, index: index, isConfirmed: false))
    return [.confirm(read: number)]
  }

  mutating func confirmed(read number: UInt64, in term: Term) -> [ServerEffect] {
    guard term == ledTerm else { return [] }
    waiters = waiters.map { waiter in
      guard case .read(number, let key, let index, _) = waiter else { return waiter }
      return .read(number, key: key, index: index, isConfirmed: true)
    }
    return ready()
  }

  private mutating func ready() -> [ServerEffect] {
    var answers: [ServerEffect] = []
    var rest: [Waiter] = []
    for waiter in waiters {
      guard case .read(let number, let key, let index?, true) = waiter, index <= log.index else {
        rest.append(waiter)
        continue
      }
      let world = World(log.requests)
      answers.append(.serve(read: number, value: world.values[key], revision: world.revision))
    }
    waiters = rest
    return answers
  }

  mutating func committed(upTo index: UInt64, term: Term) {
    commits.append((index, term))
    guard term == ledTerm else { return }
    waiters = waiters.map { waiter in
      guard case .read(let number, let key, nil, let isConfirmed) = waiter else { return waiter }
      return .read(number, key: key, index: index, isConfirmed: isConfirmed)
    }
  }

  mutating func apply(_ command: LoggedCommand, at index: UInt64) -> [ServerEffect] {
    log.index = index
    var answers: [ServerEffect] = []
    if case .write(let request) = command {
      let place = waiters.firstIndex {
        guard case .write(request.session, request.serial) = $0 else { return false }
        return true
      }
      if let place {
        waiters.remove(at: place)
        var world = World(log.requests)
        answers = [
          .answer(
            session: request.session, serial: request.serial, world.take(request))
        ]
      }
      log.requests.append(request)
    }
    return answers + ready()
  }

  func snapshot() -> Snapshot { log }

  mutating func restore(_ snapshot: Snapshot) {
    if snapshot.index > log.index { log = snapshot }
  }
}
