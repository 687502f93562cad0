import ExerciseKit
import Simulation
import Wire

/// What a suite of replicas is told of its exercise: what a replica can do, how it is asked, and what the
/// events that happened before a state demand of it.
///
/// A replica is anything whose states travel: a state-based type, or a clock whose stamps do. One of which
/// nothing is seen but one value needs only a `ValueModel`.
protocol ReplicaModel: Sendable {
  /// What a replica does by itself.
  associatedtype Operation: ReplicaOperation
  /// What a replica shows when it is looked at, as text says it.
  associatedtype Reading: Hashable & Sendable & CustomStringConvertible
  /// What the call of an operation returns.
  associatedtype Returned: Hashable & Sendable
  /// What is asked of a replica that is looked at.
  associatedtype Look: Sendable
  /// What an event demands of the answers to it.
  associatedtype Demand: Sendable
  /// The ways to be wrong that different checks are for.
  associatedtype Kind: Hashable & Sendable & CaseIterable
  /// What a replica says of its state and another: whether they are equal, or how they are ordered.
  associatedtype Relation: StateRelation = Bool

  typealias Event = CausalEvent<ReplicaStep<Operation>>
  typealias History = ReplicaHistory<Operation>
  typealias Sight = ReplicaSight<Self>
  typealias Fault = ReplicaFault<Kind>

  /// What one of them is called: `replica`.
  var noun: String { get }
  /// What `Reading` is called: `value`.
  var quantity: String { get }
  /// What is drawn of a replica to which nothing has happened.
  var blank: String { get }
  /// The operations of plain histories: few, and simple.
  var plainOperations: [Operation] { get }
  /// What is done to a state and to a copy of it.
  var fork: ForkOperations<Operation> { get }
  /// Whether the task speaks of replicas that lost their state and are made anew under their old name.
  var rebuilds: Bool { get }
  /// Whether the task says how two states relate, such as when they are `==`.
  var comparesStates: Bool { get }

  // Asking.

  /// Writes what a node's replica is made from.
  func make(for node: NodeID, in writer: inout ByteWriter)
  func write(_ question: ReplicaQuestion<Self>, to writer: inout ByteWriter)
  /// How states are looked at while these events are asked about.
  /// - Parameter isDrawn: true for events that chance has drawn, of which there are many.
  func attention(to events: [Event], isDrawn: Bool) -> Attention<Look>
  func returned(
    by operation: Operation, _ reader: inout ByteReader
  ) throws(WireError) -> Returned
  /// Reads what comes of taking in a state.
  func received(_ reader: inout ByteReader) throws(WireError)
  func reading(to look: Look, _ reader: inout ByteReader) throws(WireError) -> Reading
  func relation(_ reader: inout ByteReader) throws(WireError) -> Relation

  // Judging.

  /// What each of these events demands.
  /// - Parameter looksAt: whether somebody looks at the state after an event.
  func demands(of events: [Event], looksAt: (Int) -> Bool) -> [Demand]
  /// Whether nothing is wrong at an event. What is not met may be no fault all the same.
  func isMet(_ demand: Demand, by sight: Sight) -> Bool
  /// What is wrong at an event in some ways, the first to be told first.
  func faults(at event: Int, among kinds: Set<Kind>, in record: ReplicaRecord<Self>) -> [Fault]
  /// How two states differ that must be alike; nil when they do not.
  func difference(between left: Int, and right: Int, in record: ReplicaRecord<Self>) -> String?
  /// What a node must show of a state, for examples that say so; nil where they do not.
  func expectation(after past: CausalPast<Operation>, at node: NodeID) -> String?
  /// How the states after two of these events must relate, the left one's first.
  func relations(of events: [Event]) -> (_ left: Int, _ right: Int) -> Relation
  /// What is wrong with how the submission relates the states after two events, as a sentence.
  func complaint(
    about relation: Relation, of pair: (left: Int, right: Int), in record: ReplicaRecord<Self>
  ) -> String
  /// A number for each event, the same for states that must be `==`.
  func equalStates(of events: [Event]) -> [Int]
  /// What a state knows, as what follows a colon: `n1 has counted 3, n2 5`.
  func reason(after past: CausalPast<Operation>) -> String
  /// What two states do that must be alike, to show what is hidden in them.
  func followUps(after history: History) -> [Event.Action]

  // Drawing.

  /// What replicas do in a random history.
  func drawing(
    _ situation: ReplicaSituation, random: inout RandomSource
  ) -> (inout RandomSource) -> Operation
  /// Whether an operation counts as what its replica has done, which one that is made anew must have
  /// heard of before it goes on.
  func isDeed(_ operation: Operation) -> Bool
  /// What can be done with the same thing as an operation does, itself among it.
  func kin(of operation: Operation) -> [Operation]
  /// What takes back what an operation has done; nil where nothing does.
  func undoing(_ operation: Operation) -> Operation?
  /// Whether a node that has had these events may do this: see the task's rules.
  func isAllowed(_ operation: Operation, after past: CausalPast<Operation>?) -> Bool
  /// Whether a replica may take in a state that these events have led to.
  func canSend(_ past: CausalPast<Operation>) -> Bool
  /// Long runs.
  func runs(_ random: inout RandomSource) -> [LongRun<Operation>]
  /// What the laws are tried after besides random histories.
  var lawExamples: [History] { get }

  // Telling.

  /// What was seen of an event, after the replica's name: `shows 3`.
  func text(of sight: Sight) -> String
  /// What a replica did, after its name.
  func sentence(of operation: Operation, returning returned: Returned?) -> String
  /// Histories that differ from this one in something simpler.
  func simpler(than history: History) -> [History]
}

extension ReplicaModel {
  var noun: String { "replica" }
  var quantity: String { "value" }
  var blank: String { "" }
  var rebuilds: Bool { false }
  var comparesStates: Bool { false }
  var lawExamples: [History] { [] }
  var fork: ForkOperations<Operation> {
    let (first, last) = (plainOperations[0], plainOperations[plainOperations.count - 1])
    return ForkOperations(
      before: first, elsewhere: last, changes: plainOperations, afterwards: [first, last])
  }

  func equalStates(of events: [Event]) -> [Int] { Array(events.indices) }
  func reason(after past: CausalPast<Operation>) -> String { "" }
  func expectation(after past: CausalPast<Operation>, at node: NodeID) -> String? { nil }
  func isDeed(_ operation: Operation) -> Bool { true }
  func kin(of operation: Operation) -> [Operation] { [operation] }
  func undoing(_ operation: Operation) -> Operation? { nil }
  func isAllowed(_ operation: Operation, after past: CausalPast<Operation>?) -> Bool { true }
  func canSend(_ past: CausalPast<Operation>) -> Bool { true }

  func difference(between left: Int, and right: Int, in record: ReplicaRecord<Self>) -> String? {
    guard let one = record.sights[left].reading, let other = record.sights[right].reading,
      one != other
    else { return nil }
    return "one shows \(one), the other \(other)"
  }

  func followUps(after history: History) -> [Event.Action] {
    Set(history.nodes.compactMap(history.latest(of:))).sorted().map { .receive($0) }
  }

  func text(of sight: Sight) -> String {
    "shows \(sight.reading.map(\.description) ?? "nothing")"
  }

  func sentence(of operation: Operation, returning returned: Returned?) -> String {
    operation.phrase
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

extension ReplicaModel where Relation == Bool {
  func relation(_ reader: inout ByteReader) throws(WireError) -> Bool { try reader.bool() }

  func relations(of events: [Event]) -> (_ left: Int, _ right: Int) -> Bool {
    let states = equalStates(of: events)
    return { states[$0] == states[$1] }
  }

  func complaint(
    about isEqual: Bool, of pair: (left: Int, right: Int), in record: ReplicaRecord<Self>
  ) -> String {
    func state(_ event: Int) -> String {
      "\(name(of: record.events[event].node))'s state after event \(event + 1)"
    }
    func reason(_ event: Int) -> String { self.reason(after: record.past(of: event)) }
    return isEqual
      ? "\(state(pair.left)) is == to \(state(pair.right)), but they know different things: "
        + "\(reason(pair.left)); and \(reason(pair.right))"
      : "\(state(pair.left)) is not == to \(state(pair.right)), though both know the same: "
        + reason(pair.left)
  }
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

/// What the value in a slot is asked or told.
enum ReplicaQuestion<Model: ReplicaModel> {
  case act(Model.Operation)
  case receive(slot: Int)
  case look(Model.Look)
  /// How it relates to the value in another slot.
  case relation(slot: Int)
}

/// What was seen of one event.
struct ReplicaSight<Model: ReplicaModel>: Hashable, Sendable {
  /// What its operation returned; nil for other events.
  var returned: Model.Returned?
  /// What its replica showed after it; nil where nobody looked.
  var reading: Model.Reading?
  /// What the same state showed after everything else; nil where nobody looked again.
  var later: Model.Reading?
}

/// One wrong answer, and why it is wrong.
struct ReplicaFault<Kind: Hashable & Sendable>: Sendable {
  /// Nil for a state that shows something else when it is looked at again.
  var kind: Kind?
  /// What is wrong, in one sentence without a full stop.
  var sentence: String
  /// The events that contradict each other, in order.
  var events: [Int]
}

/// How states are looked at while events are asked about.
struct Attention<Look: Sendable>: Sendable {
  var look: Look
  /// Every so many events somebody looks, and after the last.
  var interval = 1
  /// The only events after which somebody looks; nil for no such choice.
  var places: Set<Int>?
  /// True to look at every such state once more after all events.
  var looksAgain = false

  func isPaid(to event: Int, of count: Int) -> Bool {
    if let places { return places.contains(event) }
    return interval == 1 || event % interval == 0 || event + 1 == count
  }
}

/// What kind of random history operations are drawn for.
enum ReplicaSituation {
  /// Plain operations; the number tells several such histories apart.
  case plain(Int)
  /// Operations that are odd in the way that has this number.
  case odd(Int)
  /// Operations about so many things that are easily taken for each other.
  case alike(Int)
}
