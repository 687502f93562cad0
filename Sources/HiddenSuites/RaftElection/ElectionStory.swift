import Checking
import ExerciseKit

extension Counterexample {
  /// Tells a run that ended in a violation.
  init(
    _ run: ElectionRun, _ violation: LocalViolation, isShortest: Bool, seed: UInt64? = nil
  ) {
    let members = run.setting.members
    let nodes = members.map(\.id) + Self.strangers(in: run)
    let lane = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($0.element, $0.offset) })
    var delivered: [ElectionRun.Sent: Set<Int>] = [:]
    for step in run.steps {
      if case .delivery(let message, let sender, let receiver) = step.event, let sent = step.sentIn
      {
        delivered[.init(message: message, sender: sender, receiver: receiver), default: []]
          .insert(sent)
      }
    }
    let steps = run.steps.enumerated().map { number, step in
      Step(
        event: Self.event(step, lane), sentence: Self.sentence(step),
        state: step.after.label == step.before.label ? nil : step.after.label,
        lost: step.sends.compactMap { sent in
          guard sent.message.isWorthShowingLost, delivered[sent]?.contains(number) != true,
            let receiver = lane[sent.receiver]
          else { return nil }
          return LostMessage(to: receiver, label: sent.message.label)
        })
    }
    self.init(
      lanes: nodes.map(\.description),
      initialStates: zip(members, run.setting.persisted).map { member, persisted in
        persisted.label + (persisted.votedFor.map { ", voted \($0)" } ?? "")
          + (member.lastLog.index == 0 ? "" : ", log \(member.lastLog.brief)")
      }
        + nodes.dropFirst(members.count).map {
          members[0].peers.contains($0) ? "a peer" : "not a member"
        },
      steps: steps,
      violation: Violation(
        sentence: violation.sentence, steps: Self.contradiction(run, violation.check)),
      isShortest: isShortest,
      schedule: Schedule(
        check: violation.check,
        setting: run.setting.text + (seed.map { "; seed \($0)" } ?? ""),
        events: run.steps.map(\.event.text)))
  }

  /// The nodes that are not run and sent something, in the order they did.
  private static func strangers(in run: ElectionRun) -> [NodeID] {
    var strangers: [NodeID] = []
    for step in run.steps {
      guard case .delivery(_, let sender, _) = step.event, !strangers.contains(sender),
        !run.setting.members.contains(where: { $0.id == sender })
      else { continue }
      strangers.append(sender)
    }
    return strangers
  }

  private static func event(_ step: ElectionRun.Step, _ lane: [NodeID: Int]) -> Event {
    switch step.event {
    case .electionTimeout(let node): .local(lane: lane[node] ?? 0, label: "timeout")
    case .heartbeatTimeout(let node): .local(lane: lane[node] ?? 0, label: "heartbeat due")
    case .restart(let node): .restart(lane: lane[node] ?? 0)
    case .delivery(let message, let sender, let receiver):
      .delivery(
        from: lane[sender] ?? 0, to: lane[receiver] ?? 0, label: message.label,
        sentIn: step.sentIn)
    }
  }

  private static func sentence(_ step: ElectionRun.Step) -> String {
    let after = step.after
    let change =
      after.label == step.before.label
      ? "" : "; it is now \(after.role.rawValue) of term \(after.term)"
    switch step.event {
    case .electionTimeout(let node):
      return "\(node)'s election timer runs out" + change
    case .heartbeatTimeout(let node):
      return "a heartbeat is due at \(node)" + change
    case .restart(let node):
      return "\(node) crashes and restarts from what it persisted" + change
    case .delivery(let message, let sender, let receiver):
      let answer = step.sends.first { $0.receiver == sender }
      let reply =
        answer.map { ", which answers with a \($0.message.phrase)" } ?? ""
      return "\(sender)'s \(message.phrase) reaches \(receiver)"
        + (after.role == .leader && step.before.role != .leader ? "" : reply) + change
    }
  }

  /// The steps that cannot both be right; the last one completes the violation.
  private static func contradiction(_ run: ElectionRun, _ check: String) -> [Int] {
    let last = run.steps.count - 1
    guard last >= 0 else { return [] }
    let end = run.steps[last]
    let earlier: Int?
    switch check {
    case "at-most-one-leader-per-term":
      earlier = run.steps.firstIndex {
        $0.event.node != end.event.node && !$0.termsLed.isDisjoint(with: end.termsLed)
      }
    case "one-vote-per-term":
      earlier = run.steps.firstIndex {
        $0.event.node == end.event.node && $0.after.term == end.before.term
          && $0.after.votedFor != nil
      }
    default:
      earlier = nil
    }
    return (earlier.map { [$0] } ?? []) + [last]
  }
}

extension ElectionShadow {
  /// The state as a lane shows it.
  var label: String { "\(role.rawValue) t\(term)" }
}

extension LogPosition {
  /// Index and term as a lane shows them.
  var brief: String { "\(index)@t\(term)" }
}

extension ElectionMessage {
  /// Whether a picture is clearer for showing that this message never arrives. Refusals and answers to
  /// heartbeats change nothing when they are lost.
  var isWorthShowingLost: Bool {
    switch self {
    case .requestVote, .vote(_, granted: true), .heartbeat: true
    case .vote(_, granted: false), .heartbeatReply: false
    }
  }
}
