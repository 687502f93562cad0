import Checking
import ExerciseKit
import Simulation
import Wire

/// One run of a cluster, event by event, with every step judged.
///
/// The network remembers every message ever sent; an event that delivers one never sent is skipped, so
/// that a shrunk list of events is still a run. Nodes that are not run, peers or strangers, may send
/// what they like.
struct ElectionRun {
  /// A step that took place.
  struct Step {
    var event: ElectionEvent
    var before: ElectionShadow
    var after: ElectionShadow
    var sends: [Sent]
    /// The step that sent the message delivered here.
    var sentIn: Int?

    /// The terms that the node comes to lead in this step.
    var termsLed: Set<Term> {
      ElectionLeaders.terms(ledAfter: after, before, sends: sends.map(\.message))
    }
  }

  /// A message in the network.
  struct Sent: Hashable {
    var message: ElectionMessage
    var sender: NodeID
    var receiver: NodeID
  }

  let setting: ElectionSetting
  private let subject: any Subject
  private var random: RandomSource?
  private var shadows: [ElectionShadow]
  private var network: [Sent: Int] = [:]
  private var leaders = ElectionLeaders()

  private(set) var steps: [Step] = []
  /// What the last step broke; empty while all is well.
  private(set) var violations: [LocalViolation] = []
  /// Whether the last step leaves nothing sensible to go on from.
  private(set) var isDeadEnd = false

  /// Starts a cluster of fresh nodes.
  /// - Parameter seed: where the nodes' random bits come from; nil for zeros throughout.
  init(_ setting: ElectionSetting, seed: UInt64?, subject: any Subject) throws(Stop) {
    self.setting = setting
    self.subject = subject
    random = seed.map { RandomSource(seed: $0) }
    shadows = setting.persisted
    var program = Program()
    for (slot, member) in setting.members.enumerated() {
      program.make(slot, member.start(setting.persisted[slot]).write)
    }
    _ = try subject.run(program)
  }

  /// The node's state by the rules.
  func shadow(of node: NodeID) -> ElectionShadow? {
    index(of: node).map { shadows[$0] }
  }

  /// Lets one event happen; does nothing when it cannot.
  mutating func perform(_ event: ElectionEvent) throws(Stop) {
    guard let node = index(of: event.node), violations.isEmpty else { return }
    var sentIn: Int?
    if case .delivery(let message, let sender, let receiver) = event {
      let sent = Sent(message: message, sender: sender, receiver: receiver)
      sentIn = network[sent]
      guard sentIn != nil || index(of: sender) == nil else { return }
    }
    let input = event.input
    let bits = random?.next() ?? 0
    let before = shadows[node]
    var program = Program()
    let isRestart = if case .restart = event { true } else { false }
    if isRestart {
      program.make(node, setting.members[node].start(before).write)
      program.copy(node, to: shadows.count)
      program.call(shadows.count) { $0.step(input, random: bits) }
    } else {
      program.call(node) { $0.step(input, random: bits) }
    }
    let reaction = try ElectionReaction(answer: try subject.run(program).first)
    let judgement =
      isRestart
      ? ElectionRules.judgeStart(
        setting.members[node], before, role: reaction.role, term: reaction.term)
      : ElectionRules.judge(setting.members[node], before, input, reaction)
    let after = judgement.next ?? ElectionShadow(claimed: reaction, before: before)
    let sends = isRestart ? [] : sent(by: event.node, reaction.outputs)
    for sent in sends where sent.message.isDeliverable && network[sent] == nil {
      network[sent] = steps.count
    }
    steps.append(
      Step(event: event, before: before, after: after, sends: sends, sentIn: sentIn))
    shadows[node] = after
    violations = judgement.violations
    isDeadEnd = judgement.next == nil
    judgeLeadership()
  }

  /// Adds the event on which the subject stopped, for the picture only.
  mutating func end(at event: ElectionEvent) {
    guard let node = index(of: event.node) else { return }
    var sentIn: Int?
    if case .delivery(let message, let sender, let receiver) = event {
      sentIn = network[Sent(message: message, sender: sender, receiver: receiver)]
    }
    steps.append(
      Step(event: event, before: shadows[node], after: shadows[node], sends: [], sentIn: sentIn))
  }

  /// Goes on behind violations that a search has gone past too.
  mutating func forgetViolations() {
    violations = []
  }

  private func sent(by sender: NodeID, _ outputs: [ElectionOutput]) -> [Sent] {
    outputs.compactMap {
      if case .send(let message, let receiver) = $0 {
        Sent(message: message, sender: sender, receiver: receiver)
      } else {
        nil
      }
    }
  }

  private mutating func judgeLeadership() {
    guard let last = steps.last,
      let sentence = leaders.note(last.event.node, leads: last.termsLed)
    else { return }
    violations.append(LocalViolation(check: ElectionLeaders.check, sentence: sentence))
  }

  private func index(of node: NodeID) -> Int? {
    setting.members.firstIndex { $0.id == node }
  }
}

extension ElectionShadow {
  /// What a node that broke the rules says it is, for the picture only.
  init(claimed: ElectionReaction, before: ElectionShadow) {
    self.init(term: claimed.term, votedFor: before.votedFor)
    role = claimed.role
  }
}

extension ElectionReaction {
  /// Reads a subject's answer to a step.
  init(answer: [UInt8]?) throws(Stop) {
    guard let answer else { throw .protocolViolation("a step without an answer") }
    do throws(WireError) {
      var reader = ByteReader(answer)
      try self.init(from: &reader)
      try reader.expectEnd()
    } catch {
      throw .protocolViolation("an answer to a step that is not one: \(error)")
    }
  }
}
