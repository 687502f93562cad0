import Checking
import Clusters
import ExerciseKit
import Parameters
import Simulation
import Solutions

/// A node that asks others for what it lacks: it says which entries it has, and gets what is newer.
struct GossipingNode: ToldNode {
  enum Input { case write(Int), ask(Int) }
  enum Message { case digest([NodeID: UInt64]), answer(GossipAnswer<Int>) }
  typealias Stored = [GossipEntry<Int>]
  /// What it holds that is not what the entry's own replica has written, as a clause.
  typealias Sight = String
  typealias Effect = FaultyRun<GossipingNode>.Effect

  static let ids = (1...3).map { NodeID($0) }
  let id: NodeID
  private var store: GossipStore<Int>
  private var now = 0

  init(_ id: NodeID, _ stored: Stored?) {
    self.id = id
    store = GossipStore(replica: id, stored: stored)
  }

  var told: String {
    Self.ids.map { store.value(of: "k", from: $0).map { "\($0)" } ?? "-" }.joined(separator: " ")
  }
  static func label(_ input: Input) -> String {
    switch input {
    case .write: "writes"
    case .ask: "asks"
    }
  }
  static func label(_ message: Message) -> String {
    switch message {
    case .digest(let digest): "has " + ids.map { "\(digest[$0] ?? 0)" }.joined(separator: " ")
    case .answer(let answer): "\(answer.entries.count) entries"
    }
  }
  static func flaw(_ sight: String) -> String? { sight }

  mutating func notice(_ now: Int) { self.now = now }

  mutating func take(_ input: Input) -> [Effect] {
    switch input {
    case .write:
      store.write("k", now)
      return [.persist(store.stored)]
    case .ask(let choice):
      let others = Self.ids.filter { $0 != id }
      return [.send(.digest(store.digest()), to: others[choice % others.count])]
    }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch message {
    case .digest(let digest):
      return [.send(.answer(store.answer(to: digest, limit: 2)), to: sender)]
    case .answer(let answer):
      let before = Self.ids.map { store.value(of: "k", from: $0) ?? 0 }
      store.receive(answer)
      let after = Self.ids.map { store.value(of: "k", from: $0) ?? 0 }
      let isBack = zip(before, after).contains { $0 > $1 }
      return [.persist(store.stored)] + (isBack ? [.show("goes back to an older value")] : [])
    }
  }

  static func unfinished(_ run: FaultyRun<Self>) -> Broken? { run.difference(\.told) }
}

extension SimulatedPattern {
  static let gossipRound = SimulatedPattern(
    "gossip-round",
    guarantee:
      "Nobody goes back, and all hold each replica's newest entry once the network is whole.",
    nodes: GossipingNode.ids, on: Network(calm: 300),
    start: { _, id, stored in GossipingNode(id, stored) },
    input: { turn in
      turn.choice < 300 && !turn.isCalm ? .write(turn.choice) : .ask(turn.choice)
    })

  /// Rounds of push gossip among replicas that each know one thing at first.
  static let gossip = SimulatedPattern(
    "gossip", guarantee: "All replicas hold everything after the rounds.",
    model: "rounds enough; no number of them is certain to be",
    parameters: [
      Parameter("replicas", "how many there are", .integer(2...8), standard: "5"),
      Parameter("rounds", "how many rounds there are", .integer(1...40), standard: "20"),
      Parameter("seed", "the seed of the partners", .integer(0...9999), standard: "1"),
    ],
    beyond: [Beyond("rounds=2", what: "too few rounds") { $0.integer("rounds") < 8 }]
  ) { arguments in
    let count = arguments.integer("replicas")
    var random = RandomSource(seed: arguments.seed())
    var states = (1...count).map { number in
      GCounter(replica: NodeID(UInt32(number)), slots: [NodeID(UInt32(number)): 1])
    }
    func told(_ state: GCounter) -> String {
      (1...count).filter { state[NodeID(UInt32($0))] > 0 }.map { "\($0)" }.joined()
    }
    let initially = states.map(told)
    var steps = states.indices.map { place in
      Counterexample.Step(
        event: .local(lane: place, label: "knows \(place + 1)"),
        sentence: "n\(place + 1) knows \(place + 1)")
    }
    /// The step that made each replica what it is at the beginning of a round.
    var lastStep = Array(states.indices)
    var used = 0
    for round in 1...arguments.integer("rounds") where Set(states.map(told)).count > 1 {
      used = round
      let sent = states
      let sentIn = lastStep
      var merged = states
      let partners = states.map { _ in random.index(below: count - 1) }
      for exchange in GossipRound.run(over: &states, offset: { partners[$0] }) {
        let (sender, receiver) = (exchange.sender, exchange.receiver)
        merged[receiver].merge(sent[sender])
        let label = told(sent[sender])
        steps.append(
          Counterexample.Step(
            event: .delivery(from: sender, to: receiver, label: label, sentIn: sentIn[sender]),
            sentence: "round \(round): n\(receiver + 1) hears \(label) from n\(sender + 1)",
            state: told(merged[receiver])))
        lastStep[receiver] = steps.count - 1
      }
    }
    let lacking = states.firstIndex { told($0).count < count }
    return SimulatedStory(
      lanes: (1...count).map { "n\($0)" }, states: initially, steps: steps, marked: [],
      counts: "\(used) rounds, \(used * count) messages.",
      violation: lacking.map { "n\($0 + 1) knows only \(told(states[$0])) after \(used) rounds" })
  }
}
