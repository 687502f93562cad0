import ExerciseKit

/// A law of merging, tried on the states that a history leaves at its replicas.
///
/// Source: Shapiro et al. 2011, section 2.3.
enum ReplicaLaw: String, Hashable, Sendable, CaseIterable {
  /// Merging a state again, or one's own, changes nothing.
  case idempotent
  /// It does not matter which of two replicas merges the other.
  case commutative
  /// It does not matter which of three states are merged first.
  case associative
  /// Nothing that was merged is lost: to merge it once more, or what one was before, changes nothing.
  case neverLoses

  /// What the law demands of a history's replicas.
  func demand(of nodes: [Int]) -> String {
    let names = nodes.map(name(of:))
    return switch self {
    case .idempotent: "merging a state again must change nothing"
    case .commutative:
      "\(names[0]) merging \(names[1]) must give what \(names[1]) merging \(names[0]) gives"
    case .associative:
      "merging \(names[1]) and then \(names[2]) must give what merging \(names[1]) with \(names[2]) in "
        + "it gives"
    case .neverLoses: "after merging, neither side's state before it may bring anything new"
    }
  }

  /// The trials of this law after a history; none while a replica they need has no event yet.
  func trials<Model: ReplicaModel>(
    after history: Model.History, of model: Model
  ) -> [LawTrial<Model>] {
    let latest = history.nodes.map(history.latest(of:))
    guard latest.count > 1, let first = latest[0], let second = latest[1] else { return [] }
    var trial = LawTrial(model, history, law: self)
    switch self {
    case .idempotent:
      let once = trial.merge(second, into: first)
      var (again, own) = (trial, trial)
      again.compare(once, again.merge(second, into: once))
      own.compare(once, own.merge(once, into: once))
      return [again, own]
    case .commutative:
      trial.compare(trial.merge(second, into: first), trial.merge(first, into: second))
    case .associative:
      guard latest.count > 2, let third = latest[2] else { return [] }
      let inTurn = trial.merge(third, into: trial.merge(second, into: first))
      let other = trial.merge(trial.merge(third, into: second), into: first)
      trial.copied = (of: first, events: [other])
      trial.compare(inTurn, other)
    case .neverLoses:
      let once = trial.merge(second, into: first)
      trial.compare(once, trial.merge(first, into: trial.merge(second, into: once)))
    }
    return [trial]
  }
}

/// A history, the merges tried after it, and which two of them must leave equal states behind.
struct LawTrial<Model: ReplicaModel>: Sendable {
  let model: Model
  let history: Model.History
  let law: ReplicaLaw
  private(set) var events: [Model.Event]
  /// The states that must show the same, whatever then happens to them.
  private(set) var pair = (left: 0, right: 0)
  /// What then happens to both, to show what is hidden in them.
  private(set) var followUps: [(left: Int, right: Int)] = []
  /// Whose state was set aside, to be merged in the other order, and what a copy of it then has.
  fileprivate(set) var copied: (of: Int, events: Set<Int>)?

  fileprivate init(_ model: Model, _ history: Model.History, law: ReplicaLaw) {
    (self.model, self.history, self.law) = (model, history, law)
    events = history.events
  }

  fileprivate mutating func merge(_ received: Int, into previous: Int) -> Int {
    happen(.receive(received), after: previous)
  }

  fileprivate mutating func compare(_ left: Int, _ right: Int) {
    pair = (left, right)
    for action in model.followUps(after: history) {
      followUps.append((happen(action, after: left), happen(action, after: right)))
    }
  }

  private mutating func happen(_ action: Model.Event.Action, after previous: Int) -> Int {
    events.append(
      Model.Event(node: events[previous].node, action: action, previous: previous))
    return events.count - 1
  }

  /// The events whose states are looked at: the pair, and what receives a state afterwards. What else
  /// happens afterwards shows in what it returns.
  var compared: [Int] {
    [pair.left, pair.right]
      + followUps.flatMap { [$0.left, $0.right] }.filter {
        if case .receive = events[$0].action { true } else { false }
      }
  }

  /// What can be seen of the law being broken; nil when it holds.
  /// - Parameters:
  ///   - sights: those of all events.
  ///   - areEqual: what the two are to each other by `==`; nil where nobody asked.
  /// - Returns: the two events after which it shows, and how.
  func difference(
    in sights: [ReplicaSight<Model>], areEqual: Bool?, _ attention: Attention<Model.Look>
  ) -> (places: [Int], text: String)? {
    let differing = ([pair] + followUps).filter { sights[$0.left] != sights[$0.right] }
    if differing.isEmpty, areEqual != false { return nil }
    let record = ReplicaRecord(events, sights, attention)
    if let first = differing.first, first == pair,
      let text = model.difference(between: pair.left, and: pair.right, in: record)
    {
      return ([pair.left, pair.right], text)
    }
    if areEqual == false { return ([pair.left, pair.right], "the two are not == to each other") }
    for (left, right) in differing where (left, right) != pair {
      guard let text = model.difference(between: left, and: right, in: record) else { continue }
      guard case .receive = events[left].action else {
        return ([pair.left, pair.right], text)
      }
      return ([left, right], "when both then merge another state, " + text)
    }
    return nil
  }
}
