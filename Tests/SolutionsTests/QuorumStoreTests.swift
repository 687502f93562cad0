import ExerciseKit
import Solutions
import Testing

@Suite("Quorum store")
struct QuorumStoreTests {
  private let nodes = (1...3).map { NodeID($0) }

  private func store(
    r: Int = 2, w: Int = 2, repair: QuorumStore.Repair = .afterAnswer
  ) -> QuorumStore {
    QuorumStore(replicas: nodes, readQuorum: r, writeQuorum: w, repair: repair)
  }

  private func version(_ counter: UInt64, _ value: String) -> QuorumReplica.Version {
    QuorumReplica.Version(WriteTag(counter: counter, writer: NodeID(9)), value)
  }

  @Test func `a replica that answers again with something newer is believed`() {
    let nodes = (1...3).map { NodeID(UInt32($0)) }
    func version(_ counter: UInt64) -> StoredVersion {
      StoredVersion(WriteTag(counter: counter, writer: nodes[0]), "v\(counter)")
    }
    var store = QuorumStore(replicas: nodes, readQuorum: 2, writeQuorum: 2, repair: .none)
    _ = store.read(op: 1)
    #expect(store.handle(.fetched(op: 1, from: nodes[0], version(1))).done == nil)
    #expect(store.handle(.fetched(op: 1, from: nodes[0], version(3))).done == nil)
    #expect(store.handle(.fetched(op: 1, from: nodes[0], version(2))).done == nil)
    #expect(
      store.handle(.fetched(op: 1, from: nodes[1], version(1))).done == .read(op: 1, version(3)))
  }

  @Test func `a write goes to all replicas and is done at the W-th acknowledgement`() {
    var store = store()
    #expect(store.write(op: 1, version(1, "a")).map(\.to) == nodes)
    #expect(store.handle(.stored(op: 1, from: nodes[0])).done == nil)
    #expect(store.handle(.stored(op: 1, from: nodes[0])).done == nil, "the same replica again")
    #expect(store.handle(.stored(op: 1, from: NodeID(7))).done == nil, "a stranger")
    #expect(store.handle(.stored(op: 1, from: nodes[2])).done == .wrote(op: 1))
    #expect(store.handle(.stored(op: 1, from: nodes[1])).done == nil, "it is over")
  }

  @Test(arguments: [(1, 3), (3, 1), (2, 3), (3, 2), (1, 1)])
  func `writes wait for W and reads for R`(r: Int, w: Int) {
    var store = store(r: r, w: w)
    _ = store.write(op: 1, version(1, "a"))
    let written = nodes.prefix { store.handle(.stored(op: 1, from: $0)).done == nil }
    #expect(written.count == w - 1)
    _ = store.read(op: 2)
    let read = nodes.prefix {
      store.handle(.fetched(op: 2, from: $0, version(1, "a"))).done == nil
    }
    #expect(read.count == r - 1)
    // A read that writes back first waits for R answers and then for W acknowledgements.
    var careful = self.store(r: r, w: w, repair: .beforeAnswer)
    _ = careful.read(op: 3)
    let asked = nodes.prefix {
      careful.handle(.fetched(op: 3, from: $0, version(1, "a"))).send.isEmpty
    }
    #expect(asked.count == r - 1)
    let stored = nodes.prefix { careful.handle(.stored(op: 3, from: $0)).done == nil }
    #expect(stored.count == w - 1)
  }

  @Test func `too few acknowledgements leave a write unknown, not undone`() {
    var store = store()
    var replica = QuorumReplica(id: nodes[0])
    let messages = store.write(op: 1, version(1, "a"))
    _ = store.handle(replica.answer(messages[0].request))
    #expect(store.giveUp(op: 1) == .unknown(op: 1, acknowledgements: 1))
    #expect(store.giveUp(op: 1) == nil)
    _ = store.read(op: 2)
    _ = store.handle(replica.answer(.fetch(op: 2)))
    let read = store.handle(.fetched(op: 2, from: nodes[1], nil))
    #expect(read.done == .read(op: 2, version(1, "a")), "the failed write is read")
    #expect(read.send.map(\.to) == [nodes[1]], "and spread")
  }

  @Test func `a blocking repair answers only when W replicas hold the value`() {
    var store = store(repair: .beforeAnswer)
    _ = store.read(op: 1)
    _ = store.handle(.fetched(op: 1, from: nodes[0], version(4, "new")))
    let second = store.handle(.fetched(op: 1, from: nodes[1], version(3, "old")))
    #expect(second.done == nil)
    #expect(second.send.map(\.to) == nodes)
    #expect(store.handle(.stored(op: 1, from: nodes[1])).done == nil)
    #expect(store.handle(.stored(op: 1, from: nodes[2])).done == .read(op: 1, version(4, "new")))
  }

  @Test func `reading what was never written finds nothing and repairs nothing`() {
    var store = store(repair: .beforeAnswer)
    _ = store.read(op: 1)
    _ = store.handle(.fetched(op: 1, from: nodes[0], nil))
    let last = store.handle(.fetched(op: 1, from: nodes[1], nil))
    #expect(last.done == .read(op: 1, nil))
    #expect(last.send.isEmpty)
  }

  @Test func `a replica never goes back, and an exchange makes two replicas equal`() {
    var left = QuorumReplica(id: nodes[0])
    var right = QuorumReplica(id: nodes[1])
    left.store(version(2, "b"))
    left.store(version(1, "a"))
    #expect(left.version == version(2, "b"))
    right.exchange(with: &left)
    #expect(right.version == version(2, "b"))
    right.store(version(3, "c"))
    right.exchange(with: &left)
    #expect(left.version == version(3, "c"))
  }

  @Test func `what is down hears nothing, and what is not heard has done it all the same`() {
    var cluster = QuorumCluster(replicas: 3, readQuorum: 2, writeQuorum: 2, repair: .none)
    cluster.down = [nodes[2]]
    #expect(cluster.write(version(1, "a")) == .wrote(op: 1))
    #expect(cluster.replicas.map(\.version) == [version(1, "a"), version(1, "a"), nil])
    cluster.unheard = [nodes[1]]
    #expect(cluster.write(version(2, "b")) == .unknown(op: 2, acknowledgements: 1))
    #expect(cluster.replicas.map(\.version) == [version(2, "b"), version(2, "b"), nil])
    #expect(cluster.read() == .unreadable(op: 3))
    (cluster.down, cluster.unheard) = ([nodes[0]], [])
    #expect(cluster.read() == .read(op: 4, version(2, "b")))
  }

  @Test func `after exchanges all that are up hold the newest, wherever it was`() {
    for holder in 0..<3 {
      var cluster = QuorumCluster(replicas: 4, readQuorum: 1, writeQuorum: 1, repair: .none)
      cluster.down = Set(cluster.replicas.map(\.id)).subtracting([cluster.replicas[holder].id])
      _ = cluster.write(version(1, "a"))
      cluster.down = [NodeID(4)]
      cluster.exchangeAll()
      #expect(cluster.replicas.prefix(3).allSatisfy { $0.version == version(1, "a") })
      #expect(cluster.replicas[3].version == nil, "it is down")
    }
  }

  @Test func `equal counters are ordered by writer at every replica`() {
    let one = QuorumReplica.Version(WriteTag(counter: 5, writer: NodeID(1)), "one")
    let two = QuorumReplica.Version(WriteTag(counter: 5, writer: NodeID(2)), "two")
    for order in [[one, two], [two, one]] {
      var replica = QuorumReplica(id: nodes[0])
      order.forEach { replica.store($0) }
      #expect(replica.version == two)
    }
  }
}
