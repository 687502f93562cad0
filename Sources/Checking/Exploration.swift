public import Wire

/// How far a search may go.
public struct Budget: Hashable, Sendable {
  /// The largest number of states to visit.
  public var states: Int
  /// The largest number of local states of one node.
  public var localStates: Int

  /// Limits a search to this many states, and one node to this many of its own.
  public init(states: Int, localStates: Int = .max) {
    self.states = states
    self.localStates = localStates
  }
}

/// An event of a run: what happens to which node.
public struct GlobalEvent: Hashable, Sendable {
  /// The node's index.
  public var node: Int
  /// What happens to it.
  public var event: LocalEvent

  /// Names a node and an event.
  public init(node: Int, event: LocalEvent) {
    self.node = node
    self.event = event
  }
}

/// The first violation of one check that a search met, which is one of the shortest.
public struct FoundViolation: Hashable, Sendable {
  /// The check's name.
  public var check: String
  /// What went wrong.
  public var sentence: String
  /// The run, from the start to the event that completes the violation.
  public var run: [GlobalEvent]
}

/// What a search found.
public struct Exploration: Sendable {
  /// How the search ended.
  public enum End: Hashable, Sendable {
    /// Every state within the bounds was visited.
    case exhausted
    /// Some violating steps leave nothing to go on from, so what lies behind them was not visited.
    case cutAtViolations
    /// The budget ran out first, or there were more messages or local states than can be packed.
    case budgetSpent
    /// This node had more local states than the budget has, or ones that keep growing.
    case tooManyLocalStates(node: Int)
    /// The subject stopped.
    case stopped(Stop)
  }

  /// How the search ended.
  public var end: End
  /// The number of distinct states visited.
  public var states: Int
  /// The number of transitions: timeouts, restarts that change something, deliveries of requests, and
  /// deliveries of replies that are not ignored; the step into the initial state counts as one.
  public var transitions: Int
  /// The largest number of events from the start to a state, along shortest runs.
  public var depth: Int
  /// The number of distinct (local state, event) pairs the subject was asked for.
  public var questions: Int
  /// The memory of the search itself, in bytes, at its end.
  public var bytes: Int
  /// The first violation of each check that broke, in the order found.
  public var violations: [FoundViolation]
  /// The run on whose last event the subject stopped; nil when it did not, or on no single event.
  public var stoppedRun: [GlobalEvent]?
  /// One of the shortest runs along which the local states of one node keep growing, where there were
  /// too many of them and the model can tell.
  public var growingRun: [GlobalEvent]?
}

/// Visits every state of a cluster within the bounds of its model, breadth first.
///
/// The network is the set of all messages ever sent: any of them may arrive at any moment, any
/// number of times, or never, which is loss, duplication and reordering in one rule. The order of the
/// search depends on nothing but the model, so counts and counterexamples are the same on every run;
/// and no state of one depth is visited before all of the depth above, so the first violation of a
/// check is among the shortest.
public func explore(
  _ makeModel: () throws(Stop) -> any ClusterModel, budget: Budget
) throws(Stop) -> Exploration {
  // Most clusters fit one machine word of messages, which is twice as fast; a wider one starts over.
  if let result = try Explorer<UInt64>(try makeModel(), budget: budget).run() { return result }
  let wide = Explorer<UInt128>(try makeModel(), budget: budget)
  // Too wide for that as well: what was found until then was found.
  return try wide.run() ?? wide.result(.budgetSpent)
}
