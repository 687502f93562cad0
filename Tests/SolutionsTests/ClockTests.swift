import ExerciseKit
import Simulation
import Solutions
import Testing

private let n1 = NodeID(1)
private let n2 = NodeID(2)

@Suite("Clocks")
struct ClockTests {
  @Test func `a receipt is later than both its message and what went before`() {
    var sender = LamportClock(node: n1)
    var receiver = LamportClock(node: n2)
    for _ in 1...4 { sender.tick() }
    let sent = sender.tick()
    let before = receiver.tick()
    let received = receiver.receive(sent)
    #expect(received == LamportStamp(counter: 6, node: n2))
    #expect(sent < received && before < received)
    #expect(receiver.receive(sent).counter == 7)
  }

  @Test func `ties are broken by node, the same way for everybody`() {
    let stamps = [LamportStamp(counter: 1, node: n2), LamportStamp(counter: 1, node: n1)]
    #expect(stamps.sorted() == stamps.reversed().sorted())
    #expect(stamps.sorted().map(\.node) == [n1, n2])
  }

  /// Events of three nodes with the stamps of all three clocks; messages may be overtaken.
  private struct Event {
    var lamport: LamportStamp
    var hybrid: HLCStamp
    var vector: VectorClock
    var physical: Int64
  }

  private func trace(seed: UInt64, length: Int = 40) throws -> [Event] {
    var random = RandomSource(seed: seed)
    let nodes = (1...3).map { NodeID($0) }
    var lamport = nodes.map(LamportClock.init)
    var hybrid = nodes.map { HybridClock(node: $0, maxOffset: 500) }
    var vector = nodes.map { _ in VectorClock() }
    var clocks: [Int64] = [1000, 1040, 970]
    var events: [Event] = []
    for _ in 0..<length {
      let node = random.index(below: 3)
      // Clocks stand still, run on and are set back.
      clocks[node] += Int64(random.index(below: 8)) - 2
      vector[node].tick(nodes[node])
      let physical = clocks[node]
      if !events.isEmpty, random.chance(1, in: 2) {
        let message = events[random.index(below: events.count)]
        vector[node].merge(message.vector)
        events.append(
          Event(
            lamport: lamport[node].receive(message.lamport),
            hybrid: try hybrid[node].receive(message.hybrid, physical: physical),
            vector: vector[node], physical: physical))
      } else {
        events.append(
          Event(
            lamport: lamport[node].tick(), hybrid: hybrid[node].now(physical: physical),
            vector: vector[node], physical: physical))
      }
    }
    return events
  }

  @Test func `causes have smaller stamps, and a smaller stamp is no cause`() throws {
    var unrelated = 0
    for seed in UInt64(0)..<30 {
      let events = try trace(seed: seed)
      for a in events {
        for b in events where a.lamport < b.lamport || a.hybrid < b.hybrid {
          switch a.vector.compare(to: b.vector) {
          case .before: #expect(a.lamport < b.lamport && a.hybrid < b.hybrid)
          case .concurrent: unrelated += 1
          case .equal, .after: Issue.record("a stamp against causality, seed \(seed)")
          }
        }
      }
    }
    #expect(unrelated > 1000)
  }

  @Test func `hybrid stamps stay near the clocks`() throws {
    for seed in UInt64(0)..<30 {
      let events = try trace(seed: seed)
      for (index, event) in events.enumerated() {
        // Never ahead of the largest reading so far anywhere, never behind the own clock.
        let largest = events[...index].map(\.physical).max() ?? 0
        #expect(event.hybrid.wall <= largest)
        #expect(event.hybrid.wall >= event.physical)
      }
    }
  }

  @Test func `the hybrid clock does as the table of the paper's rules says`() throws {
    var a = HybridClock(node: n1, maxOffset: 60)
    var b = HybridClock(node: n2, maxOffset: 60)
    var answers = [a.now(physical: 1000), a.now(physical: 1000), a.now(physical: 999)]
    answers.append(try b.receive(answers[2], physical: 950))
    answers += [b.now(physical: 951), b.now(physical: 1001)]
    answers.append(
      try b.receive(HLCStamp(wall: 1000, logical: 0, node: n1), physical: 1001))
    #expect(answers.map(\.wall) == [1000, 1000, 1000, 1000, 1000, 1001, 1001])
    #expect(answers.map(\.logical) == [0, 1, 2, 3, 4, 0, 1])
  }

  @Test func `a stamp from too far ahead is refused and leaves no trace`() throws {
    var clock = HybridClock(node: n1, maxOffset: 50)
    let poison = HLCStamp(wall: 1051, logical: 0, node: n2)
    #expect(throws: ClockSkew(ahead: 51)) { try clock.receive(poison, physical: 1000) }
    #expect(clock.now(physical: 1000) == HLCStamp(wall: 1000, logical: 0, node: n1))
    let edge = HLCStamp(wall: 1050, logical: 7, node: n2)
    #expect(try clock.receive(edge, physical: 1000).logical == 8)
  }

  @Test func `a full counter moves the wall part on`() throws {
    var clock = HybridClock(node: n1, maxOffset: 50)
    let full = HLCStamp(wall: 1000, logical: .max, node: n2)
    #expect(
      try clock.receive(full, physical: 1000) == HLCStamp(wall: 1001, logical: 0, node: n1))
  }

  @Test func `no received stamp moves a clock where its peers would not follow`() throws {
    var clock = HybridClock(node: n1, maxOffset: 50)
    let edge = HLCStamp(wall: 1050, logical: .max, node: n2)
    #expect(throws: ClockSkew(ahead: 51)) { try clock.receive(edge, physical: 1000) }
    #expect(clock.now(physical: 1000) == HLCStamp(wall: 1000, logical: 0, node: n1))
    let last = HLCStamp(wall: 1049, logical: .max, node: n2)
    let receipt = try clock.receive(last, physical: 1000)
    #expect(receipt == HLCStamp(wall: 1050, logical: 0, node: n1))
    var peer = HybridClock(node: n2, maxOffset: 50)
    #expect(try peer.receive(receipt, physical: 1000) > receipt)
    var old = HybridClock(node: n1, maxOffset: 50)
    let end = HLCStamp(wall: .max, logical: .max, node: n2)
    #expect(try old.receive(end, physical: .max).wall == .max)
  }

  @Test func `clocks stop at the largest number and do not fall`() {
    var clock = LamportClock(node: n1)
    let made = LamportStamp(counter: .max, node: n2)
    #expect(clock.receive(made).counter == .max)
    #expect(clock.tick().counter == .max)
    var vector = VectorClock([n1: .max])
    vector.tick(n1)
    #expect(vector[n1] == .max)
  }

  @Test func `a broadcast that says no number of its sender is none`() {
    var receiver = CausalBroadcast<String>(node: NodeID(1))
    for clock: [NodeID: UInt64] in [[:], [NodeID(2): 0], [NodeID(3): 0]] {
      let message = CausalBroadcast<String>.Message(
        sender: NodeID(2), clock: clock, payload: "made up")
      #expect(receiver.receive(message).isEmpty && receiver.waitingCount == 0)
    }
  }

  @Test func `broadcasts are delivered in causal order, once, and all of them`() {
    for seed in UInt64(0)..<40 {
      var random = RandomSource(seed: seed)
      let nodes = (1...3).map { NodeID($0) }
      var members = nodes.map { CausalBroadcast<Int>(node: $0) }
      var delivered: [[CausalBroadcast<Int>.Message]] = [[], [], []]
      var network: [(to: Int, message: CausalBroadcast<Int>.Message)] = []
      var sent = 0
      while sent < 12 || !network.isEmpty {
        if sent < 12, network.isEmpty || random.chance(1, in: 3) {
          let sender = random.index(below: 3)
          let message = members[sender].broadcast(sent)
          delivered[sender].append(message)
          sent += 1
          for other in 0..<3 where other != sender {
            network.append((other, message))
            if random.chance(1, in: 4) { network.append((other, message)) }
          }
        } else {
          let (to, message) = network.remove(at: random.index(below: network.count))
          delivered[to] += members[to].receive(message)
        }
      }
      for (member, messages) in zip(members, delivered) {
        #expect(messages.map(\.payload).sorted() == Array(0..<12))
        #expect(member.waitingCount == 0)
        for (index, later) in messages.enumerated() {
          #expect(
            messages[..<index].allSatisfy {
              !VectorClock(later.clock).happensBefore(VectorClock($0.clock))
            })
        }
      }
    }
  }
}
