import Simulation
import Solutions

extension TracingQuestion {
  /// In which order can the events of a run have happened?
  static let eventOrder = TracingQuestion("event-order") { random in
    let run = TracedRun(events: 5, from: &random)
    guard run.sources.count(where: { $0 != nil }) >= 2 else { return nil }
    let names = run.nodes.indices.map { event in
      let number = run.nodes[...event].count { $0 == run.nodes[event] }
      return (node: TracedRun.nodes[run.nodes[event]], number: number)
    }
    let steps = run.nodes.indices.map { event in
      let name = "event \(names[event].number) of \(names[event].node)"
      guard let source = run.sources[event] else {
        return Choice.right("\(name): it sends a message")
      }
      let sender = names[source]
      return .right("\(name): it receives what \(sender.node) sent in its event \(sender.number)")
    }
    var rules: [Precedence] = []
    for first in run.nodes.indices {
      for second in run.nodes.indices where run.vectors[first].happensBefore(run.vectors[second]) {
        let why =
          run.sources[second] == first
          ? "A message is sent before it is received."
          : run.nodes[first] == run.nodes[second]
            ? "They are events of one node, in the order in which it counted them."
            : "A chain of messages leads from the one to the other."
        rules.append(Precedence(first, before: second, why: why))
      }
    }
    // Who orders them by chance shall seldom be right, and more than one order shall be.
    let orders = LinearOrders(count: steps.count, rules: rules).number
    guard (2...12).contains(orders) else { return nil }
    return Instance(
      Question(
        ask:
          "Events of three nodes, each with its number at its node. Put them into an order in which "
          + "they can have happened.",
        answer: .order(steps, rules),
        why:
          "Of the 120 orders \(orders) can happen: those that keep happens-before. What it does not "
          + "order may stand either way."), outcome: "any")
  }
}

/// The orders of a few things that keep given rules.
private struct LinearOrders {
  /// How many there are.
  let number: Int

  init(count: Int, rules: [Precedence]) {
    number = Self.number(of: Array(0..<count), rules)
  }

  private static func number(of left: [Int], _ rules: [Precedence]) -> Int {
    guard !left.isEmpty else { return 1 }
    return left.filter { next in
      !rules.contains { $0.second == next && left.contains($0.first) }
    }.reduce(0) { sum, next in sum + number(of: left.filter { $0 != next }, rules) }
  }
}
