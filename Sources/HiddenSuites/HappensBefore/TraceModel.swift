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
struct TraceModel: ReplicaModel {
  typealias Words = ObjectWords

  /// What a submission says of the clocks of two events.
  struct Relation: Hashable, Sendable {
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
  let plainOperations = [TraceDeed.tick]
  let look = ObjectWords.Call(operation: 11, numbers: [])

  func arguments(for node: NodeID) -> ObjectWords.Arguments {
    .init(type: 0, numbers: [Int128(node.number)])
  }

  func call(_ operation: TraceDeed) -> ObjectWords.Call { .init(operation: 9, numbers: []) }

  func receipt(of slot: Int) -> ObjectWords.Call { .init(operation: 10, numbers: [Int128(slot)]) }

  func comparison(with slot: Int) -> ObjectWords.Call? {
    .init(operation: 12, numbers: [Int128(slot)])
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

  /// The events that lead to a state, itself the last.
  func state(after past: CausalPast<TraceDeed>) -> [Int] { past.members }

  func relation(of left: [Int], to right: [Int]) -> Relation {
    guard let first = left.last, let second = right.last, first != second else {
      return Relation(order: ClockOrder(.equal), isEqual: true)
    }
    let order: Causality =
      right.contains(first) ? .before : left.contains(second) ? .after : .concurrent
    return Relation(order: ClockOrder(order), isEqual: false)
  }

  func complaint(
    about relation: Relation, of left: RelatedState<TraceModel>, to right: RelatedState<TraceModel>
  ) -> String {
    let expected = self.relation(of: left.state, to: right.state).order.causality
    let reason =
      switch expected {
      case .before: "a path of messages leads from the first event to the second"
      case .after: "a path of messages leads from the second event to the first"
      case .concurrent, .equal: "no path of messages connects the two events"
      }
    let pair = "\(left.reading), \(right.reading)"
    if relation.order.causality != expected {
      return "compare(\(pair)) is \(relation.order.causality); \(reason), so it must be \(expected)"
    }
    return relation.order.contradiction.map { "\($0) for \(pair), but \(reason)" }
      ?? "the clocks \(pair) of two different events are == to each other"
  }

  func reading(of state: [Int], at node: NodeID) -> Reading { Reading(part: []) }

  func reason(_ state: [Int]) -> String { "it knows of \(state.count) events" }

  func draw(_ random: inout RandomSource) -> TraceDeed { .tick }
}
