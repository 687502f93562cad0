import ExerciseKit
import Solutions

// A server of a store that does nothing, and some that are wrong.

struct IdleStoreServer: StoreServing {
  struct Snapshot: Sendable {}
  init(restoring snapshot: Snapshot?) {}
  mutating func becomes(_ role: ServerRole, in term: Term) -> [ServerEffect] { [] }
  mutating func receive(_ request: WriteRequest) -> [ServerEffect] { [] }
  mutating func receive(read number: UInt64, of key: String) -> [ServerEffect] { [] }
  mutating func confirmed(read number: UInt64, in term: Term) -> [ServerEffect] { [] }
  mutating func committed(upTo index: UInt64, term: Term) {}
  mutating func apply(_ command: LoggedCommand, at index: UInt64) -> [ServerEffect] { [] }
  func snapshot() -> Snapshot { Snapshot() }
  mutating func restore(_ snapshot: Snapshot) {}
}

/// Answers reads without asking anybody, and forgets who waits when it follows.
struct HastyStore: StoreServing {
  private var base: StoreServer
  private var term: Term = 0

  init(restoring snapshot: StoreServer.Snapshot?) { base = StoreServer(restoring: snapshot) }

  mutating func becomes(_ role: ServerRole, in term: Term) -> [ServerEffect] {
    self.term = term
    let effects = base.becomes(role, in: term)
    return role == .leader ? effects : []
  }
  mutating func receive(_ request: WriteRequest) -> [ServerEffect] { base.receive(request) }
  mutating func receive(read number: UInt64, of key: String) -> [ServerEffect] {
    let effects = base.receive(read: number, of: key)
    return effects + (effects == [.confirm(read: number)] ? confirmed(read: number, in: term) : [])
  }
  mutating func confirmed(read number: UInt64, in term: Term) -> [ServerEffect] {
    base.confirmed(read: number, in: term)
  }
  mutating func committed(upTo index: UInt64, term: Term) {
    base.committed(upTo: index, term: term)
  }
  mutating func apply(_ command: LoggedCommand, at index: UInt64) -> [ServerEffect] {
    base.apply(command, at: index)
  }
  func snapshot() -> StoreServer.Snapshot { base.snapshot() }
  mutating func restore(_ snapshot: StoreServer.Snapshot) { base.restore(snapshot) }
}

/// Answers what it is asked with numbers that nobody has used.
struct RavingStore: StoreServing {
  struct Snapshot: Sendable {}
  init(restoring snapshot: Snapshot?) {}

  private func rave(_ count: Int = 3) -> [ServerEffect] {
    let wrong = WriteRequest(
      session: .max, serial: .max, write: .compareAndSet(key: "?", expected: "?", new: "?"))
    return Array(
      repeating: [
        .propose(.write(wrong)), .confirm(read: .max), .serve(read: 0, value: "?", revision: .max),
        .answer(session: 1, serial: 1, .superseded(by: .max)),
        .answer(session: .max, serial: 0, .written(revision: .max)),
        .redirectWrite(session: 1, serial: 1, to: NodeID(.max)), .redirectRead(read: 1001, to: nil),
      ], count: count
    ).flatMap { $0 }
  }

  mutating func becomes(_ role: ServerRole, in term: Term) -> [ServerEffect] { rave(200) }
  mutating func receive(_ request: WriteRequest) -> [ServerEffect] {
    rave() + [.propose(.write(request)), .propose(.nothing)]
  }
  mutating func receive(read number: UInt64, of key: String) -> [ServerEffect] { rave() }
  mutating func confirmed(read number: UInt64, in term: Term) -> [ServerEffect] { rave() }
  mutating func committed(upTo index: UInt64, term: Term) {}
  mutating func apply(_ command: LoggedCommand, at index: UInt64) -> [ServerEffect] {
    rave() + [.propose(command), .propose(.nothing)]
  }
  func snapshot() -> Snapshot { Snapshot() }
  mutating func restore(_ snapshot: Snapshot) {}
}
