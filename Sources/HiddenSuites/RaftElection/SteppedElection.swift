import Checking
import ExerciseKit
import Simulation
import Stepping
import Wire

/// A run of a cluster that is walked event by event. What the network does to messages (losing, delaying,
/// cutting) are events of its own here; a schedule of the suite needs none of them, for there a message
/// that is not delivered is lost.
struct SteppedElection: SteppedRun {
  /// A message on its way.
  struct Flight: Hashable {
    var sent: Election.Run.Sent
    var sentIn: Int
    var isDelayed = false
    /// Whether it has been delivered once; the network may bring it again.
    var hasArrived = false
  }

  let setting: ElectionSetting
  private var random: RandomSource?
  private(set) var shadows: [ElectionShadow]
  private(set) var flights: [Flight] = []
  /// The nodes that are cut off from all others.
  private(set) var cutOff: Set<NodeID> = []
  private var leaders = ElectionLeaders()
  private var strangers: [NodeID] = []
  private var timers: [(length: Millis, setIn: Int)?]
  private var standing: [String: RunView.Guarantee.Standing] = [:]
  private(set) var eventCount = 0
  /// The node that crashed in the middle of the last event.
  private var crashed: Int?
  private var pending: Pending?

  /// The event that has begun.
  private struct Pending {
    var event: StepLine
    var node: Int?
    var flight: Int?
    var sentIn: Int?
  }

  /// - Parameter seed: where the nodes' random bits come from; nil for zeros throughout.
  init(_ setting: ElectionSetting, seed: UInt64?) {
    self.setting = setting
    random = seed.map { RandomSource(seed: $0) }
    shadows = setting.persisted
    timers = setting.members.map { _ in nil }
  }

  /// The cluster of a schedule's setting, which may end in a seed; nil when it is not one.
  init?(text: String) {
    let parts = text.split(separator: ";").map { $0.split(separator: " ") }
    guard let setting = ElectionSetting(text: text) else { return nil }
    self.init(
      setting,
      seed: parts.first { $0.first == "seed" }.flatMap(\.last).flatMap { UInt64($0) })
  }

  // MARK: Who takes part

  var nodes: [NodeID] {
    let members = setting.members.map(\.id)
    return members + setting.members[0].peers.filter { !members.contains($0) } + strangers
  }

  var lanes: [StepLane] {
    nodes.enumerated().map { number, node in
      StepLane(node.description, value: number < setting.members.count ? number : nil)
    }
  }

  var start: [StepAsk] {
    setting.members.indices.map { number in
      let (member, persisted) = (setting.members[number], setting.persisted[number])
      return StepAsk(number, .make { Election.write(member, from: persisted, to: &$0) })
    }
  }

  func index(of node: NodeID) -> Int? { setting.members.firstIndex { $0.id == node } }

  private func lane(of node: NodeID) -> Int { nodes.firstIndex(of: node) ?? 0 }

  func isCut(_ one: NodeID, _ other: NodeID) -> Bool {
    cutOff.contains(one) != cutOff.contains(other)
  }

  // MARK: Events

  mutating func begin(_ event: String) throws(StepRefusal) -> [StepAsk] {
    let line = try StepLine(event, lanes: nodes)
    crashed = nil
    switch line {
    case .happens(let event, _): return try begin(event, line)
    case .lose(let sent), .delay(let sent):
      guard let flight = flights.firstIndex(where: { $0.sent == sent && !$0.hasArrived }) else {
        throw StepRefusal("no such message is on its way", column: line.messageColumn)
      }
      pending = Pending(event: line, flight: flight)
    case .cut(let nodes):
      guard nodes.allSatisfy({ index(of: $0) != nil }), nodes.count < setting.members.count else {
        throw StepRefusal("a cut leaves somebody on each side", column: 4)
      }
      pending = Pending(event: line)
    case .heal:
      guard !cutOff.isEmpty else { throw StepRefusal("the network is whole") }
      pending = Pending(event: line)
    }
    return []
  }

  private mutating func begin(
    _ event: ElectionEvent, _ line: StepLine
  ) throws(StepRefusal) -> [StepAsk] {
    guard let node = index(of: event.node) else {
      guard nodes.contains(event.node) else {
        throw StepLine.unknown(event.node.description, line.nodeColumn, nodes)
      }
      throw StepRefusal("\(event.node) is a peer that is not run", column: line.nodeColumn)
    }
    var next = Pending(event: line, node: node)
    if case .delivery(let message, let sender, let receiver) = event {
      let sent = Election.Run.Sent(message: message, sender: sender, receiver: receiver)
      let flight =
        flights.firstIndex { $0.sent == sent && !$0.hasArrived }
        ?? flights.firstIndex { $0.sent == sent }
      if let flight {
        next.flight = flight
        next.sentIn = flights[flight].sentIn
      } else if index(of: sender) != nil {
        throw StepRefusal("\(sender) has sent no such message that could arrive")
      } else if !nodes.contains(sender) {
        strangers.append(sender)
      }
      guard !isCut(sender, receiver) else {
        throw StepRefusal("the network lets nothing through between \(sender) and \(receiver) now")
      }
    }
    pending = next
    return asks(for: event, at: node)
  }

  private mutating func asks(for event: ElectionEvent, at node: Int) -> [StepAsk] {
    let bits = random?.next() ?? 0
    let input = event.input
    if case .restart = event {
      let (member, shadow) = (setting.members[node], shadows[node])
      return [
        StepAsk(node, .make { Election.write(member, from: shadow, to: &$0) }),
        // A fresh value says its role and term in answer to an input that changes nothing.
        StepAsk(node, .probe { Election.write(input, random: bits, to: &$0) }),
      ]
    }
    return [StepAsk(node, .call { writer, _ in Election.write(input, random: bits, to: &writer) })]
  }

  mutating func skip() { eventCount += 1 }

  var begun: StepTelling {
    guard let pending else {
      return StepTelling(sentence: "", drawn: .local(lane: 0, label: ""))
    }
    return StepTelling(sentence: sentence(pending, nil), drawn: drawn(pending))
  }

  func effects(of answers: [[UInt8]]) throws(Stop) -> [StepEffect] {
    guard let pending, pending.node != nil else { return [] }
    let reaction = try Election.reaction(in: answers.first)
    return effects(of: reaction, isRestart: pending.event.isRestart)
  }

  private func effects(of reaction: ElectionReaction, isRestart: Bool) -> [StepEffect] {
    let claim = StepEffect("is then \(reaction.role.rawValue) of term \(reaction.term)")
    if isRestart { return [claim] }
    return reaction.outputs.map { output in
      switch output {
      case .persist(let term, let vote):
        StepEffect(
          "stores term \(term) and " + (vote.map { "its vote for \($0)" } ?? "no vote"))
      case .send(let message, let receiver):
        StepEffect("sends \(receiver) a \(message.phrase(withLog: true))", isOrdered: false)
      case .resetElectionTimer(let length):
        StepEffect("sets its election timer to \(length) ms", key: "timer", isOrdered: false)
      }
    } + [claim]
  }

  mutating func finish(_ answers: [[UInt8]]) throws(Stop) -> StepTelling {
    guard let pending else { throw .protocolViolation("an answer to no event") }
    defer { eventCount += 1 }
    var telling = StepTelling(sentence: sentence(pending, nil), drawn: drawn(pending))
    switch pending.event {
    case .lose(_): pending.flight.map { _ = flights.remove(at: $0) }
    case .delay(_): pending.flight.map { flights[$0].isDelayed.toggle() }
    case .cut(let nodes): cutOff = Set(nodes)
    case .heal: cutOff = []
    case .happens(let event, let crashAfter):
      guard let node = pending.node else { break }
      let reaction = try Election.reaction(in: answers.first)
      telling = take(reaction, event, crashAfter, at: node, pending)
    }
    self.pending = nil
    return telling
  }

  private mutating func take(
    _ reaction: ElectionReaction, _ event: ElectionEvent, _ crashAfter: Int?, at node: Int,
    _ pending: Pending
  ) -> StepTelling {
    let member = setting.members[node]
    let before = shadows[node]
    let judgement = Election.judge(event, member, before, reaction)
    var after = judgement.next ?? Election.claimed(reaction, before)
    var outputs = pending.event.isRestart ? [] : reaction.outputs
    if let crashAfter { outputs = Array(outputs.prefix(crashAfter)) }
    let sends = outputs.compactMap { output -> Election.Run.Sent? in
      guard case .send(let message, let receiver) = output else { return nil }
      return .init(message: message, sender: member.id, receiver: receiver)
    }
    if let flight = pending.flight { flights[flight].hasArrived = true }
    for sent in sends where sent.message.isDeliverable {
      flights.removeAll { $0.sent == sent && $0.hasArrived }
      if !flights.contains(where: { $0.sent == sent }) {
        flights.append(Flight(sent: sent, sentIn: eventCount))
      }
    }
    for case .resetElectionTimer(let length) in outputs { timers[node] = (length, eventCount) }
    var violations = judgement.violations
    if let crashAfter {
      let isStored = reaction.outputs.prefix(crashAfter).contains {
        if case .persist = $0 { true } else { false }
      }
      after = isStored ? Election.persisted(after) : Election.persisted(before)
      timers[node] = nil
      crashed = node
    }
    if pending.event.isRestart { timers[node] = nil }
    let messages = sends.map(\.message)
    let led = ElectionLeaders.terms(ledAfter: after, before, sends: messages)
    if let violation = leaders.note(member.id, before, after, sends: messages) {
      violations.append(violation)
    }
    note(kept: judgement.kept, violations, led: led)
    shadows[node] = after
    return StepTelling(
      sentence: sentence(pending, (before, after)), drawn: drawn(pending),
      effects: effects(of: reaction, isRestart: pending.event.isRestart),
      violations: violations.map { .init(check: $0.check, sentence: $0.sentence) })
  }

  var aftermath: [StepAsk] {
    guard let crashed else { return [] }
    let (member, shadow) = (setting.members[crashed], shadows[crashed])
    return [StepAsk(crashed, .make { Election.write(member, from: shadow, to: &$0) })]
  }

  private mutating func note(kept: Set<String>, _ violations: [LocalViolation], led: Set<Term>) {
    let kept = led.isEmpty ? kept : kept.union([ElectionLeaders.check])
    for check in kept where standing[check] == nil { standing[check] = .kept }
    for violation in violations { standing[violation.check] = .broken }
  }

  // MARK: What is to be seen

  var view: RunView {
    let lanes = nodes
    func laneNumber(_ node: NodeID) -> Int? { lanes.firstIndex(of: node) }
    let outside = lanes.dropFirst(setting.members.count).map {
      setting.members[0].peers.contains($0) ? "a peer" : "not a member"
    }
    return RunView(
      states: shadows.map(Election.label) + outside,
      stored: shadows.map { "term \($0.term)" + ($0.votedFor.map { ", vote for \($0)" } ?? "") }
        + outside.map { _ in "" },
      timers: timers.map { timer in
        timer.map { "election timer \($0.length) ms, set in step \($0.setIn + 1)" } ?? ""
      } + outside.map { _ in "" },
      flight: flights.filter { !$0.hasArrived }.compactMap { flight in
        guard let sender = laneNumber(flight.sent.sender),
          let receiver = laneNumber(flight.sent.receiver)
        else { return nil }
        return RunView.Message(
          from: sender, to: receiver, label: flight.sent.message.label, sentIn: flight.sentIn,
          note: isCut(flight.sent.sender, flight.sent.receiver)
            ? "cut off" : flight.isDelayed ? "delayed" : "")
      },
      cut: cutOff.isEmpty
        ? ""
        : "\(cutOff.sorted().map(\.description).joined(separator: ", ")) cut off from the others",
      guarantees: RaftElectionSuite.stepChecks.map(\.name)
        .filter { ![Election.answering.name, Election.purity.name].contains($0) }
        .map { RunView.Guarantee($0, standing[$0] ?? .untested) })
  }

  private func drawn(_ pending: Pending) -> Counterexample.Event {
    switch pending.event {
    case .lose(let sent), .delay(let sent):
      return .local(lane: lane(of: sent.receiver), label: pending.event.text)
    case .cut(let nodes): return .local(lane: lane(of: nodes[0]), label: "cut off")
    case .heal: return .local(lane: 0, label: "the network heals")
    case .happens(let event, let crash):
      switch event {
      case .timer(.election, let node): return .local(lane: lane(of: node), label: "timeout")
      case .timer(.heartbeat, let node):
        return .local(lane: lane(of: node), label: "heartbeat due")
      case .restart(let node): return .restart(lane: lane(of: node))
      case .delivery(let message, let sender, let receiver):
        return .delivery(
          from: lane(of: sender), to: lane(of: receiver),
          label: message.label + (crash == nil ? "" : ", crash"), sentIn: pending.sentIn)
      }
    }
  }

  private func sentence(
    _ pending: Pending, _ states: (before: ElectionShadow, after: ElectionShadow)?
  ) -> String {
    var change = ""
    if let (before, after) = states, Election.label(before) != Election.label(after) {
      change = "; it is now \(after.role.rawValue) of term \(after.term)"
    }
    switch pending.event {
    case .lose(let sent):
      return "\(sent.sender)'s \(sent.message.phrase) to \(sent.receiver) is lost"
    case .delay(let sent):
      return "\(sent.sender)'s \(sent.message.phrase) to \(sent.receiver) is delayed"
    case .cut(let nodes):
      return "the network cuts \(nodes.map(\.description).joined(separator: ", ")) off"
    case .heal: return "the network is whole again"
    case .happens(let event, let crash):
      let crashes = crash.map { ", which crashes after \($0) of its effects and restarts" } ?? ""
      switch event {
      case .timer(.election, let node):
        return "\(node)'s election timer runs out" + crashes + change
      case .timer(.heartbeat, let node): return "a heartbeat is due at \(node)" + crashes + change
      case .restart(let node):
        return "\(node) crashes and restarts from what it persisted" + change
      case .delivery(let message, let sender, let receiver):
        return "\(sender)'s \(message.phrase) reaches \(receiver)" + crashes + change
      }
    }
  }
}

extension ElectionMessage {
  /// The message as a sentence names it, a vote request with where its sender's log ends.
  func phrase(withLog: Bool) -> String {
    guard withLog, case .requestVote(_, let lastLog) = self else { return phrase }
    return "\(phrase), log \(lastLog.brief)"
  }
}
