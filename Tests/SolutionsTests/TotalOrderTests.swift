import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("Total order is consensus")
struct TotalOrderTests {
  private let nodes = (1...3).map { NodeID(UInt32($0)) }

  /// Nodes that hear messages in different orders and learn decisions in any order; each slot is
  /// decided by consensus, here by whoever asks first.
  private func broadcast(_ texts: [String], seed: UInt64) -> [[BroadcastMessage]] {
    var random = RandomSource(seed: seed)
    var members = nodes.map { _ in TotalOrderBroadcast() }
    var decided: [BroadcastMessage] = []
    let messages = texts.enumerated().map {
      BroadcastMessage(sender: nodes[$0 % 3], number: $0, text: $1)
    }
    var unheard = members.indices.flatMap { member in messages.map { (member, $0) } }
    var unlearnt: [(member: Int, slot: Int)] = []
    while !unheard.isEmpty || !unlearnt.isEmpty || members.contains(where: { $0.proposal != nil }) {
      switch random.index(below: 3) {
      case 0 where !unheard.isEmpty:
        let (member, message) = unheard.remove(at: random.index(below: unheard.count))
        members[member].hear(message)
      case 1 where !unlearnt.isEmpty:
        let news = unlearnt.remove(at: random.index(below: unlearnt.count))
        _ = members[news.member].decided(slot: news.slot, decided[news.slot - 1])
      default:
        let member = random.index(below: 3)
        guard let proposal = members[member].proposal, proposal.slot == decided.count + 1 else {
          continue
        }
        decided.append(proposal.message)
        unlearnt += members.indices.map { ($0, decided.count) }
      }
    }
    return members.map(\.delivered)
  }

  @Test func `with consensus per slot all deliver the same, each message once`() {
    let texts = (1...7).map { "m\($0)" }
    var orders: Set<[String]> = []
    for seed in 1...100 {
      let delivered = broadcast(texts, seed: UInt64(seed))
      #expect(delivered.allSatisfy { $0 == delivered[0] })
      #expect(delivered[0].map(\.text).sorted() == texts)
      orders.insert(delivered[0].map(\.text))
    }
    #expect(orders.count > 10)
  }

  @Test func `with total order all decide the same proposal`() {
    var decisions: Set<String?> = []
    for seed in 1...50 {
      let decided = broadcast(["x", "y", "z"], seed: UInt64(seed)).map { delivered in
        var consensus = OrderedConsensus()
        for message in delivered { consensus.deliver(message.text) }
        return consensus.decision
      }
      #expect(Set(decided).count == 1)
      #expect(["x", "y", "z"].contains(decided[0]))
      decisions.insert(decided[0])
    }
    #expect(decisions.count == 3)
  }

  @Test func `a message decided for two slots is delivered once`() {
    var node = TotalOrderBroadcast()
    let message = BroadcastMessage(sender: nodes[0], number: 1, text: "m")
    let other = BroadcastMessage(sender: nodes[1], number: 1, text: "m")
    #expect(node.decided(slot: 2, message).isEmpty)
    #expect(node.decided(slot: 1, message) == [message])
    #expect(node.decided(slot: 3, other) == [other])
    #expect(node.delivered == [message, other])
  }

  @Test func `what was delivered is not proposed again, nor is its slot kept again`() {
    var node = TotalOrderBroadcast()
    let message = BroadcastMessage(sender: nodes[0], number: 1, text: "m")
    let next = BroadcastMessage(sender: nodes[0], number: 2, text: "m")
    for _ in 1...2 { node.hear(message) }
    #expect(node.decided(slot: 1, message) == [message])
    node.hear(message)
    #expect(node.proposal == nil)
    let before = String(reflecting: node)
    #expect(node.decided(slot: 1, message).isEmpty)
    #expect(String(reflecting: node) == before)
    // One text with another number is another message.
    node.hear(next)
    #expect(node.proposal?.slot == 2 && node.proposal?.message == next)
    #expect(node.decided(slot: 2, next) == [next] && next.number == 2)
  }
}
