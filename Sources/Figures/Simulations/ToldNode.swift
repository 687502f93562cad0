import Clusters
import ExerciseKit

/// A protocol as it can be run and told of: a node, what nodes send each other, a line that says how a node is,
/// and what is promised.
///
/// What is promised is watched in three ways, and a node has those that it needs: one thing that was seen can be
/// wrong by itself (`flaw`), two cannot both be (`contradiction`), and something must have come about once the
/// faults have ended (`unfinished`).
protocol ToldNode: Restartable {
  /// Its state, in a few characters.
  var told: String { get }
  /// Each in a few characters.
  static func label(_ input: Input) -> String
  static func label(_ message: Message) -> String
  static func label(_ sight: Sight) -> String
  /// What is wrong with something that was seen, as a clause about its node; nil for nothing.
  static func flaw(_ sight: Sight) -> String?
  /// Why two things that were seen cannot both be, as a clause about the later's node that ends before the
  /// earlier's; nil when they can.
  static func contradiction(_ earlier: Sight, _ later: Sight) -> String?
  /// What is broken in all that was seen.
  static func broken(_ run: FaultyRun<Self>) -> Broken?
  /// What has not come about, after faults that ended and much time.
  static func unfinished(_ run: FaultyRun<Self>) -> Broken?
}

/// What is broken, and the steps that show it, by their places among those that were kept.
struct Broken {
  /// A sentence without a full stop.
  let sentence: String
  let steps: [Int]
}

extension ToldNode {
  static func label(_ input: Input) -> String { "\(input)" }
  static func label(_ message: Message) -> String { "\(message)" }
  static func label(_ sight: Sight) -> String { "\(sight)" }
  static func flaw(_ sight: Sight) -> String? { nil }
  static func contradiction(_ earlier: Sight, _ later: Sight) -> String? { nil }
  static func unfinished(_ run: FaultyRun<Self>) -> Broken? { nil }

  static func broken(_ run: FaultyRun<Self>) -> Broken? {
    var seen: [(sight: Sight, step: Int)] = []
    for (number, step) in run.steps.enumerated() {
      for sight in step.shown {
        if let clause = flaw(sight) {
          return Broken(sentence: "\(step.node) \(clause)", steps: [number])
        }
        for earlier in seen {
          guard let clause = contradiction(earlier.sight, sight) else { continue }
          let first = run.steps[earlier.step].node
          return Broken(
            sentence: "\(step.node) \(clause) \(first)", steps: [earlier.step, number])
        }
        seen.append((sight, number))
      }
    }
    return nil
  }
}

extension FaultyRun where Node: ToldNode {
  /// The nodes that are there, with their names.
  var named: [(id: NodeID, node: Node)] { ids.compactMap { id in self[id].map { (id, $0) } } }

  /// The last step of each of some nodes, in the order of the run.
  func lastSteps(of nodes: [NodeID]) -> [Int] {
    nodes.compactMap { id in steps.lastIndex { $0.node == id } }.sorted()
  }

  /// The first node about which there is something to say, as a clause.
  func lack(_ clause: (Node) -> String?) -> Broken? {
    for (id, node) in named {
      if let clause = clause(node) {
        return Broken(sentence: "\(id) \(clause)", steps: lastSteps(of: [id]))
      }
    }
    return nil
  }

  /// Two nodes that should have come to the same; nil for a node that does not count.
  func difference(_ outcome: (Node) -> String?) -> Broken? {
    let outcomes = named.compactMap { id, node in outcome(node).map { (id: id, text: $0) } }
    guard let first = outcomes.first, let other = outcomes.first(where: { $0.text != first.text })
    else { return nil }
    return Broken(
      sentence: "in the end \(first.id) has \(first.text) and \(other.id) has \(other.text)",
      steps: lastSteps(of: [first.id, other.id]))
  }
}
