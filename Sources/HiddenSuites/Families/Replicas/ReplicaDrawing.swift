import Checking

// Events as a run that can be drawn and replayed: a lane for each replica, and what it shows as its state.

/// The longest history that is drawn, and that is replayed.
let longestDrawnHistory = 400

extension ReplicaExaminer {
  /// The finding as it is.
  /// - Parameter remark: what there is to say beside its fault.
  func told(_ finding: Finding, remark: String = "") -> Failure {
    let fault = finding.fault
    let end = (fault.events.max() ?? 0) + 1
    guard end <= longestDrawnHistory else {
      return Failure(
        message: "\(fault.sentence); that takes a run of many events, the shortest found has "
          + "\(end)\(remark)")
    }
    return Failure(
      message: fault.sentence + remark,
      counterexample: drawing(
        Array(finding.history.events.prefix(end)), lines: finding.history.lines,
        sights: finding.sights, violation: fault.sentence, at: fault.events,
        isShortest: finding.isShortest))
  }

  /// Draws events.
  /// - Parameters:
  ///   - lines: what a schedule says of them; there may be fewer, where events were added for a law.
  ///   - sights: what was seen of the first of them.
  ///   - copied: the event whose state was set aside, and the events that a copy of it then has.
  ///   - setting: the nodes that the schedule is of; nil for those of the events.
  func drawing(
    _ events: [Model.Event], lines: [String], sights: [Sight], violation: String,
    at places: [Int], isShortest: Bool = false, copied: (of: Int, events: Set<Int>)? = nil,
    setting: [Int]? = nil
  ) -> Counterexample {
    let replicas = nodes(of: events)
    let drawer = ReplicaDrawer(
      model: model, events: events, sights: sights, lanes: replicas, copies: copied?.events ?? [])
    var lanes = replicas.map(name(of:))
    var initial = replicas.map { _ in model.blank }
    if let copied {
      lanes.append("copy of \(name(of: events[copied.of].node)) after event \(copied.of + 1)")
      initial.append(drawer.state(after: copied.of) ?? "")
    }
    return Counterexample(
      lanes: lanes, initialStates: initial, steps: events.indices.map(drawer.step),
      violation: .init(sentence: violation, steps: Array(Set(places)).sorted()),
      isShortest: isShortest,
      schedule: Schedule(
        check: check.name,
        setting: ReplicaSetting(setting ?? replicas, clock, noun: model.noun).description,
        events: Array(lines.prefix(events.count))))
  }
}

/// Draws one event after the other.
private struct ReplicaDrawer<Model: ReplicaModel> {
  let model: Model
  let events: [Model.Event]
  let sights: [ReplicaSight<Model>]
  let lanes: [Int]
  /// The events that happen to a copy, which has the last lane.
  let copies: Set<Int>

  func state(after event: Int) -> String? {
    event < sights.count ? sights[event].reading?.description : nil
  }

  func step(_ index: Int) -> Counterexample.Step {
    let event = events[index]
    let isOnCopy = copies.contains(index)
    let lane = isOnCopy ? lanes.count : lanes.firstIndex(of: event.node) ?? 0
    let who = (isOnCopy ? "the copy of " : "") + name(of: event.node)
    let state = state(after: index)
    func own(_ label: String, _ sentence: String) -> Counterexample.Step {
      .init(event: .local(lane: lane, label: label), sentence: "\(who) \(sentence)", state: state)
    }
    switch event.action {
    case .perform(.act(let operation)):
      let returned = index < sights.count ? sights[index].returned : nil
      return own(operation.label, model.sentence(of: operation, returning: returned))
    case .perform(.look): return own("look", "is looked at")
    case .perform(.startAnew):
      return .init(
        event: .restart(lane: lane), sentence: "\(who) loses its state and is made anew",
        state: state)
    case .receive(let received):
      return receipt(of: received, at: index, by: who, lane: lane, state)
    }
  }

  private func receipt(
    of received: Int, at index: Int, by who: String, lane: Int, _ state: String?
  ) -> Counterexample.Step {
    let sender = events[received].node
    let shown = self.state(after: received) ?? "its state"
    let from = copies.contains(received) ? lanes.count : lanes.firstIndex(of: sender) ?? 0
    guard from != lane else {
      return .init(
        event: .local(lane: lane, label: "receive own"),
        sentence: "\(who) receives what it was itself after event \(received + 1): \(shown)",
        state: state)
    }
    let isOld = events[..<index].contains { $0.previous == received }
    return .init(
      event: .delivery(from: from, to: lane, label: shown, sentIn: received),
      sentence: "\(who) receives \(shown) from \(name(of: sender))"
        + (isOld ? ", as it was after event \(received + 1)" : ""),
      state: state)
  }
}
