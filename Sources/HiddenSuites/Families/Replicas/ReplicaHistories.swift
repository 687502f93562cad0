import ExerciseKit
import Simulation

extension ReplicaModel {
  /// True when every event of a history is one that the task speaks of: a replica that was made anew does
  /// nothing before it has heard of all that it had done, and whatever the model itself demands.
  func isFair(_ history: History) -> Bool {
    var fairness = Fairness(self)
    return history.events.allSatisfy { fairness.accepts($0) }
  }

  /// Whether something may be done after an event.
  /// - Parameter known: what each of these events knows of.
  func isFair(
    _ step: ReplicaStep<Operation>, after previous: Int?, _ events: [Event], _ known: [[Int]]
  ) -> Bool {
    switch step {
    case .look: return true
    case .startAnew: return rebuilds
    case .act(let operation):
      let past = previous.map { CausalPast(events: events, members: known[$0]) }
      guard isAllowed(operation, after: past) else { return false }
      guard let previous, isDeed(operation) else { return true }
      var (next, deeds, wasRebuilt): (Int?, [Int], Bool) = (previous, [], false)
      while let event = next {
        if case .perform(.startAnew) = events[event].action { wasRebuilt = true }
        if let deed = events[event].operation(), isDeed(deed) { deeds.append(event) }
        next = events[event].previous
      }
      return !wasRebuilt || Set(deeds).isSubset(of: known[previous])
    }
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
      let action: Event.Action
      if random.chance(1, in: 24), let own = history.message(from: node, random: &random) {
        action = .receive(own)
      } else if sender == node || random.chance(1, in: 3) {
        let isRebuilt = rebuilds && random.chance(1, in: 8)
        action = .perform(isRebuilt ? .startAnew : .act(operation(&random)))
      } else if let event = history.message(from: sender, random: &random) {
        action = .receive(event)
      } else {
        continue
      }
      let event = Event(node: node, action: action, previous: history.latest(of: node))
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
}

/// Tells event by event whether a history is fair.
private struct Fairness<Model: ReplicaModel> {
  private let model: Model
  private var events: [Model.Event] = []
  private var known: [[Int]] = []

  init(_ model: Model) {
    self.model = model
  }

  /// Adds an event, unless it is not fair.
  mutating func accepts(_ event: Model.Event) -> Bool {
    switch event.action {
    case .perform(let step):
      guard model.isFair(step, after: event.previous, events, known) else { return false }
    case .receive(let received):
      guard model.canSend(CausalPast(events: events, members: known[received])) else {
        return false
      }
    }
    known.append(knownEvents(of: event, at: events.count, after: known))
    events.append(event)
    return true
  }
}
