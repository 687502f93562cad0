import ExerciseKit

typealias ReplicaHistory<Operation: ReplicaOperation> = CausalHistory<ReplicaStep<Operation>>

/// The events that a state knows of, itself the last. What a replica knew before it was made anew, it
/// knows only from others.
struct CausalPast<Operation: ReplicaOperation>: Sendable {
  typealias Event = CausalEvent<ReplicaStep<Operation>>

  /// All events of the history, before and beside these.
  let events: [Event]
  /// Which of them these are, in order.
  let members: [Int]

  /// What was done, and where.
  var operations: [(node: NodeID, operation: Operation)] {
    members.compactMap { member in
      guard case .perform(.act(let operation)) = events[member].action else { return nil }
      return (identifier(of: events[member].node), operation)
    }
  }
}

extension CausalEvent {
  /// What was done by itself; nil for anything else that happens.
  func operation<Done>() -> Done? where Operation == ReplicaStep<Done> {
    if case .perform(.act(let operation)) = action { operation } else { nil }
  }
}

/// Events, what was seen of them, and which of them each state knows of.
struct ReplicaRecord<Model: ReplicaModel>: Sendable {
  let events: [Model.Event]
  let sights: [ReplicaSight<Model>]
  let attention: Attention<Model.Look>
  /// For each event, the events that its state knows of, in order, itself included.
  let known: [[Int]]

  init(
    _ events: [Model.Event], _ sights: [ReplicaSight<Model>], _ attention: Attention<Model.Look>
  ) {
    self.events = events
    self.sights = sights
    self.attention = attention
    known = knownEvents(of: events)
  }

  /// What the state after an event knows of.
  func past(of event: Int) -> CausalPast<Model.Operation> {
    CausalPast(events: events, members: known[event])
  }

  /// What an event's replica knew before it, nothing at its first.
  func past(before event: Int) -> CausalPast<Model.Operation> {
    CausalPast(events: events, members: events[event].previous.map { known[$0] } ?? [])
  }
}

/// For each event, the events that its state knows of, in order, itself included.
func knownEvents<Operation>(
  of events: some Collection<CausalEvent<ReplicaStep<Operation>>>
) -> [[Int]] {
  var known: [[Int]] = []
  known.reserveCapacity(events.count)
  for (index, event) in events.enumerated() {
    known.append(knownEvents(of: event, at: index, after: known))
  }
  return known
}

/// The same for one event more.
func knownEvents<Operation>(
  of event: CausalEvent<ReplicaStep<Operation>>, at index: Int, after known: [[Int]]
) -> [Int] {
  switch event.action {
  case .perform(.startAnew): return [index]
  case .perform: return (event.previous.map { known[$0] } ?? []) + [index]
  case .receive(let received):
    let own = event.previous.map { known[$0] } ?? []
    return union(own, known[received]) + [index]
  }
}

/// Two ascending lists as one.
private func union(_ left: [Int], _ right: [Int]) -> [Int] {
  guard let leftLast = left.last, let rightLast = right.last else { return left + right }
  // The one that ends later often holds the other.
  let (long, short) = leftLast >= rightLast ? (left, right) : (right, left)
  if short.isEmpty { return long }
  var merged: [Int] = []
  merged.reserveCapacity(long.count + short.count)
  var rest = short[...]
  for event in long {
    while let next = rest.first, next <= event {
      if next < event { merged.append(next) }
      rest.removeFirst()
    }
    merged.append(event)
  }
  return merged + rest
}
