import Checking
import ExerciseKit
import Wire

/// A trace with two events whose clocks a submission relates wrongly.
struct TraceFinding {
  var trace: Trace
  var pair: EventPair
  /// What the submission says of the two.
  var relation: ClockRelation
  /// True when it is proven that no trace with fewer events holds such a pair.
  var isShortest = false
}

/// Draws a finding as a run: a lane per process, its clock as its state.
struct TraceDrawing {
  let finding: TraceFinding
  /// The clock of every event, as the submission counts.
  let clocks: [SparseClock]
  let check: Check

  /// What a trace starts from is a list of processes.
  static let noun = "process"

  var failure: Failure {
    let trace = finding.trace
    let processes = nodes(of: trace.events)
    return Failure(
      message: sentence,
      counterexample: Counterexample(
        lanes: processes.map(name(of:)),
        initialStates: Array(repeating: "[]", count: processes.count),
        steps: trace.events.indices.map { step($0, lanes: processes) },
        violation: .init(
          sentence: sentence, steps: [finding.pair.left, finding.pair.right].sorted()),
        isShortest: finding.isShortest,
        schedule: Schedule(
          check: check.name, setting: NodeList(processes, noun: Self.noun).description,
          events: trace.lines)))
  }

  /// What the submission says of the two events, and what the trace says.
  var sentence: String {
    let right = finding.pair.relation(in: finding.trace.pasts)
    let relation = finding.relation
    let pairText = "\(clocks[finding.pair.left]), \(clocks[finding.pair.right])"
    let reason =
      switch right {
      case .before: "a path of messages leads from the first event to the second"
      case .after: "a path of messages leads from the second event to the first"
      case .concurrent, .equal: "no path of messages connects the two events"
      }
    if relation.causality != right {
      return
        "compare(\(pairText)) answered \(relation.causality); \(reason), so it must be \(right)"
    }
    if relation.isEqual {
      return "the clocks \(pairText) of two different events are == to each other"
    }
    let contradiction =
      relation.happensBefore != (right == .before)
      ? "happensBefore is \(relation.happensBefore)" : "isConcurrent is \(relation.isConcurrent)"
    return "\(contradiction) for \(pairText), but \(reason)"
  }

  private func step(_ index: Int, lanes processes: [Int]) -> Counterexample.Step {
    let event = finding.trace.events[index]
    let who = name(of: event.node)
    let lane = processes.firstIndex(of: event.node) ?? 0
    let clock = clocks[index].description
    switch event.action {
    case .perform(.tick):
      return Counterexample.Step(
        event: .local(lane: lane, label: "tick"), sentence: "\(who) ticks to \(clock)",
        state: clock)
    case .receive(let received):
      let sender = finding.trace.events[received].node
      let message = clocks[received].description
      let senderLane = processes.firstIndex(of: sender) ?? 0
      return Counterexample.Step(
        event: .delivery(from: senderLane, to: lane, label: message, sentIn: received),
        sentence: "\(who) merges \(message) from \(name(of: sender)) and ticks to \(clock)",
        state: clock)
    }
  }
}
