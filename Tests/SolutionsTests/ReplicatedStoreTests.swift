import ExerciseKit
import Solutions
import Testing

@Suite("A server of a replicated store")
struct ReplicatedStoreTests {
  private let settings = RaftSettings(timeouts: 100...199, entriesPerSnapshot: 4)
  private let n1 = NodeID(1)

  /// A store of one server, which leads.
  private func led(maxSessions: Int = 10) -> ReplicatedStore {
    let disk = ReplicatedStore.blank(members: [n1], maxSessions: maxSessions)
    return led(from: disk)
  }

  private func led(from disk: ReplicatedStore.Server.Stored) -> ReplicatedStore {
    var store = ReplicatedStore(id: n1, stored: disk, settings: settings, now: 0)
    _ = store.step(.raft(.electionTimeout), now: 500, random: 0)
    return store
  }

  private func apply(_ command: StoreCommand, to store: inout ReplicatedStore) -> StoreAnswer? {
    for output in store.step(.raft(.propose(command, token: 1)), now: 500, random: 0) {
      if case .raft(.reply(.answer(let answer), token: 1)) = output { return answer }
    }
    return nil
  }

  private func read(_ query: StoreQuery, of store: inout ReplicatedStore) -> StoreAnswer? {
    for output in store.step(.raft(.read(query, .round, token: 1)), now: 500, random: 0) {
      if case .raft(.reply(.answer(let answer), token: 1)) = output { return answer }
    }
    return nil
  }

  /// What a watch is told in a step: the changes, or nil when it has ended.
  private func told(_ outputs: [ReplicatedStore.Output], token: UInt64) -> [[StoreChange]?] {
    outputs.compactMap { output in
      switch output {
      case .changes(let changes, token: token): .some(Array(changes))
      case .watchEnded(_, token: token): .some(nil)
      default: nil
      }
    }
  }

  @Test func `a write counts once, also behind a snapshot and a restart`() {
    var store = led()
    #expect(apply(.open, to: &store) == .session(1))
    let write = StoreCommand.write(.put("k", "a"), session: 1, serial: 1)
    #expect(apply(write, to: &store) == .written(1))
    #expect(apply(write, to: &store) == .written(1))
    #expect(apply(.write(.put("k", "b"), session: 1, serial: 2), to: &store) == .written(2))
    #expect(apply(.write(.delete("x"), session: 1, serial: 3), to: &store) == .unchanged(2))
    #expect(store.server.log.base.index > 0)
    store = led(from: store.server.stored)
    let again = StoreCommand.write(.delete("x"), session: 1, serial: 3)
    #expect(apply(again, to: &store) == .unchanged(2))
    #expect(apply(write, to: &store) == .failed(.superseded(by: 3)))
    #expect(store.server.machine.revision == 2)
    #expect(
      apply(.write(.put("k", "c"), session: 1, serial: 5), to: &store) == .failed(.gap(expected: 4))
    )
  }

  @Test func `the session used longest ago makes room, and is never opened again`() {
    var store = led(maxSessions: 2)
    for number: UInt64 in 1...2 { #expect(apply(.open, to: &store) == .session(number)) }
    #expect(apply(.write(.put("k", "a"), session: 1, serial: 1), to: &store) == .written(1))
    #expect(apply(.open, to: &store) == .session(3))
    #expect(apply(.write(.put("k", "b"), session: 2, serial: 1), to: &store) == .failed(.expired))
    #expect(apply(.write(.put("k", "b"), session: 1, serial: 2), to: &store) == .written(2))
    #expect(apply(.write(.put("k", "c"), session: 0, serial: 1), to: &store) == .failed(.expired))
  }

  @Test
  func `with room for one session the next takes its place, and there is always room for one`() {
    for limit in [-1, 0, 1] {
      var sessions = ClientSessions<String>(limit: limit)
      let first = sessions.open()
      #expect(sessions.earlierAnswer(session: first, serial: 1) == .success(nil))
      let second = sessions.open()
      #expect(sessions.earlierAnswer(session: first, serial: 1) == .failure(.expired))
      #expect(sessions.earlierAnswer(session: second, serial: 1) == .success(nil))
    }
  }

  @Test func `a read at a revision has one answer until it is compacted`() {
    var store = led()
    _ = apply(.open, to: &store)
    for (serial, value) in ["a", "b", "c"].enumerated() {
      let serial = UInt64(serial + 1)
      #expect(
        apply(.write(.put("k", value), session: 1, serial: serial), to: &store) == .written(serial))
    }
    let expected = StoreCommand.write(
      .compareAndSet("k", expected: "b", new: "d"), session: 1, serial: 4)
    #expect(apply(expected, to: &store) == .unchanged(3))
    #expect(read(StoreQuery("k", at: 1), of: &store) == .value("a", revision: 1))
    #expect(read(StoreQuery("k", at: 0), of: &store) == .value(nil, revision: 0))
    #expect(apply(.compact(before: 2), to: &store) == .compacted(oldest: 2))
    #expect(read(StoreQuery("k", at: 1), of: &store) == .compacted(oldest: 2))
    #expect(read(StoreQuery("k", at: 2), of: &store) == .value("b", revision: 2))
    #expect(read(StoreQuery("k"), of: &store) == .value("c", revision: 3))
    #expect(read(StoreQuery("k", at: 4), of: &store) == .future(newest: 3))
  }

  @Test func `a watch is given what follows, once and in order`() {
    var store = led()
    _ = apply(.open, to: &store)
    _ = apply(.write(.put("k", "a"), session: 1, serial: 1), to: &store)
    _ = apply(.write(.delete("k"), session: 1, serial: 2), to: &store)
    let second = StoreChange(revision: 2, key: "k", value: nil)
    let third = StoreChange(revision: 3, key: "k", value: "c")
    #expect(
      told(store.step(.watch(after: 1, token: 7), now: 500, random: 0), token: 7) == [[second]])
    let write = StoreCommand.write(.put("k", "c"), session: 1, serial: 3)
    for outputs in [[[third]], []] as [[[StoreChange]?]] {
      let step = store.step(.raft(.propose(write, token: 1)), now: 500, random: 0)
      #expect(told(step, token: 7) == outputs)
    }
    #expect(
      told(store.step(.watch(after: 0, token: 7), now: 500, random: 0), token: 7).first??.count
        == 3,
      "it begins anew")
    _ = store.step(.unwatch(token: 7), now: 500, random: 0)
    let last = StoreCommand.write(.put("k", "d"), session: 1, serial: 4)
    #expect(
      told(store.step(.raft(.propose(last, token: 1)), now: 500, random: 0), token: 7).isEmpty)
  }

  @Test func `a watch whose next change is forgotten is told so, and no other`() {
    var store = led()
    _ = apply(.open, to: &store)
    for serial: UInt64 in 1...3 {
      _ = apply(.write(.put("k", "\(serial)"), session: 1, serial: serial), to: &store)
    }
    // One that waits for revisions to come loses nothing.
    _ = store.step(.watch(after: 3, token: 8), now: 500, random: 0)
    _ = apply(.compact(before: 2), to: &store)
    #expect(
      told(store.step(.watch(after: 1, token: 7), now: 500, random: 0), token: 7) == [nil])
    #expect(
      told(store.step(.watch(after: 2, token: 9), now: 500, random: 0), token: 9)
        == [[StoreChange(revision: 3, key: "k", value: "3")]])
    let step = store.step(
      .raft(.propose(.write(.put("k", "4"), session: 1, serial: 4), token: 1)), now: 500, random: 0)
    #expect(told(step, token: 7).isEmpty && told(step, token: 8).count == 1)
  }
}
