import ExerciseKit
import Solutions
import Testing

@Suite("Quorum schedules")
struct QuorumSchedulesTests {
  @Test(arguments: [
    (3, 2, 2, 12, 540), (3, 2, 3, 12, 540), (3, 1, 3, 30, 540), (3, 3, 1, 0, 60), (3, 3, 3, 0, 60),
    (5, 3, 3, 4_680, 252_000),
  ])
  func `the refused schedules are counted exactly`(
    n: Int, r: Int, w: Int, violations: Int, schedules: Int
  ) {
    let count = search(n, r, w, .none).count()
    #expect(count.schedules == schedules)
    #expect(count.violations == violations)
  }

  @Test func `bringing the value to the readers alone does not repair one reader of three`() {
    #expect(search(3, 2, 2, .readers).count().violations == 0)
    #expect(search(3, 1, 3, .readers).count().violations == 30)
  }

  @Test func `bringing the value to a write quorum repairs every size with overlap`() {
    for n in 1...4 {
      for r in 1...n {
        for w in 1...n where r + w > n {
          #expect(search(n, r, w, .quorum).count().violations == 0, "N\(n) R\(r) W\(w)")
        }
      }
    }
  }

  @Test func `without overlap a write-back is not enough`() {
    #expect(search(3, 1, 1, .quorum).count().violations > 0)
  }

  @Test func `every schedule of three replicas gives what the store itself gives`() {
    for repair in [QuorumStore.Repair.none, .beforeAnswer] {
      var outcomes: [QuorumSchedules.Observation: Int] = [:]
      QuorumStoreSchedules(readQuorum: 2, writeQuorum: 2, repair: repair)
        .forEach { outcomes[$0, default: 0] += 1 }
      var expected: [QuorumSchedules.Observation: Int] = [:]
      search(3, 2, 2, repair == .none ? .none : .quorum).forEach { expected[$0, default: 0] += 1 }
      #expect(outcomes == expected)
    }
  }

  private func search(
    _ n: Int, _ r: Int, _ w: Int, _ repair: QuorumSchedules.Repair
  ) -> QuorumSchedules {
    QuorumSchedules(replicas: n, readQuorum: r, writeQuorum: w, repair: repair)
  }
}

/// The same schedules, of three replicas, played to the quorum store itself.
private struct QuorumStoreSchedules {
  let readQuorum: Int
  let writeQuorum: Int
  let repair: QuorumStore.Repair

  private struct Run {
    var store: QuorumStore
    var replicas = (1...3).map { QuorumReplica(id: NodeID($0)) }
    var arrived: Set<Int> = []
    var moment = 0
    var seen = QuorumSchedules.Observation(written: 0, readAt: [], seen: [])
  }

  func forEach(_ body: (QuorumSchedules.Observation) -> Void) {
    var store = QuorumStore(
      replicas: (1...3).map { NodeID($0) }, readQuorum: readQuorum, writeQuorum: writeQuorum,
      repair: repair)
    let version = QuorumReplica.Version(WriteTag(counter: 1, writer: NodeID(9)), "new")
    extend(Run(store: store), store.write(op: 0, version), body)
  }

  private func extend(
    _ run: Run, _ write: [QuorumStore.Message], _ body: (QuorumSchedules.Observation) -> Void
  ) {
    if run.arrived.count == 3, run.seen.readAt.count == 2 { return body(run.seen) }
    for replica in 0..<3 where !run.arrived.contains(replica) {
      var next = run
      next.moment += 1
      next.arrived.insert(replica)
      next.replicas[replica].store(
        QuorumReplica.Version(WriteTag(counter: 1, writer: NodeID(9)), "new"))
      if next.arrived.count == writeQuorum { next.seen.written = next.moment }
      extend(next, write, body)
    }
    guard run.seen.readAt.count < 2 else { return }
    for left in 0..<3 {
      var next = run
      next.moment += 1
      read(from: (0..<3).filter { $0 != left }, &next)
      extend(next, write, body)
    }
  }

  /// One read by its own coordinator, all at one moment.
  private func read(from asked: [Int], _ run: inout Run) {
    var store = run.store
    let op = run.moment
    _ = store.read(op: op)
    var done: QuorumStore.Outcome?
    var send: [QuorumStore.Message] = []
    for replica in asked {
      let reply = store.handle(run.replicas[replica].answer(.fetch(op: op)))
      send += reply.send
      done = done ?? reply.done
    }
    // A write-back goes to those first that already hold the value, then to others, until W hold it.
    let holds = run.replicas
    let order = send.sorted { left, right in
      func rank(_ node: NodeID) -> (Int, NodeID) {
        (holds.first { $0.id == node }?.version == nil ? 1 : 0, node)
      }
      return rank(left.to) < rank(right.to)
    }
    for message in order where done == nil {
      guard let place = run.replicas.firstIndex(where: { $0.id == message.to }) else { continue }
      done = store.handle(run.replicas[place].answer(message.request)).done
    }
    guard case .read(_, let version) = done else {
      Issue.record("the read did not finish")
      return
    }
    run.seen.readAt.append(run.moment)
    run.seen.seen.append(version == nil ? 0 : 1)
  }
}
