import ExerciseKit
import Simulation
import Wire

/// A replica of which one value is seen, in the words of one exercise: a counter, a clock.
protocol ValueModel: ReplicaModel
where Look == Nothing, Returned == Nothing, Demand == Reading?, Kind == WrongValue {
  associatedtype Words: Vocabulary
  /// What a replica knows. Equal for states that must be equal.
  associatedtype State: Hashable & Sendable

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
  /// What a replica must know after these events, computed from them alone.
  func state(after past: CausalPast<Operation>) -> State
  /// Why, as what follows a colon: `n1 has counted 3, n2 5`.
  func reason(_ state: State) -> String
  /// What a node's replica must show of a state.
  func reading(of state: State, at node: NodeID) -> Reading
  /// Draws an operation, an unusual one now and then.
  func draw(_ random: inout RandomSource) -> Operation
}

/// Of what there is nothing more to say.
struct Nothing: Hashable, Sendable {}

/// The one way in which a value is wrong.
enum WrongValue: CaseIterable { case wrong }

extension ValueModel {
  var comparesStates: Bool { comparison(with: 0) != nil }
  func comparison(with slot: Int) -> Words.Call? { nil }
  func relation(_ answer: Words.Answer) -> Relation? { nil }

  func make(for node: NodeID, in writer: inout ByteWriter) {
    arguments(for: node).write(to: &writer)
  }

  func write(_ question: ReplicaQuestion<Self>, to writer: inout ByteWriter) {
    switch question {
    case .act(let operation): call(operation).write(to: &writer)
    case .receive(let slot): receipt(of: slot).write(to: &writer)
    case .look: look.write(to: &writer)
    case .relation(let slot): comparison(with: slot)?.write(to: &writer)
    }
  }

  func attention(to events: [Event], isDrawn: Bool) -> Attention<Nothing> {
    Attention(look: Nothing())
  }

  func returned(
    by operation: Operation, _ reader: inout ByteReader
  ) throws(WireError) -> Nothing {
    try received(&reader)
    return Nothing()
  }

  func received(_ reader: inout ByteReader) throws(WireError) {
    _ = try Words.Answer(from: &reader)
  }

  func reading(to look: Nothing, _ reader: inout ByteReader) throws(WireError) -> Reading {
    try meaning(of: &reader, reading)
  }

  func relation(_ reader: inout ByteReader) throws(WireError) -> Relation {
    try meaning(of: &reader, relation)
  }

  private func meaning<Value>(
    of reader: inout ByteReader, _ read: (Words.Answer) -> Value?
  ) throws(WireError) -> Value {
    guard let value = read(try Words.Answer(from: &reader)) else {
      throw .malformed("an answer to something else")
    }
    return value
  }

  func demands(of events: [Event], looksAt: (Int) -> Bool) -> [Reading?] {
    let known = knownEvents(of: events)
    return events.indices.map { index in
      guard looksAt(index) else { return nil }
      let past = CausalPast(events: events, members: known[index])
      return reading(of: state(after: past), at: identifier(of: events[index].node))
    }
  }

  func isMet(_ demand: Reading?, by sight: Sight) -> Bool {
    guard let demand, let reading = sight.reading else { return true }
    return reading == demand
  }

  func faults(
    at event: Int, among kinds: Set<WrongValue>, in record: ReplicaRecord<Self>
  ) -> [Fault] {
    let node = record.events[event].node
    let state = state(after: record.past(of: event))
    let expected = reading(of: state, at: identifier(of: node))
    guard let reading = record.sights[event].reading, reading != expected else { return [] }
    let sentence =
      "\(name(of: node))'s \(quantity) is \(reading); it must be \(expected): \(reason(state))"
    return [Fault(kind: .wrong, sentence: sentence, events: [event])]
  }

  func equalStates(of events: [Event]) -> [Int] {
    var numbers: [State: Int] = [:]
    return knownEvents(of: events).map { members in
      let state = state(after: CausalPast(events: events, members: members))
      let number = numbers[state] ?? numbers.count
      numbers[state] = number
      return number
    }
  }

  func reason(after past: CausalPast<Operation>) -> String { reason(state(after: past)) }

  func expectation(after past: CausalPast<Operation>, at node: NodeID) -> String? {
    reading(of: state(after: past), at: node).description
  }

  func drawing(
    _ situation: ReplicaSituation, random: inout RandomSource
  ) -> (inout RandomSource) -> Operation {
    guard case .plain = situation else { return draw }
    let operations = plainOperations
    return { operations[$0.index(below: operations.count)] }
  }

  func runs(_ random: inout RandomSource) -> [LongRun<Operation>] {
    [busyRun(eventCount: 700, random: &random), crowdedRun(of: 100, random: &random)]
      + (rebuilds ? [lateRun(random: &random)] + renewedRuns(random: &random) : [])
  }
}
