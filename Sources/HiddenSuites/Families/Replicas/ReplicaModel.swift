import ExerciseKit
import Simulation
import Wire

/// What a suite of replicas is told of its exercise: what a replica can do, and what the events that
/// happened before a state demand of it.
///
/// A replica is anything whose states travel: a state-based type, or a clock whose stamps do.
protocol ReplicaModel: Sendable {
  associatedtype Words: Vocabulary
  /// What a replica does by itself.
  associatedtype Operation: ReplicaOperation
  /// What a replica knows. Equal for states that must be equal.
  associatedtype State: Hashable & Sendable
  /// What a replica shows of its state, as text says it.
  associatedtype Reading: Hashable & Sendable & CustomStringConvertible
  /// What a replica says of itself and another: whether they are equal, or how they are ordered.
  associatedtype Relation: Hashable & Sendable = Bool

  /// What one of them is called: `replica`.
  var noun: String { get }
  /// What `Reading` is called: `value`.
  var quantity: String { get }
  /// The operations of plain histories: few, and simple.
  var plainOperations: [Operation] { get }
  /// Whether the task speaks of replicas that lost their state and are made anew under their old name.
  var rebuilds: Bool { get }

  /// What a node's replica is made from.
  func arguments(for node: NodeID) -> Words.Arguments
  func call(_ operation: Operation) -> Words.Call
  /// The call by which a replica takes in the state in a slot.
  func receipt(of slot: Int) -> Words.Call
  /// What is asked after every event.
  var look: Words.Call { get }
  /// What the answer to `look` shows; nil for an answer to something else.
  func reading(_ answer: Words.Answer) -> Reading?
  /// The call by which a replica says how it relates to that in a slot; nil where the task says nothing of
  /// it.
  func comparison(with slot: Int) -> Words.Call?
  /// What the answer to `comparison` says; nil for an answer to something else.
  func relation(_ answer: Words.Answer) -> Relation?
  /// How a replica that knows this must relate to one that knows that.
  func relation(of left: State, to right: State) -> Relation
  /// What is wrong with how the submission relates two states, as a sentence.
  func complaint(
    about relation: Relation, of left: RelatedState<Self>, to right: RelatedState<Self>
  ) -> String

  /// What a replica must know after these events, computed from them alone.
  func state(after past: CausalPast<Operation>) -> State
  /// What a node's replica must show of a state.
  func reading(of state: State, at node: NodeID) -> Reading
  /// Why, as what follows a colon: `n1 has counted 3, n2 5`.
  func reason(_ state: State) -> String

  /// Draws an operation, an unusual one now and then.
  func draw(_ random: inout RandomSource) -> Operation
  /// Whether a node that has had these events may do this: see the task's rules.
  func isAllowed(_ operation: Operation, after past: CausalPast<Operation>?) -> Bool
  /// Whether a replica may take in a state that these events have led to.
  func canSend(_ past: CausalPast<Operation>) -> Bool
}

extension ReplicaModel {
  var noun: String { "replica" }
  var quantity: String { "value" }
  var rebuilds: Bool { false }
  func comparison(with slot: Int) -> Words.Call? { nil }
  func relation(_ answer: Words.Answer) -> Relation? { nil }
  func isAllowed(_ operation: Operation, after past: CausalPast<Operation>?) -> Bool { true }
  func canSend(_ past: CausalPast<Operation>) -> Bool { true }
}

extension ReplicaModel where Relation == Bool {
  /// Two states are equal when they know the same.
  func relation(of left: State, to right: State) -> Bool { left == right }

  func complaint(
    about isEqual: Bool, of left: RelatedState<Self>, to right: RelatedState<Self>
  ) -> String {
    isEqual
      ? "\(left.name) is == to \(right.name), but they know different things: "
        + "\(reason(left.state)); and \(reason(right.state))"
      : "\(left.name) is not == to \(right.name), though both know the same: \(reason(left.state))"
  }
}

/// One of two states that are compared.
struct RelatedState<Model: ReplicaModel> {
  /// Whose state it is, and after which event.
  let name: String
  let state: Model.State
  let reading: Model.Reading
}

/// What a replica does by itself.
protocol ReplicaOperation: NodeOperation {
  /// What stands beside its event in a drawing: `+3`.
  var label: String { get }
  /// Simpler operations of the same kind, the simplest first.
  var simpler: [Self] { get }
}

/// What can happen at a replica besides taking in a state.
enum ReplicaStep<Operation: ReplicaOperation>: NodeOperation {
  case act(Operation)
  /// It is looked at, and nothing happens.
  case look
  /// It loses its state and is made anew under its old name.
  case startAnew

  private static var looks: String { "looks" }
  private static var startsAnew: String { "starts anew" }

  var phrase: String {
    switch self {
    case .act(let operation): operation.phrase
    case .look: Self.looks
    case .startAnew: Self.startsAnew
    }
  }

  init?(phrase: String) {
    switch phrase {
    case Self.looks: self = .look
    case Self.startsAnew: self = .startAnew
    default:
      guard let operation = Operation(phrase: phrase) else { return nil }
      self = .act(operation)
    }
  }
}

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

typealias ReplicaHistory<Operation: ReplicaOperation> = CausalHistory<ReplicaStep<Operation>>

/// For each event, the events that its state knows of, in order, itself included.
func knownEvents<Operation>(
  of events: some Collection<CausalEvent<ReplicaStep<Operation>>>
) -> [[Int]] {
  var known: [[Int]] = []
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
