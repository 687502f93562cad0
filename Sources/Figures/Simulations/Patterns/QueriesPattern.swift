import Clusters
import ExerciseKit
import Parameters
import Solutions

/// A node that hears facts about who waits for whom, or refers to whom, and answers a question as soon as it can.
struct QueryingNode: ToldNode {
  enum Input { case learn(Int), tell }
  typealias Edge = ReferenceGraph.Edge
  typealias Message = [Edge]
  typealias Stored = [Edge]
  /// A thing of which it says yes.
  typealias Sight = String
  typealias Effect = FaultyRun<QueryingNode>.Effect

  static let ids = (1...3).map { NodeID($0) }
  static let things = ["a", "b", "c", "d", "e"]
  private let others: [NodeID]
  private let asksCycle: Bool
  private(set) var facts: [Edge]
  private var said: Set<String> = []

  init(_ id: NodeID, _ stored: Stored?, asksCycle: Bool) {
    others = Self.ids.filter { $0 != id }
    facts = stored ?? []
    self.asksCycle = asksCycle
    said = Set(answers)
  }

  static func isTrue(_ thing: String, of facts: [Edge], asksCycle: Bool) -> Bool {
    var graph = ReferenceGraph()
    for fact in facts { graph.learn(fact) }
    return asksCycle ? graph.isInCycle(thing) : graph.isUnreachable(thing, from: "a")
  }

  var told: String {
    "\(facts.count) facts" + (said.isEmpty ? "" : ", yes: \(said.sorted().joined(separator: " "))")
  }
  private static func edge(_ choice: Int) -> Edge {
    Edge(things[choice % 5], things[choice / 5 % 5])
  }
  static func label(_ input: Input) -> String {
    switch input {
    case .learn(let choice): "learns \(edge(choice).from)>\(edge(choice).to)"
    case .tell: "tells its facts"
    }
  }
  static func label(_ message: Message) -> String { "\(message.count) facts" }
  static func label(_ sight: String) -> String { "says yes of \(sight)" }

  mutating func take(_ input: Input) -> [Effect] {
    guard case .learn(let choice) = input else { return others.map { .send(facts, to: $0) } }
    return learn([Self.edge(choice)])
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] { learn(message) }

  private mutating func learn(_ edges: [Edge]) -> [Effect] {
    let news = edges.filter { !facts.contains($0) }
    guard !news.isEmpty else { return [] }
    facts += news
    let yes = answers.filter { !said.contains($0) }
    said.formUnion(yes)
    return [.persist(facts)] + yes.map { .show($0) }
  }

  /// The things of which the facts say yes. Of what nobody has mentioned there is nothing to say.
  private var answers: [String] {
    let known = Set(facts.flatMap { [$0.from, $0.to] })
    return Self.things.filter {
      known.contains($0) && Self.isTrue($0, of: facts, asksCycle: asksCycle)
    }
  }

  static func broken(_ run: FaultyRun<Self>) -> Broken? {
    let facts = Array(Set(run.steps.flatMap(\.after.facts)))
    for (number, step) in run.steps.enumerated() {
      for thing in step.shown where !isTrue(thing, of: facts, asksCycle: step.after.asksCycle) {
        let other = run.steps.lastIndex {
          !isTrue(thing, of: $0.after.facts, asksCycle: step.after.asksCycle)
        }
        return Broken(
          sentence: "\(step.node) says yes of \(thing), and a fact that it had not heard says no",
          steps: [number] + (other.map { [$0] } ?? []))
      }
    }
    return nil
  }

  static func unfinished(_ run: FaultyRun<Self>) -> Broken? {
    run.difference { $0.said.sorted().joined(separator: " ") }
  }
}

extension SimulatedPattern {
  static let monotoneQueries = SimulatedPattern(
    "monotone-queries",
    guarantee: "A yes that is given at once, without asking anybody, never has to be taken back.",
    model: usualModel + "; a question that is monotone",
    nodes: QueryingNode.ids,
    on: {
      var network = Network(steps: 250, calm: 200)
      network.hasDisks = false
      return network
    }(),
    parameters: [
      Parameter(
        "ask", "whether something waits for itself, or nothing refers to it any more",
        .choice(["cycle", "garbage"]), standard: "cycle")
    ],
    beyond: [Beyond("ask", is: "garbage", what: "a question that is not monotone")],
    start: { arguments, id, stored in
      QueryingNode(id, stored, asksCycle: arguments.text("ask") == "cycle")
    },
    input: { turn in turn.choice < 100 && !turn.isCalm ? .learn(turn.choice) : .tell })
}
