import Dialects
import ExerciseKit
import Simulation

/// What a process does by itself. Receiving counts as an event too: the clock merges, then ticks.
enum TraceDeed: ReplicaOperation {
  case tick

  init?(phrase: String) {
    guard phrase == "ticks" else { return nil }
    self = .tick
  }

  var phrase: String { "ticks" }
  var label: String { "tick" }
  var simpler: [TraceDeed] { [] }
}

/// Processes that send each other their clocks. Which event comes before which is known from the messages
/// alone: a path of events and messages leads from it to the other.
struct TraceModel: ValueModel {
  typealias Words = ObjectWords

  /// What a submission says of the clocks of two events.
  struct Relation: StateRelation {
    var order: ClockOrder
    var isEqual: Bool
  }

  /// A clock as it is written.
  struct Reading: Hashable, Sendable, CustomStringConvertible {
    let part: [Int128]
    var description: String { NumberDomain.clock.text(part) }
  }

  let noun = "process"
  let quantity = "clock"
  let blank = "[]"
  let plainOperations = [TraceDeed.tick]
  let look = ObjectWords.Call(operation: 13, numbers: [])

  func arguments(for node: NodeID) -> ObjectWords.Arguments {
    .init(type: 0, numbers: [Int128(node.number)])
  }

  func call(_ operation: TraceDeed) -> ObjectWords.Call { .init(operation: 11, numbers: []) }

  func receipt(of slot: Int) -> ObjectWords.Call { .init(operation: 12, numbers: [Int128(slot)]) }

  func comparison(with slot: Int) -> ObjectWords.Call? {
    .init(operation: 14, numbers: [Int128(slot)])
  }

  func reading(_ answer: ObjectWords.Answer) -> Reading? {
    answer.kind == 1 && answer.numbers.count % 2 == 0 ? Reading(part: answer.numbers) : nil
  }

  func relation(_ answer: ObjectWords.Answer) -> Relation? {
    guard answer.kind == 4, let last = answer.numbers.last, let order = ClockOrder(answer) else {
      return nil
    }
    return Relation(order: order, isEqual: last == 1)
  }

  /// How many events each process has had: a receipt is one as well.
  func state(after past: CausalPast<TraceDeed>) -> SparseClock {
    var clock = SparseClock()
    for event in past.members {
      clock[Int128(identifier(of: past.events[event].node).number)] += 1
    }
    return clock
  }

  func reading(of state: SparseClock, at node: NodeID) -> Reading { Reading(part: state.part) }

  func reason(_ state: SparseClock) -> String {
    "it knows of the events \(NumberDomain.clock.text(state.part))"
  }

  func relations(of events: [Event]) -> (_ left: Int, _ right: Int) -> Relation {
    let known = knownEvents(of: events)
    return { left, right in
      let order = Self.order(of: (left, right), known)
      return Relation(order: ClockOrder(order), isEqual: order == .equal)
    }
  }

  private static func order(of pair: (left: Int, right: Int), _ known: [[Int]]) -> Causality {
    if pair.left == pair.right { return .equal }
    if known[pair.right].contains(pair.left) { return .before }
    return known[pair.left].contains(pair.right) ? .after : .concurrent
  }

  func complaint(
    about relation: Relation, of pair: (left: Int, right: Int),
    in record: ReplicaRecord<TraceModel>
  ) -> String {
    let expected = Self.order(of: pair, record.known)
    let reason =
      switch expected {
      case .before: "a path of messages leads from the first event to the second"
      case .after: "a path of messages leads from the second event to the first"
      case .concurrent, .equal: "no path of messages connects the two events"
      }
    let clocks = [pair.left, pair.right].map {
      record.sights[$0].reading?.description ?? "the clock of event \($0 + 1)"
    }.joined(separator: ", ")
    if relation.order.causality != expected {
      return
        "compare(\(clocks)) is \(relation.order.causality); \(reason), so it must be \(expected)"
    }
    return relation.order.contradiction.map { "\($0) for \(clocks), but \(reason)" }
      ?? "the clocks \(clocks) of two different events are == to each other"
  }

  func draw(_ random: inout RandomSource) -> TraceDeed { .tick }
}
