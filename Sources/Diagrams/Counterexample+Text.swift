public import Checking

extension Counterexample {
  /// The same run with every text that is to be drawn replaced; what replays it stays.
  public func mappingText(_ transform: (String) -> String) -> Counterexample {
    var run = self
    run.lanes = lanes.map(transform)
    run.initialStates = initialStates.map(transform)
    run.violation.sentence = transform(violation.sentence)
    run.steps = steps.map { step in
      var step = step
      step.event = step.event.mappingText(transform)
      step.sentence = transform(step.sentence)
      step.state = step.state.map(transform)
      step.lost = step.lost.map { LostMessage(to: $0.to, label: transform($0.label)) }
      return step
    }
    return run
  }

  /// Stops the program when the run names a lane or a step that it does not have.
  func requireConsistent() {
    let places =
      steps.map(\.event.lane) + steps.flatMap { $0.lost.map(\.to) }
      + steps.compactMap { step in
        guard case .delivery(let sender, _, _, _) = step.event else { return nil }
        return sender
      }
    precondition(
      initialStates.count == lanes.count && places.allSatisfy(lanes.indices.contains),
      "a run over \(lanes.count) lanes with \(initialStates.count) states names lanes \(places)")
    for (index, step) in steps.enumerated() {
      guard case .delivery(_, _, _, let sentIn?) = step.event else { continue }
      precondition(
        (0..<index).contains(sentIn), "step \(index) delivers what step \(sentIn) is to send")
    }
    precondition(
      violation.steps.allSatisfy(steps.indices.contains),
      "a run of \(steps.count) steps blames steps \(violation.steps)")
  }
}

extension Counterexample.Event {
  fileprivate func mappingText(_ transform: (String) -> String) -> Counterexample.Event {
    switch self {
    case .local(let lane, let label): .local(lane: lane, label: transform(label))
    case .delivery(let sender, let receiver, let label, let sentIn):
      .delivery(from: sender, to: receiver, label: transform(label), sentIn: sentIn)
    case .restart: self
    }
  }
}
