import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("ABD register")
struct RegisterClientTests {
  @Test func `random runs of two writers and two readers are linearizable`() {
    var concurrent = 0
    for seed in UInt64(0)..<400 {
      var run = RegisterRun(seed: seed, crashing: seed % 3 == 0)
      run.play(operations: 9)
      #expect(isLinearizable(run.history, initial: 0), "seed \(seed): \(run.history)")
      #expect(run.history.allSatisfy { $0.returned != nil }, "seed \(seed): all finish")
      concurrent += run.history.indices.count { here in
        run.history.indices.contains { there in
          here < there && !run.history[here].precedes(run.history[there])
            && !run.history[there].precedes(run.history[here])
        }
      }
    }
    #expect(concurrent > 1000, "operations overlap: \(concurrent)")
  }

  @Test func `reads that skip the write-back are caught by the same runs`() {
    let caught = (UInt64(0)..<400).count { seed in
      var run = RegisterRun(seed: seed, crashing: false, skipsWriteBack: true)
      run.play(operations: 9)
      return !isLinearizable(run.history, initial: 0)
    }
    #expect(caught > 0)
  }

  @Test func `replies of an older phase, of strangers and repeated ones do not count`() {
    let nodes = (1...3).map { NodeID($0) }
    let start = WriteTag(counter: 0, writer: NodeID(0))
    var client = RegisterClient(id: NodeID(9), replicas: nodes)
    #expect(client.startWrite(op: 1, "a") == .query(op: 1))
    #expect(client.handle(.stored(op: 1, from: nodes[0])).next == nil)
    #expect(client.handle(.state(op: 1, from: nodes[0], start, nil)).next == nil)
    #expect(client.handle(.state(op: 1, from: nodes[0], start, nil)).next == nil)
    #expect(client.handle(.state(op: 0, from: nodes[1], start, nil)).next == nil)
    #expect(client.handle(.state(op: 1, from: NodeID(7), start, nil)).next == nil)
    let next = client.handle(.state(op: 1, from: nodes[2], start, nil)).next
    #expect(next == .store(op: 1, WriteTag(counter: 1, writer: NodeID(9)), "a"))
    #expect(client.handle(.state(op: 1, from: nodes[1], start, nil)).next == nil)
    #expect(client.handle(.stored(op: 1, from: nodes[0])).done == nil)
    #expect(client.handle(.stored(op: 1, from: nodes[1])).done == .wrote(op: 1))
    #expect(client.isIdle)
  }

  @Test func `a read ends when a majority has stored what it returns, and not before`() {
    let nodes = (1...5).map { NodeID($0) }
    let tag = WriteTag(counter: 7, writer: NodeID(8))
    var client = RegisterClient(id: NodeID(9), replicas: nodes)
    #expect(client.startRead(op: 1) == .query(op: 1))
    for node in nodes.prefix(3) {
      #expect(client.handle(.stored(op: 1, from: node)).done == nil, "it has asked nobody to store")
    }
    for node in nodes.prefix(2) {
      #expect(client.handle(.state(op: 1, from: node, tag, "x")).next == nil)
    }
    let next = client.handle(.state(op: 1, from: nodes[4], tag, "x")).next
    #expect(next == .store(op: 1, tag, "x"))
    for node in [nodes[3], nodes[3], nodes[0]] {
      #expect(client.handle(.stored(op: 1, from: node)).done == nil)
    }
    #expect(client.handle(.stored(op: 1, from: nodes[1])).done == .read(op: 1, "x"))
  }

  @Test func `a write given up never shares its tag with the next`() {
    let nodes = (1...3).map { NodeID($0) }
    let start = WriteTag(counter: 0, writer: NodeID(0))
    var client = RegisterClient(id: NodeID(9), replicas: nodes)
    var tags: [RegisterClient.Request?] = []
    for op in 1...2 {
      _ = client.startWrite(op: op, "v\(op)")
      _ = client.handle(.state(op: op, from: nodes[0], start, nil))
      tags.append(client.handle(.state(op: op, from: nodes[1], start, nil)).next)
    }
    #expect(
      tags == [
        .store(op: 1, WriteTag(counter: 1, writer: NodeID(9)), "v1"),
        .store(op: 2, WriteTag(counter: 2, writer: NodeID(9)), "v2"),
      ])
  }
}

/// Clients and replicas over a network that reorders as it likes; one replica may stop.
private struct RegisterRun {
  private enum Item {
    case request(RegisterClient.Request, client: Int, replica: Int)
    case reply(RegisterClient.Reply, client: Int)
  }

  var history: [Operation] = []
  private var random: RandomSource
  private var clients: [RegisterClient]
  private var replicas: [TaggedRegister]
  private var network: [Item] = []
  private var time = 0
  /// The operation each client has under way, as an index into the history.
  private var open: [Int?]
  private let crashing: Bool
  private let skipsWriteBack: Bool

  init(seed: UInt64, crashing: Bool, skipsWriteBack: Bool = false) {
    random = RandomSource(seed: seed)
    let nodes = (1...3).map { NodeID($0) }
    replicas = nodes.map { TaggedRegister(id: $0) }
    clients = (11...14).map { RegisterClient(id: NodeID($0), replicas: nodes) }
    open = Array(repeating: nil, count: 4)
    self.crashing = crashing
    self.skipsWriteBack = skipsWriteBack
  }

  mutating func play(operations: Int) {
    while history.count < operations || open.contains(where: { $0 != nil }) {
      time += 1
      let free = open.indices.filter { open[$0] == nil }
      if history.count < operations, !free.isEmpty, network.isEmpty || random.chance(1, in: 5) {
        start(free[random.index(below: free.count)])
      } else if !network.isEmpty {
        deliver(network.remove(at: random.index(below: network.count)))
      } else {
        return
      }
    }
  }

  private mutating func start(_ client: Int) {
    let op = history.count + 1
    open[client] = history.count
    // The first two clients write; values are the numbers of operations.
    if client < 2 {
      history.append(Operation(.write(op), invoked: time, returned: nil))
      send(clients[client].startWrite(op: op, "\(op)"), from: client)
    } else {
      history.append(Operation(.read(0), invoked: time, returned: nil))
      send(clients[client].startRead(op: op), from: client)
    }
  }

  private mutating func send(_ request: RegisterClient.Request, from client: Int) {
    network += replicas.indices.map { .request(request, client: client, replica: $0) }
  }

  private mutating func deliver(_ item: Item) {
    switch item {
    case .request(let request, let client, let replica):
      if crashing, replica == 2, history.count > 3 { return }
      network.append(.reply(replicas[replica].answer(request), client: client))
    case .reply(let reply, let client):
      let (next, done) = clients[client].handle(reply)
      if let next {
        // A mutant: what was found is returned at once, and only then stored.
        if skipsWriteBack, client >= 2, case .store(_, _, let value) = next {
          finish(client, value)
        } else {
          send(next, from: client)
        }
      }
      switch done {
      case .wrote: finish(client, nil)
      case .read(_, let value): finish(client, value)
      case nil: break
      }
    }
  }

  private mutating func finish(_ client: Int, _ value: String?) {
    guard let index = open[client] else { return }
    open[client] = nil
    history[index].returned = time
    if case .read = history[index].kind {
      history[index].kind = .read(value.flatMap { Int($0) } ?? 0)
    }
  }
}
