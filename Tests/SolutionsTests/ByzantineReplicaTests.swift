import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("PBFT, normal case")
struct ByzantineReplicaTests {
  @Test func `four replicas execute in order, with 24 messages a request`() {
    var cluster = ByzantineCluster(size: 4, seed: 1)
    for request in ["a", "b", "c"] { cluster.propose(request) }
    cluster.deliverAll()
    #expect(cluster.replicas.allSatisfy { $0.executed == ["a", "b", "c"] })
    #expect(cluster.sent == 3 * 24)
  }

  @Test func `seven replicas need 84 messages and mask two silent ones`() {
    var cluster = ByzantineCluster(size: 7, seed: 1)
    cluster.propose("a")
    cluster.deliverAll()
    #expect(cluster.sent == 84)
    var limping = ByzantineCluster(size: 7, seed: 2, silent: [5, 6])
    limping.propose("a")
    limping.deliverAll()
    #expect(limping.replicas.prefix(5).allSatisfy { $0.executed == ["a"] })
  }

  @Test func `with one silent too many nothing is executed, and nothing wrong either`() {
    var cluster = ByzantineCluster(size: 4, seed: 3, silent: [2, 3])
    cluster.propose("a")
    cluster.deliverAll()
    #expect(cluster.replicas.allSatisfy { $0.executed.isEmpty })
  }

  @Test func `a primary that tells two stories never gets both executed`() {
    var executions = 0
    for seed in UInt64(0)..<300 {
      var cluster = ByzantineCluster(size: 4, seed: seed, silent: [0])
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
      cluster.deliverAll()
      let executed = cluster.replicas.dropFirst().flatMap(\.executed)
      #expect(Set(executed).count <= 1, "seed \(seed): \(executed)")
      executions += executed.count
    }
    #expect(executions > 0, "some run gets through")
  }

  @Test func `a lying backup cannot make the others execute what was not asked`() {
    for seed in UInt64(0)..<100 {
      var cluster = ByzantineCluster(size: 4, seed: seed, silent: [3])
      cluster.propose("a")
      for replica in 0...2 {
        cluster.inject(.prepare(sequence: 1, request: "lie"), from: 3, to: replica)
        cluster.inject(.commit(sequence: 1, request: "lie"), from: 3, to: replica)
      }
      cluster.deliverAll()
      #expect(cluster.replicas.prefix(3).allSatisfy { $0.executed == ["a"] })
    }
  }
}

/// Replicas over a network that reorders as it likes. Replica 0 is the primary; silent ones send
/// nothing of their own.
private struct ByzantineCluster {
  private(set) var replicas: [ByzantineReplica]
  private(set) var sent = 0
  private var network: [(message: ByzantineReplica.Message, from: Int, to: Int)] = []
  private var random: RandomSource
  private let silent: Set<Int>

  init(size: Int, seed: UInt64, silent: Set<Int> = []) {
    let nodes = (0..<size).map { NodeID(UInt32($0)) }
    replicas = nodes.map { ByzantineReplica(id: $0, members: nodes, primary: nodes[0]) }
    random = RandomSource(seed: seed)
    self.silent = silent
  }

  mutating func propose(_ request: String) {
    take(replicas[0].propose(request), from: 0)
  }

  mutating func inject(_ message: ByzantineReplica.Message, from: Int, to: Int) {
    network.append((message, from, to))
  }

  mutating func deliverAll() {
    while !network.isEmpty {
      let item = network.remove(at: random.index(below: network.count))
      take(
        replicas[item.to].receive(item.message, from: NodeID(UInt32(item.from))), from: item.to)
    }
  }

  private mutating func take(_ outputs: [ByzantineReplica.Output], from sender: Int) {
    guard !silent.contains(sender) else { return }
    for case .broadcast(let message) in outputs {
      for receiver in replicas.indices where receiver != sender {
        network.append((message, sender, receiver))
        sent += 1
      }
    }
  }
}
