import ExerciseKit
import Solutions
import Testing

private let n2 = NodeID(2)

@Suite("A server of a store")
struct StoreServerTests {
  private func put(_ serial: UInt64, _ value: String, session: UInt64 = 5) -> WriteRequest {
    WriteRequest(session: session, serial: serial, write: .put(key: "k", value: value))
  }

  /// Leads term 1, whose first entry is applied.
  private func led(
    restoring snapshot: StoreServer.Snapshot? = nil, term: Term = 1, index: UInt64 = 1
  )
    -> StoreServer
  {
    var server = StoreServer(restoring: snapshot)
    #expect(server.becomes(.leader, in: term) == [.propose(.nothing)])
    server.committed(upTo: index, term: term)
    #expect(server.apply(.nothing, at: index).isEmpty)
    return server
  }

  private func apply(
    _ request: WriteRequest, at index: UInt64, to server: inout StoreServer
  ) -> [ServerEffect] {
    server.committed(upTo: index, term: 1)
    return server.apply(.write(request), at: index)
  }

  private func answer(_ serial: UInt64, _ outcome: WriteOutcome) -> [ServerEffect] {
    [.answer(session: 5, serial: serial, outcome)]
  }

  private func read(_ server: inout StoreServer, in term: Term) -> [ServerEffect] {
    #expect(server.receive(read: 1, of: "k") == [.confirm(read: 1)])
    return server.confirmed(read: 1, in: term)
  }

  @Test func `a write is proposed once, applied once and answered alike`() {
    var server = led()
    #expect(server.receive(put(1, "a")) == [.propose(.write(put(1, "a")))])
    #expect(server.receive(put(1, "a")).isEmpty)
    #expect(apply(put(1, "a"), at: 2, to: &server) == answer(1, .written(revision: 1)))
    #expect(apply(put(1, "b"), at: 3, to: &server).isEmpty)
    #expect(server.receive(put(1, "a")) == answer(1, .written(revision: 1)))
    #expect(read(&server, in: 1) == [.serve(read: 1, value: "a", revision: 1)])
    _ = apply(put(4, "d"), at: 4, to: &server)
    #expect(server.receive(put(3, "c")) == answer(3, .superseded(by: 4)))
  }

  @Test func `what changes nothing is remembered too`() {
    var server = led()
    let request = WriteRequest(session: 5, serial: 1, write: .remove(key: "k"))
    _ = server.receive(request)
    #expect(apply(request, at: 2, to: &server) == answer(1, .unchanged(revision: 0)))
    _ = apply(put(1, "a", session: 6), at: 3, to: &server)
    #expect(server.receive(request) == answer(1, .unchanged(revision: 0)))
  }

  @Test func `a comparison puts its value where it finds what it expects, and nowhere else`() {
    func swap(_ serial: UInt64, _ expected: String?, _ new: String) -> WriteRequest {
      WriteRequest(
        session: 5, serial: serial,
        write: .compareAndSet(key: "k", expected: expected, new: new))
    }
    var server = led()
    for (place, request) in [
      swap(1, "a", "b"), swap(2, nil, "a"), swap(3, nil, "c"), swap(4, "a", "d"),
    ]
    .enumerated() {
      _ = server.receive(request)
      let isDone = place % 2 == 1
      let revision = UInt64(place + 1) / 2
      #expect(
        apply(request, at: UInt64(place) + 2, to: &server)
          == answer(
            UInt64(place) + 1,
            isDone ? .written(revision: revision) : .unchanged(revision: revision)))
    }
    #expect(read(&server, in: 1) == [.serve(read: 1, value: "d", revision: 2)])
  }

  @Test func `a read waits for its index and for a majority of its term`() {
    var server = led()
    server.committed(upTo: 3, term: 1)
    #expect(read(&server, in: 1).isEmpty)
    #expect(server.apply(.write(put(1, "a")), at: 2).isEmpty)
    #expect(
      server.apply(.write(put(2, "b")), at: 3) == [.serve(read: 1, value: "b", revision: 2)])
    #expect(server.receive(read: 2, of: "k") == [.confirm(read: 2)])
    #expect(server.becomes(.follower(of: n2), in: 2) == [.redirectRead(read: 2, to: n2)])
    #expect(server.receive(read: 2, of: "k") == [.redirectRead(read: 2, to: n2)])
    #expect(server.becomes(.leader, in: 3) == [.propose(.nothing)])
    #expect(server.receive(read: 2, of: "k") == [.confirm(read: 2)])
    #expect(server.confirmed(read: 2, in: 1).isEmpty)
    #expect(server.confirmed(read: 2, in: 3).isEmpty)
    server.committed(upTo: 4, term: 3)
    #expect(server.apply(.nothing, at: 4) == [.serve(read: 2, value: "b", revision: 2)])
  }

  @Test func `a snapshot has sessions and index, and an older one is nothing`() {
    var server = led()
    let early = server.snapshot()
    _ = apply(put(1, "a"), at: 2, to: &server)
    let late = server.snapshot()
    server.restore(early)
    #expect(server.snapshot() == late)
    var other = StoreServer(restoring: early)
    other.restore(late)
    #expect(other.snapshot() == late)
    var next = led(restoring: late, term: 2, index: 3)
    #expect(next.receive(put(1, "a")) == answer(1, .written(revision: 1)))
    #expect(read(&next, in: 2) == [.serve(read: 1, value: "a", revision: 1)])
  }

  @Test func `who follows answers nobody`() {
    var server = led()
    _ = server.receive(put(1, "a"))
    #expect(
      server.becomes(.follower(of: nil), in: 2) == [.redirectWrite(session: 5, serial: 1, to: nil)])
    #expect(apply(put(1, "a"), at: 2, to: &server).isEmpty)
    #expect(server.receive(put(1, "a")) == [.redirectWrite(session: 5, serial: 1, to: nil)])
  }
}
