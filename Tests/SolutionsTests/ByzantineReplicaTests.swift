import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("PBFT, normal case")
struct ByzantineReplicaTests {
  @Test func `who is alone executes at once`() {
    var cluster = ByzantineCluster(size: 1)
    for request in ["a", "b"] { cluster.propose(request) }
    #expect(cluster.replicas[0].executed == ["a", "b"])
    #expect(cluster.sent == 0)
  }

  @Test func `four replicas execute in order, with 24 messages a request`() {
    var cluster = ByzantineCluster(size: 4)
    for request in ["a", "b", "c"] { cluster.propose(request) }
    cluster.deliverAll(seed: 1)
    #expect(cluster.replicas.allSatisfy { $0.executed == ["a", "b", "c"] })
    #expect(cluster.sent == 3 * 24)
  }

  @Test func `seven replicas need 84 messages and mask two silent ones`() {
    var cluster = ByzantineCluster(size: 7)
    cluster.propose("a")
    cluster.deliverAll(seed: 1)
    #expect(cluster.sent == 84)
    var limping = ByzantineCluster(size: 7, silent: [5, 6])
    limping.propose("a")
    limping.deliverAll(seed: 1)
    #expect(limping.replicas.prefix(5).allSatisfy { $0.executed == ["a"] })
  }

  @Test func `with one silent too many nothing is executed, and nothing wrong either`() {
    var cluster = ByzantineCluster(size: 4, silent: [2, 3])
    cluster.propose("a")
    cluster.deliverAll(seed: 1)
    #expect(cluster.replicas.allSatisfy { $0.executed.isEmpty })
  }

  @Test func `a primary that tells two stories never gets both executed`() {
    var executions = 0
    for seed in UInt64(0)..<300 {
      var cluster = ByzantineCluster(size: 4, silent: [0])
      var random = RandomSource(seed: seed + 1000)
      // What the primary says to each, and how it backs both stories with every later message.
      for replica in 1...3 {
        let story = random.chance(1, in: 2) ? "a" : "b"
        cluster.inject(.prePrepare(sequence: 1, request: story), from: 0, to: replica)
        for request in ["a", "b"] {
          cluster.inject(.prepare(sequence: 1, request: request), from: 0, to: replica)
          cluster.inject(.commit(sequence: 1, request: request), from: 0, to: replica)
        }
      }
      cluster.deliverAll(seed: seed)
      let executed = cluster.replicas.dropFirst().flatMap(\.executed)
      #expect(Set(executed).count <= 1, "seed \(seed): \(executed)")
      executions += executed.count
    }
    #expect(executions > 0, "some run gets through")
  }

  @Test func `a client that asks again is passed on again, until the request is executed`() {
    let nodes = (0...3).map { NodeID(UInt32($0)) }
    var replica = ByzantineReplica(id: nodes[1], members: nodes, primary: nodes[0])
    for _ in 1...2 {
      #expect(replica.propose("a").contains(.send(.request("a"), to: nodes[0])))
    }
    var cluster = ByzantineCluster(size: 4)
    cluster.propose("a")
    cluster.deliverAll(seed: 1)
    var done = cluster.replicas[1]
    #expect(done.propose("a").isEmpty)
  }

  @Test func `only the primary gives a request its number`() {
    let nodes = (0...3).map { NodeID(UInt32($0)) }
    var replica = ByzantineReplica(id: nodes[1], members: nodes, primary: nodes[0])
    for sender in [nodes[2], nodes[3], nodes[1], NodeID(9)] {
      #expect(replica.receive(.prePrepare(sequence: 1, request: "lie"), from: sender).isEmpty)
    }
    // Everybody else backs the lie, and still nothing is executed.
    for sender in nodes[2...3] {
      #expect(replica.receive(.prepare(sequence: 1, request: "lie"), from: sender).isEmpty)
      #expect(replica.receive(.commit(sequence: 1, request: "lie"), from: sender).isEmpty)
    }
    let outputs = replica.receive(.prePrepare(sequence: 1, request: "a"), from: nodes[0])
    #expect(outputs.messages == [.prepare(sequence: 1, request: "a")])
    #expect(replica.receive(.prePrepare(sequence: 1, request: "b"), from: nodes[0]).isEmpty)
  }

  @Test func `a replica that forgets what it prepared takes part in two stories`() {
    let nodes = (0...3).map { NodeID(UInt32($0)) }
    var replica = ByzantineReplica(id: nodes[1], members: nodes, primary: nodes[0])
    _ = replica.receive(.prePrepare(sequence: 1, request: "a"), from: nodes[0])
    let disk = replica
    replica = ByzantineReplica(id: nodes[1], members: nodes, primary: nodes[0])
    let second = ByzantineReplica.Message.prePrepare(sequence: 1, request: "b")
    #expect(
      replica.receive(second, from: nodes[0]).messages == [.prepare(sequence: 1, request: "b")])
    replica = disk
    #expect(replica.receive(second, from: nodes[0]).isEmpty)
  }

  @Test func `a lying backup cannot make the others execute what was not asked`() {
    for seed in UInt64(0)..<100 {
      var cluster = ByzantineCluster(size: 4, silent: [3])
      cluster.propose("a")
      for replica in 0...2 {
        cluster.inject(.prepare(sequence: 1, request: "lie"), from: 3, to: replica)
        cluster.inject(.commit(sequence: 1, request: "lie"), from: 3, to: replica)
      }
      cluster.deliverAll(seed: seed)
      #expect(cluster.replicas.prefix(3).allSatisfy { $0.executed == ["a"] })
    }
  }
}

extension [ByzantineReplica.Output] {
  /// What is sent, whomever to.
  var messages: [ByzantineReplica.Message] {
    compactMap { output in
      switch output {
      case .broadcast(let message), .send(let message, _): message
      default: nil
      }
    }
  }
}

extension ByzantineCluster {
  /// Delivers everything, in an order of the seed.
  fileprivate mutating func deliverAll(seed: UInt64) {
    var random = RandomSource(seed: seed)
    while deliver(choosing: { random.index(below: $0) }) {}
  }
}
