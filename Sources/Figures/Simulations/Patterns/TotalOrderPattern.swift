import Clusters
import ExerciseKit
import Solutions

/// A node that delivers in total order, or what decides slot after slot for all: the first proposal for a slot
/// that it gets, which stands for an instance of consensus.
enum OrderingNode: ToldNode {
  enum Input { case say, propose }
  enum Message {
    case said(BroadcastMessage)
    case proposal(TotalOrderBroadcast.Proposal)
    case decided(slot: Int, BroadcastMessage)
  }
  enum Stored { case broadcast(TotalOrderBroadcast, said: Int), decisions([Int: BroadcastMessage]) }
  /// All that a node has delivered.
  typealias Sight = [BroadcastMessage]
  typealias Effect = FaultyRun<OrderingNode>.Effect

  static let ids = (1...3).map { NodeID($0) }
  static let consensus = NodeID(9)

  case node(NodeID, TotalOrderBroadcast, said: Int)
  case consensus([Int: BroadcastMessage])

  init(_ id: NodeID, _ stored: Stored?) {
    switch stored {
    case .broadcast(let broadcast, let said): self = .node(id, broadcast, said: said)
    case .decisions(let decisions): self = .consensus(decisions)
    case nil where id == Self.consensus: self = .consensus([:])
    case nil: self = .node(id, TotalOrderBroadcast(), said: 0)
    }
  }

  private static func text(_ message: BroadcastMessage) -> String { message.text }
  var told: String {
    switch self {
    case .node(_, let broadcast, _): broadcast.delivered.map(Self.text).joined(separator: " ")
    case .consensus(let decisions): "\(decisions.count) decided"
    }
  }
  static func label(_ input: Input) -> String { input == .say ? "says something" : "proposes" }
  static func label(_ message: Message) -> String {
    switch message {
    case .said(let message): text(message)
    case .proposal(let proposal): "\(text(proposal.message)) for \(proposal.slot)?"
    case .decided(let slot, let message): "\(slot) is \(text(message))"
    }
  }
  static func label(_ sight: Sight) -> String {
    "has delivered " + sight.map(text).joined(separator: " ")
  }
  static func contradiction(_ earlier: Sight, _ later: Sight) -> String? {
    let place = Array(zip(earlier, later)).firstIndex { $0 != $1 }
    return place.map {
      "delivers \(text(later[$0])) as number \($0 + 1), which was \(text(earlier[$0])) at"
    }
  }

  mutating func take(_ input: Input) -> [Effect] {
    guard case .node(let id, var broadcast, let said) = self else { return [] }
    guard input == .say else {
      return broadcast.proposal.map { [.send(.proposal($0), to: Self.consensus)] } ?? []
    }
    let message = BroadcastMessage(sender: id, number: said + 1, text: "\(id).\(said + 1)")
    broadcast.hear(message)
    self = .node(id, broadcast, said: said + 1)
    return [.persist(.broadcast(broadcast, said: said + 1))]
      + Self.ids.filter { $0 != id }.map { .send(.said(message), to: $0) }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch (self, message) {
    case (.consensus(var decisions), .proposal(let proposal)):
      let decision = decisions[proposal.slot] ?? proposal.message
      decisions[proposal.slot] = decision
      self = .consensus(decisions)
      return [.persist(.decisions(decisions))]
        + Self.ids.map { .send(.decided(slot: proposal.slot, decision), to: $0) }
    case (.node(let id, var broadcast, let said), .said(let message)):
      broadcast.hear(message)
      self = .node(id, broadcast, said: said)
      return [.persist(.broadcast(broadcast, said: said))]
    case (.node(let id, var broadcast, let said), .decided(let slot, let message)):
      let isNew = !broadcast.decided(slot: slot, message).isEmpty
      self = .node(id, broadcast, said: said)
      return [.persist(.broadcast(broadcast, said: said))]
        + (isNew ? [.show(broadcast.delivered)] : [])
    default: return []
    }
  }
}

extension SimulatedPattern {
  static let totalOrder = SimulatedPattern(
    "total-order", guarantee: "All deliver the same messages in the same order.",
    nodes: OrderingNode.ids + [OrderingNode.consensus],
    start: { _, id, stored in OrderingNode(id, stored) },
    input: { turn in turn.choice < 200 ? .say : .propose })
}
