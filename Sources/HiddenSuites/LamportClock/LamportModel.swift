import Dialects
import ExerciseKit
import Simulation
import Wire

/// What a process does by itself: it has an event, or hears of a time far ahead.
enum ClockDeed: ReplicaOperation {
  case tick
  /// It receives a stamp of a node that is none of the run's.
  case receive(UInt64)

  /// Whose stamps come from outside.
  static let stranger = NodeID(1_000_000)
  /// The largest counter of a stamp from outside, so that there is always a next one.
  static let largest = UInt64.max - 1_000_000

  var phrase: String {
    switch self {
    case .tick: "ticks"
    case .receive(let counter): "hears \(counter)@\(Self.stranger)"
    }
  }

  init?(phrase: String) {
    if phrase == "ticks" {
      self = .tick
      return
    }
    let ending = "@\(Self.stranger)"
    guard phrase.hasPrefix("hears "), phrase.hasSuffix(ending),
      let counter = UInt64(phrase.dropFirst("hears ".count).dropLast(ending.count)),
      counter <= Self.largest
    else { return nil }
    self = .receive(counter)
    guard self.phrase == phrase else { return nil }
  }

  var label: String {
    switch self {
    case .tick: "tick"
    case .receive(let counter): "hear \(counter)"
    }
  }

  var simpler: [ClockDeed] {
    switch self {
    case .tick: []
    case .receive(let counter):
      [.tick] + [1, 2, counter / 2].filter { $0 < counter }.map { .receive($0) }
    }
  }
}

/// What a clock shows: its counter, and the stamp of its last event.
struct ClockReading: Hashable, Sendable, CustomStringConvertible {
  var clock: LamportWords.Stamp
  var last: LamportWords.Stamp?

  var description: String {
    guard let last else { return "\(clock.counter) at \(clock.node), no stamp" }
    let stamp = "\(last.counter)@\(last.node)"
    return last == clock ? stamp : "\(stamp) by a clock at \(clock.counter) of \(clock.node)"
  }
}

/// A Lamport clock: an event's number is that of the longest chain of events that led to it.
struct LamportModel: ValueModel {
  typealias Words = LamportWords
  typealias Operation = ClockDeed
  typealias Reading = ClockReading

  /// What a clock knows is a number; nil for one that has stamped nothing.
  struct State: Hashable, Sendable {
    var counter: UInt64 = 0
    var hasStamped = false
    /// Why it is this number.
    var reason = "it has had no event"
  }

  let noun = "process"
  let quantity = "stamp"
  let plainOperations = [ClockDeed.tick]
  let look = LamportWords.Call.look

  func arguments(for node: NodeID) -> NodeID { node }

  func call(_ operation: ClockDeed) -> LamportWords.Call {
    switch operation {
    case .tick: .tick
    case .receive(let counter): .receiveStamp(counter, ClockDeed.stranger)
    }
  }

  func receipt(of slot: Int) -> LamportWords.Call { .receive(slot: slot) }

  func reading(_ answer: LamportWords.Answer) -> ClockReading? {
    if case .clock(let clock, let last) = answer {
      ClockReading(clock: clock, last: last)
    } else {
      nil
    }
  }

  func reading(of state: State, at node: NodeID) -> ClockReading {
    let clock = LamportWords.Stamp(counter: state.counter, node: node)
    return ClockReading(clock: clock, last: state.hasStamped ? clock : nil)
  }

  func state(after past: CausalPast<ClockDeed>) -> State {
    var states: [Int: State] = [:]
    for member in past.members {
      let event = past.events[member]
      let own = event.previous.flatMap { states[$0] } ?? State()
      states[member] = next(event.action, own: own, states)
    }
    return past.members.last.flatMap { states[$0] } ?? State()
  }

  private func next(
    _ action: CausalEvent<ReplicaStep<ClockDeed>>.Action, own: State, _ states: [Int: State]
  ) -> State {
    let heard: UInt64
    switch action {
    case .perform(.look), .perform(.startAnew): return own
    case .perform(.act(.tick)):
      return State(
        counter: own.counter + 1, hasStamped: true,
        reason: "one more than its own \(own.counter)")
    case .perform(.act(.receive(let counter))): heard = counter
    case .receive(let received): heard = states[received]?.counter ?? 0
    }
    return State(
      counter: max(own.counter, heard) + 1, hasStamped: true,
      reason: "one more than the larger of its own \(own.counter) and the message's \(heard)")
  }

  func reason(_ state: State) -> String { state.reason }

  func canSend(_ past: CausalPast<ClockDeed>) -> Bool {
    state(after: past).hasStamped
  }

  func draw(_ random: inout RandomSource) -> ClockDeed {
    guard random.chance(1, in: 6) else { return .tick }
    let counter = random.next() >> UInt64(random.index(below: 64))
    return .receive(min(counter, ClockDeed.largest))
  }
}
