import Clusters
import ExerciseKit
import Parameters
import Simulation
import Solutions

/// A node of Ben-Or's consensus. Nothing is stored; who stops does so for good.
struct BenOrNode: ToldNode {
  enum Input { case start }
  typealias Message = BenOr.Message
  typealias Stored = Never
  /// A decision, and the bits that somebody began with.
  struct Sight {
    let bit: Bool
    let proposed: Set<Bool>
  }
  typealias Effect = FaultyRun<BenOrNode>.Effect

  static let ids = (1...5).map { NodeID($0) }
  private var node: BenOr
  private var coin: RandomSource
  private let proposed: Set<Bool>

  /// Takes the place of its number among those that begin with 1.
  init(_ id: NodeID, ones: Int, seed: UInt64) {
    let bits = Self.ids.map { $0.number <= ones }
    node = BenOr(value: id.number <= ones, nodes: Self.ids, crashes: 2)
    coin = RandomSource(seed: seed &* 31 &+ UInt64(id.number))
    proposed = Set(bits)
  }

  var hasDecided: Bool { node.decision != nil }
  var hasStarted: Bool { node.round > 0 }
  var told: String {
    "r\(node.round) \(node.value ? 1 : 0)"
      + (node.decision.map { " decided \($0 ? 1 : 0)" } ?? "")
  }
  static func label(_ input: Input) -> String { "starts" }
  static func label(_ message: Message) -> String {
    switch message {
    case .report(let round, let bit): "report \(round): \(bit ? 1 : 0)"
    case .proposal(let round, let bit): "proposal \(round): " + (bit.map { $0 ? "1" : "0" } ?? "?")
    }
  }
  static func label(_ sight: Sight) -> String { "decides \(sight.bit ? 1 : 0)" }
  static func flaw(_ sight: Sight) -> String? {
    sight.proposed.contains(sight.bit) ? nil : "decides what nobody began with"
  }
  static func contradiction(_ earlier: Sight, _ later: Sight) -> String? {
    earlier.bit == later.bit ? nil : "decides otherwise than"
  }

  mutating func take(_ input: Input) -> [Effect] { hasStarted ? [] : sent([node.start()]) }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    let before = node.decision
    let messages = node.receive(message, from: sender, coin: &coin)
    let decided = before == nil ? node.decision : nil
    return (decided.map { [.show(Sight(bit: $0, proposed: proposed))] } ?? []) + sent(messages)
  }

  private func sent(_ messages: [Message]) -> [Effect] {
    messages.flatMap { message in Self.ids.map { .send(message, to: $0) } }
  }

  static func unfinished(_ run: FaultyRun<Self>) -> Broken? {
    run.lack { $0.hasDecided ? nil : "has decided nothing" }
  }
}

extension SimulatedPattern {
  static let benOr = SimulatedPattern(
    "ben-or", guarantee: "All that decide decide the same bit, and all that are left decide.",
    model: "messages repeated and reordered, and two of five nodes that stop for good",
    nodes: BenOrNode.ids,
    on: {
      var network = Network(losses: nil, stops: nil, cuts: nil, hasDisks: false)
      (network.mayEnd, network.ends, network.calm) = (BenOrNode.ids, 2, 1500)
      return network
    }(),
    parameters: [
      Parameter(
        "ones", "how many begin with 1, and the others with 0", .integer(0...5), standard: "3")
    ],
    beyond: [
      Beyond("crashes=3", what: "a majority that is gone: nobody gets on") {
        $0.integer("crashes") > 2
      }
    ],
    start: { arguments, id, _ in
      BenOrNode(id, ones: arguments.integer("ones"), seed: arguments.seed())
    },
    input: { turn in turn.node.hasStarted ? nil : .start })
}
