import ExerciseKit
import Simulation

extension ReplicaModel {
  typealias History = ReplicaHistory<Operation>

  /// True when every event of a history is one that the task speaks of: a replica that was made anew
  /// does nothing before it has heard of all that it had done, and whatever the model itself demands.
  func isFair(_ history: History) -> Bool {
    var fairness = Fairness(self)
    return history.events.allSatisfy { fairness.accepts($0) }
  }

  /// A random history in which states arrive late, twice, out of order or never.
  /// - Parameters:
  ///   - rebuilds: true when replicas now and then lose their state.
  ///   - operation: draws what a replica does by itself.
  func history(
    nodes: [Int], eventCount: Int, rebuilds: Bool = false, random: inout RandomSource,
    operation: (inout RandomSource) -> Operation
  ) -> History {
    var history = History(nodes: nodes)
    var fairness = Fairness(self)
    // What is not fair is drawn again; a history in which nothing else can happen ends early.
    for _ in 0..<eventCount * 8 where history.events.count < eventCount {
      let node = nodes[random.index(below: nodes.count)]
      let sender = nodes[random.index(below: nodes.count)]
      let action: CausalEvent<ReplicaStep<Operation>>.Action
      if sender == node || random.chance(1, in: 3) {
        let isRebuilt = rebuilds && random.chance(1, in: 8)
        action = .perform(isRebuilt ? .startAnew : .act(operation(&random)))
      } else if let event = history.message(from: sender, random: &random) {
        action = .receive(event)
      } else {
        continue
      }
      let event = CausalEvent(node: node, action: action, previous: history.latest(of: node))
      if fairness.accepts(event) { history.append(action, at: node) }
    }
    return history
  }

  /// The history until everybody knows everything, as far as that is fair.
  func converged(_ history: History) -> History {
    var converged = history
    converged.converge()
    return isFair(converged) ? converged : history
  }

  /// The histories that differ from this one in one simpler operation.
  func simpler(than history: History) -> [History] {
    history.events.indices.flatMap { index -> [History] in
      guard case .perform(.act(let operation)) = history.events[index].action else { return [] }
      return operation.simpler.map { simpler in
        var changed = History(nodes: history.nodes)
        for (place, event) in history.events.enumerated() {
          changed.append(place == index ? .perform(.act(simpler)) : event.action, at: event.node)
        }
        return changed
      }
    }
  }
}

/// Tells event by event whether a history is fair.
private struct Fairness<Model: ReplicaModel> {
  private let model: Model
  private var events: [CausalEvent<ReplicaStep<Model.Operation>>] = []
  private var known: [[Int]] = []
  /// What each node has done in all its lives.
  private var deeds: [Int: Set<Int>] = [:]
  private var rebuilt: Set<Int> = []

  init(_ model: Model) {
    self.model = model
  }

  /// Adds an event, unless it is not fair.
  mutating func accepts(_ event: CausalEvent<ReplicaStep<Model.Operation>>) -> Bool {
    let before = event.previous.map { known[$0] } ?? []
    switch event.action {
    case .perform(.startAnew):
      guard model.rebuilds else { return false }
      rebuilt.insert(event.node)
    case .perform(.act(let operation)):
      let past = event.previous.map { _ in CausalPast(events: events, members: before) }
      guard model.isAllowed(operation, after: past),
        !rebuilt.contains(event.node)
          || (deeds[event.node] ?? []).isSubset(of: before)
      else { return false }
      deeds[event.node, default: []].insert(events.count)
    case .receive(let received):
      guard model.canSend(CausalPast(events: events, members: known[received])) else {
        return false
      }
    case .perform(.look): break
    }
    known.append(knownEvents(of: event, at: events.count, after: known))
    events.append(event)
    return true
  }
}
