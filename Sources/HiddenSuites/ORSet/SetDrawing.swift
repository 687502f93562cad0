import Checking
import ExerciseKit

/// Draws events as a run: a lane per replica, and what each set shows as its state.
struct SetDrawing {
  let events: [SetEvent]
  let answers: [SetAnswer]
  /// The event at which a copy of a replica was set aside; what goes on from there has a lane of
  /// its own.
  var copy: Int?
  let schedule: Schedule

  /// The run up to its last contradicting event.
  func counterexample(
    violation: String, at contradicting: [Int], isShortest: Bool
  ) -> Counterexample {
    let end = (contradicting.max() ?? 0) + 1
    let replicas = nodes(of: events.prefix(end))
    var lanes = replicas.map(name(of:))
    if let copy { lanes.append("copy of \(name(of: events[copy].node))") }
    var steps: [Int] = []
    for event in contradicting where !steps.contains(event) { steps.append(event) }
    return Counterexample(
      lanes: lanes,
      initialStates: lanes.indices.map { $0 < replicas.count ? "{}" : "" },
      steps: events.prefix(end).indices.map { step($0, lanes: replicas) },
      violation: .init(sentence: violation, steps: steps),
      isShortest: isShortest,
      schedule: schedule)
  }

  private func isOnCopy(_ index: Int) -> Bool {
    index == copy || events[index].previous.map(isOnCopy) == true
  }

  private func step(_ index: Int, lanes replicas: [Int]) -> Counterexample.Step {
    let event = events[index]
    let answer = answers[index]
    let isOnCopy = isOnCopy(index)
    let ownLane = replicas.firstIndex(of: event.node) ?? 0
    let copyLane = replicas.count
    let lane = isOnCopy ? copyLane : ownLane
    let who = isOnCopy ? "the copy of \(name(of: event.node))" : name(of: event.node)
    switch event.action {
    case .perform(.look) where index == copy:
      return Counterexample.Step(
        event: .delivery(
          from: ownLane, to: copyLane, label: "copy", sentIn: event.previous),
        sentence: "a copy of \(name(of: event.node)) is set aside", state: answer.text)
    case .perform(let operation):
      return performed(operation, by: who, lane: lane, answer)
    case .receive(let received):
      let sender = replicas.firstIndex(of: events[received].node) ?? 0
      return receipt(of: received, from: sender, by: who, lane: lane, at: index)
    }
  }

  private func performed(
    _ operation: SetOperation, by who: String, lane: Int, _ answer: SetAnswer
  ) -> Counterexample.Step {
    let event: Counterexample.Event
    let sentence: String
    switch operation {
    case .add(let element):
      event = .local(lane: lane, label: "add \(element.text)")
      let dot = answer.dot.map { " under the dot \($0)" } ?? ""
      sentence = "\(who) adds \(element.text)\(dot)"
    case .remove(let element):
      event = .local(lane: lane, label: "remove \(element.text)")
      let dots = answer.removed.prefix(8).map(\.description).joined(separator: ", ")
      sentence =
        "\(who) removes \(element.text), taking away \(dots.isEmpty ? "nothing" : dots)"
    case .look:
      event = .local(lane: lane, label: "look")
      sentence = "\(who) shows what it holds"
    case .startAnew:
      event = .restart(lane: lane)
      sentence = "\(who) loses its state and is made anew, empty"
    }
    return Counterexample.Step(event: event, sentence: sentence, state: answer.text)
  }

  private func receipt(
    of received: Int, from senderLane: Int, by who: String, lane: Int, at index: Int
  ) -> Counterexample.Step {
    let sender = events[received].node
    let state = answers[received].text ?? "what it holds"
    guard sender != events[index].node else {
      let which = events[index].previous == received ? "its own" : "its own older"
      return Counterexample.Step(
        event: .local(lane: lane, label: "merge itself"),
        sentence: "\(who) merges \(which) state \(state)", state: answers[index].text)
    }
    let isOld = events[..<index].contains { $0.previous == received }
    return Counterexample.Step(
      event: .delivery(from: senderLane, to: lane, label: state, sentIn: received),
      sentence:
        "\(who) merges \(isOld ? "the older" : "the") state \(state) of \(name(of: sender))",
      state: answers[index].text)
  }
}
