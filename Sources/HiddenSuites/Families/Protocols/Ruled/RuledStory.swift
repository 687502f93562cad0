import Checking
import ExerciseKit

extension Counterexample {
  /// Tells a run that ended in a violation.
  init<P>(
    _ run: RuledRun<P>, _ violation: LocalViolation, isShortest: Bool, seed: UInt64? = nil
  ) {
    let story = RuledStory(run)
    let last = run.steps.count - 1
    let earlier = run.steps.last.flatMap { P.contradicted(by: $0, of: run, violation.check) }
    self.init(
      lanes: story.nodes.map(\.description), initialStates: story.initialStates,
      steps: run.steps.indices.map(story.step),
      violation: Violation(
        sentence: violation.sentence,
        steps: last < 0 ? [] : (earlier.map { [$0] } ?? []) + [last]),
      isShortest: isShortest,
      schedule: Schedule(
        check: violation.check,
        setting: P.text(run.setting) + (seed.map { "; seed \($0)" } ?? ""),
        events: run.steps.map(\.event.text)))
  }
}

/// A run as it is drawn: a lane for each node and for each stranger that sent something.
private struct RuledStory<P: RuledProtocol> {
  let run: RuledRun<P>
  let nodes: [NodeID]
  private let lane: [NodeID: Int]
  /// The steps in which what was sent is delivered.
  private var delivered: [RuledRun<P>.Sent: Set<Int>] = [:]

  init(_ run: RuledRun<P>) {
    self.run = run
    var nodes = run.setting.members.map(\.id)
    for step in run.steps {
      guard case .delivery(let message, let sender, let receiver) = step.event else { continue }
      if !nodes.contains(sender) { nodes.append(sender) }
      if let sent = step.sentIn {
        delivered[.init(message: message, sender: sender, receiver: receiver), default: []]
          .insert(sent)
      }
    }
    self.nodes = nodes
    lane = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($0.element, $0.offset) })
  }

  var initialStates: [String] {
    let members = run.setting.members
    return zip(members, run.setting.persisted).map { P.label($0, from: $1) }
      + nodes.dropFirst(members.count).map {
        members[0].peers.contains($0) ? "a peer" : "not a member"
      }
  }

  func step(_ number: Int) -> Counterexample.Step {
    let step = run.steps[number]
    let isChanged = P.label(step.after) != P.label(step.before)
    return .init(
      event: event(step),
      sentence: sentence(step) + (isChanged ? "; it is now \(P.phrase(step.after))" : ""),
      state: isChanged ? P.label(step.after) : nil,
      lost: step.sends.compactMap { sent in
        guard sent.message.isMissed, delivered[sent]?.contains(number) != true,
          let receiver = lane[sent.receiver]
        else { return nil }
        return .init(to: receiver, label: sent.message.label)
      })
  }

  private func event(_ step: RuledRun<P>.Step) -> Counterexample.Event {
    let place = lane[step.event.node] ?? 0
    switch step.event {
    case .timer(let timer, _): return .local(lane: place, label: P.label(timer))
    case .restart: return .restart(lane: place)
    case .delivery(let message, let sender, _):
      return .delivery(
        from: lane[sender] ?? 0, to: place, label: message.label, sentIn: step.sentIn)
    }
  }

  private func sentence(_ step: RuledRun<P>.Step) -> String {
    switch step.event {
    case .timer(let timer, let node): return P.sentence(timer, at: node)
    case .restart(let node): return "\(node) crashes and restarts from what it persisted"
    case .delivery(let message, let sender, let receiver):
      var sentence = "\(sender)'s \(message.phrase) reaches \(receiver)"
      let answer = step.sends.first { $0.receiver == sender }
      if let answer, !P.outshinesAnswer(step.after, step.before) {
        sentence += ", which answers with a \(answer.message.phrase)"
      }
      return sentence
    }
  }
}
