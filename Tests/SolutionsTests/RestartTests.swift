import ExerciseKit
import Simulation
import Solutions
import Testing

private let n1 = NodeID(1)
private let n2 = NodeID(2)
private let n3 = NodeID(3)

/// For each reference that must remember: what goes wrong when it starts again with nothing, and that
/// what it says must be stored is enough.
@Suite("Starting again")
struct RestartTests {
  @Test(arguments: [false, true])
  func `a sibling store that gives a dot twice loses both writes`(keepsDisk: Bool) {
    var a = SiblingStore<String>(node: n1)
    var b = SiblingStore<String>(node: n2)
    a.put("cart", "old", context: VectorClock())
    let disk = a
    b.sync(from: a)
    a = keepsDisk ? disk : SiblingStore(node: n1)
    a.put("cart", "new", context: VectorClock())
    let sent = a
    a.sync(from: b)
    b.sync(from: sent)
    #expect(a.get("cart") == b.get("cart"))
    #expect(a.get("cart").values == (keepsDisk ? ["old", "new"] : []))
  }

  @Test func `a sibling store under a new name needs no disk`() {
    var a = SiblingStore<String>(node: n1)
    var b = SiblingStore<String>(node: n2)
    a.put("cart", "old", context: VectorClock())
    b.sync(from: a)
    a = SiblingStore(node: n3)
    a.put("cart", "new", context: VectorClock())
    b.sync(from: a)
    #expect(b.get("cart").values == ["old", "new"])
  }

  /// A replica adds milk and tells a peer, who removes it; then the replica starts again and adds bread.
  private func breadAfterRestart<Items: ObservedRemoveSet<String>>(
    _ make: (NodeID) -> Items, keepsDisk: Bool
  ) -> Items {
    var a = make(n1)
    var b = make(n2)
    a.add("milk")
    let disk = a
    b.merge(a)
    b.remove("milk")
    a = keepsDisk ? disk : make(n1)
    a.add("bread")
    b.merge(a)
    return b
  }

  @Test func `a set that gives a dot twice loses an add`() {
    let kept = breadAfterRestart(ORSet<String>.init, keepsDisk: true)
    let lost = breadAfterRestart(ORSet<String>.init, keepsDisk: false)
    #expect(kept.elements == ["bread"])
    #expect(lost.elements.isEmpty)
    let compactKept = breadAfterRestart(CompactORSet<String>.init, keepsDisk: true)
    let compactLost = breadAfterRestart(CompactORSet<String>.init, keepsDisk: false)
    #expect(compactKept.elements == ["bread"])
    #expect(compactLost.elements.isEmpty)
  }

  @Test func `a peer's state is no replacement for the disk`() {
    var a = ORSet<String>(replica: n1)
    var b = ORSet<String>(replica: n2)
    var c = ORSet<String>(replica: n3)
    b.merge(a)
    a.add("milk")
    c.merge(a)
    c.remove("milk")
    // The disk is gone; b has not heard of the milk.
    var rebuilt = ORSet<String>(replica: n1)
    rebuilt.merge(b)
    rebuilt.add("bread")
    rebuilt.merge(c)
    #expect(rebuilt.elements.isEmpty)
  }

  @Test(arguments: [false, true])
  func `a clock that stamps twice alike leaves replicas apart for ever`(keepsDisk: Bool) {
    var clock = LamportClock(node: n1)
    var here = LWWRegister<String, LamportStamp>()
    here.write("old", at: clock.tick())
    var there = here
    clock = keepsDisk ? LamportClock(node: n1, stored: clock.counter) : LamportClock(node: n1)
    var restarted = LWWRegister<String, LamportStamp>()
    restarted.write("new", at: clock.tick())
    there.merge(restarted)
    restarted.merge(here)
    #expect((there == restarted) == keepsDisk)
    #expect(there.value == (keepsDisk ? "new" : "old"))
  }

  @Test(arguments: [false, true])
  func `a hybrid clock that was set back stamps later, not alike`(keepsDisk: Bool) {
    var clock = HybridClock(node: n1, maxOffset: 50)
    let before = clock.now(physical: 1_000)
    clock =
      keepsDisk
      ? HybridClock(node: n1, maxOffset: 50, stored: clock.stored)
      : HybridClock(node: n1, maxOffset: 50)
    let after = clock.now(physical: 1_000)
    #expect(keepsDisk ? before < after : before == after)
    #expect(clock.now(physical: 990) > after)
  }

  @Test(arguments: [false, true])
  func `a client that starts again gives no tag to two values`(keepsDisk: Bool) {
    let nodes = [n1, n2, n3]
    let writer = NodeID(9)
    let start = WriteTag(counter: 0, writer: NodeID(0))
    var client = RegisterClient(id: writer, replicas: nodes)
    _ = client.startWrite(op: 1, "a")
    _ = client.handle(.state(op: 1, from: n1, start, nil))
    guard case .store(_, let first, _) = client.handle(.state(op: 1, from: n2, start, nil)).next
    else { return }
    // It stops when n3 alone has the write, and finds n1 and n2.
    let disk = client.stored
    #expect(disk == RegisterClient.Stored(counter: 1, operation: 1))
    client = RegisterClient(
      id: writer, replicas: nodes, stored: keepsDisk ? disk : RegisterClient.Stored())
    let op = (client.stored.operation ?? 0) + 1
    #expect(op == (keepsDisk ? 2 : 1))
    _ = client.startWrite(op: op, "b")
    _ = client.handle(.state(op: op, from: n1, start, nil))
    guard case .store(_, let second, _) = client.handle(.state(op: op, from: n2, start, nil)).next
    else { return }
    #expect(keepsDisk ? first < second : first == second)
  }

  @Test func `an operation after a restart does not take answers to one before`() {
    let nodes = [n1, n2, n3]
    let start = WriteTag(counter: 0, writer: NodeID(0))
    var client = RegisterClient(id: NodeID(9), replicas: nodes)
    _ = client.startRead(op: 7)
    client = RegisterClient(id: NodeID(9), replicas: nodes, stored: client.stored)
    #expect(client.stored.operation == 7)
    _ = client.startRead(op: 8)
    for node in nodes {
      #expect(client.handle(.state(op: 7, from: node, start, nil)).next == nil)
    }
  }

  @Test(arguments: [false, true])
  func `a participant that forgets its vote aborts what the others commit`(keepsDisk: Bool) {
    var coordinator = Coordinator(participants: ["A", "B"])
    var participants = [Participant(), Participant()]
    var decision: Bool?
    for (index, name) in ["A", "B"].enumerated() {
      let vote = participants[index].prepare(canCommit: true)
      decision = coordinator.receive(vote: vote, from: name) ?? decision
    }
    #expect(decision == true)
    let disk = participants[1].state
    participants[1] = keepsDisk ? Participant(stored: disk) : Participant()
    participants[0].learn(isCommit: true)
    // B waits for the coordinator, and A cannot be reached.
    var nobody: [Participant] = []
    let isDecided = participants[1].timeOut(asking: &nobody)
    #expect(isDecided == !keepsDisk)
    participants[1].learn(isCommit: true)
    #expect(participants.map(\.state) == [.committed, keepsDisk ? .committed : .aborted])
  }

  @Test func `a participant that had promised nothing aborts when it starts again`() {
    for disk in [nil, Participant.State.working, .aborted] {
      var participant = Participant(stored: disk)
      #expect(participant.state == .aborted)
      let vote = participant.prepare(canCommit: true)
      #expect(!vote)
    }
    #expect(Participant(stored: .committed).state == .committed)
  }

  @Test(arguments: [false, true])
  func `a sender that counts from the start again is not heard`(keepsDisk: Bool) {
    var sender = CausalBroadcast<String>(node: n1)
    var receiver = CausalBroadcast<String>(node: n2)
    let first = receiver.receive(sender.broadcast("one"))
    #expect(first.map(\.payload) == ["one"])
    sender =
      keepsDisk ? CausalBroadcast(node: n1, stored: sender.stored) : CausalBroadcast(node: n1)
    let second = receiver.receive(sender.broadcast("two"))
    #expect(second.map(\.payload) == (keepsDisk ? ["two"] : []))
  }

  @Test func `a receiver that starts again has what waits and delivers nothing twice`() {
    var sender = CausalBroadcast<String>(node: n1)
    let messages = ["one", "two", "three"].map { sender.broadcast($0) }
    var receiver = CausalBroadcast<String>(node: n2)
    var delivered = receiver.receive(messages[0]) + receiver.receive(messages[2])
    #expect(receiver.waitingCount == 1)
    receiver = CausalBroadcast(node: n2, stored: receiver.stored)
    #expect(receiver.waitingCount == 1)
    delivered += receiver.receive(messages[1])
    for message in messages { delivered += receiver.receive(message) }
    #expect(delivered.map(\.payload) == ["one", "two", "three"])
  }

  @Test(arguments: [false, true])
  func `a register that starts again still refuses what it fenced`(keepsDisk: Bool) {
    var register = FencedRegister<String>()
    let isTaken = register.write("new", token: 9)
    #expect(isTaken)
    register = keepsDisk ? FencedRegister(stored: register.stored) : FencedRegister()
    let isOldTaken = register.write("old", token: 1)
    #expect(isOldTaken != keepsDisk)
    #expect(register.value == (keepsDisk ? "new" : "old"))
  }

  @Test func `a lease and its token outlive the service`() throws {
    var service = LeaseService(ttl: 100, stored: LeaseService.Stored(lastToken: 8))
    let granted = service.acquire(n1, now: 0)
    let lease = try #require(granted)
    service = LeaseService(ttl: 100, stored: service.stored)
    let early = service.acquire(n2, now: 99)
    #expect(early == nil, "the lease of before has not ended")
    let renewed = service.renew(lease, now: 99)
    #expect(renewed?.token == 9)
    let later = service.acquire(n2, now: 199)
    #expect(later?.token == 10)
  }

  @Test func `a token that stands in a stored lease is never granted again`() {
    let lease = FencedLease(holder: n1, token: 9, expires: 100)
    var service = LeaseService(ttl: 100, stored: LeaseService.Stored(lastToken: 0, current: lease))
    let next = service.acquire(n2, now: 100)
    #expect(next?.token == 10)
  }

  @Test func `at the largest token nothing is granted, and no lease ends before it begins`() {
    var last = LeaseService(ttl: 100, stored: LeaseService.Stored(lastToken: .max))
    let none = last.acquire(n1, now: 0)
    #expect(none == nil)
    var service = LeaseService(ttl: 100)
    let lease = service.acquire(n1, now: .max - 1)
    #expect(lease?.expires == .max)
  }

  @Test func `a leader that starts again gives later timestamps and keeps its promises`() {
    let clock = TrueTimeClock(offset: 0, uncertainty: 4)
    var leader = CommitWaiter()
    let first = leader.begin(1, now: clock.now(at: 100), prepared: [500])
    let bound = leader.prepare(2, now: clock.now(at: 110))
    #expect(first == 500 && bound == 501)
    var forgetful = CommitWaiter()
    let again = forgetful.begin(3, now: clock.now(at: 120), prepared: [])
    #expect(again < first, "what is lost is given again, or less")

    leader = CommitWaiter(stored: leader.stored)
    #expect(leader.begin(1, now: clock.now(at: 120), prepared: [500]) == first)
    #expect(leader.begin(3, now: clock.now(at: 120), prepared: []) == 502)
    #expect(leader.poll(now: clock.now(at: 1_000)) == [1, 3])
    #expect(leader.safeSnapshot(at: 500))
    #expect(!leader.safeSnapshot(at: 501), "2 may still commit at its bound")
  }
}
