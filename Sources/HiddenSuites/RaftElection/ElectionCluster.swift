package import Checking
import ExerciseKit
package import Wire

/// The bounds of one search over a cluster of elections.
package struct ElectionBounds: Hashable, Sendable {
  /// What becomes of replies that cannot make a leader: refusals and answers to heartbeats.
  package enum Replies: String, Hashable, Sendable {
    /// They are messages like any other.
    case kept
    /// They are never delivered.
    case lost
    /// They leave the network once their receiver is seen to ignore them and, by the rules, always
    /// will: the same behaviours in a thousandth of the states. Grants too, once they are too late.
    case takenOutWhenSpent
    /// They are lost as soon as, by the rules, they can no longer matter, whether or not the receiver
    /// would ignore them: for submissions that keep a record of such messages.
    case lostWhenSpent
  }

  /// The number of nodes, 1 to 5.
  package var nodes: Int
  /// No election starts once its node has reached this term.
  package var maxTerm: Int
  /// Whether nodes crash and restart from what they persisted.
  package var crashes: Bool
  /// What becomes of replies.
  package var replies: Replies
  /// Where each node's log ends, written `term.index`; empty for empty logs everywhere.
  package var logs: [String]

  /// States the bounds.
  package init(
    nodes: Int, maxTerm: Int, crashes: Bool, replies: Replies, logs: [String] = []
  ) {
    self.nodes = nodes
    self.maxTerm = maxTerm
    self.crashes = crashes
    self.replies = replies
    self.logs = logs
  }
}

/// A cluster of submitted nodes, as the explorer sees it.
///
/// A local state is the submission's own state, identified by its canonical form, together with the
/// grader's picture of the node. The values themselves stay in the subject's slots.
package final class ElectionCluster: ClusterModel {
  private struct LocalState: Hashable {
    var form: [UInt8]
    var shadow: ElectionShadow
  }

  private struct Message: Hashable {
    var sender: Int
    var receiver: Int
    var content: ElectionMessage
  }

  /// How a local state was first reached, so that it can be reached again.
  private struct Origin {
    var slot: Int
    var from: Int
    var event: LocalEvent?
  }

  let bounds: ElectionBounds
  let members: [ElectionMember]
  private let subject: any Subject
  private var states: [[LocalState]]
  private var origins: [[Origin]]
  private var numbers: [[LocalState: Int]]
  private var messages: [Message] = []
  private var messageNumbers: [Message: Int] = [:]
  private var slotCount = 1
  private var freeSlots: [Int] = []
  /// What no form could see of the states met so far.
  private(set) var unseen: [String] = []

  package let nodeCount: Int

  /// A cluster of fresh nodes within these bounds.
  package init(_ bounds: ElectionBounds, subject: any Subject) {
    self.bounds = bounds
    self.subject = subject
    nodeCount = bounds.nodes
    members = ElectionSetting(bounds).members
    states = Array(repeating: [], count: bounds.nodes)
    origins = states.map { _ in [] }
    numbers = states.map { _ in [:] }
  }

  // MARK: What the explorer asks

  package func start() throws(Stop) -> [Int] {
    var program = Program()
    let slots = members.map { _ in newSlot() }
    for (member, slot) in zip(members, slots) {
      program.make(slot, member.start(ElectionShadow()).write)
      program.canonicalForm(slot)
    }
    let forms = try subject.run(program)
    do {
      for form in forms { noteUnseen(try CanonicalForm(form)) }
    } catch {
      throw .protocolViolation("an answer that is not one: \(error)")
    }
    return members.indices.map { node in
      number(
        LocalState(form: forms[node], shadow: ElectionShadow()), of: node,
        Origin(slot: slots[node], from: 0))
    }
  }

  package var messageCount: Int { messages.count }

  package func receiver(of message: Int) -> Int { messages[message].receiver }

  package func isReply(_ message: Int) -> Bool {
    switch messages[message].content {
    case .vote, .heartbeatReply: true
    case .requestVote, .heartbeat: false
    }
  }

  package func isHarmless(_ message: Int) -> Bool {
    if case .heartbeat = messages[message].content { false } else { true }
  }

  package func conflict(between message: Int, and other: Int) -> String? {
    guard case .heartbeat(let term) = messages[message].content,
      case .heartbeat(term) = messages[other].content,
      messages[message].sender != messages[other].sender
    else { return nil }
    return "at-most-one-leader-per-term"
  }

  package func canTimeOut(node: Int, state: Int) -> Bool {
    let shadow = states[node][state].shadow
    // A leader ignores its election timer, so it may run out in any term.
    return shadow.role == .leader || shadow.term < bounds.maxTerm
  }

  package var canRestart: Bool { bounds.crashes }

  package var losesSpentMessages: Bool { bounds.replies == .lostWhenSpent }

  package func isSpent(message: Int, node: Int, state: Int) -> Bool {
    guard bounds.replies == .takenOutWhenSpent || bounds.replies == .lostWhenSpent else {
      return false
    }
    let shadow = states[node][state].shadow
    switch messages[message].content {
    case .vote(let term, granted: true):
      guard term == shadow.term else { return term < shadow.term }
      return shadow.role != .candidate
        || shadow.grants.contains(members[messages[message].sender].id)
    case .vote(let term, granted: false), .heartbeatReply(let term):
      return term <= shadow.term
    case .requestVote, .heartbeat:
      return false
    }
  }

  // MARK: Asking the subject

  package func resolve(_ requests: [LocalRequest]) throws(LocalStop) -> [LocalStep] {
    var program = Program()
    var slots: [Int] = []
    for request in requests {
      let slot = newSlot()
      slots.append(slot)
      append(request, into: slot, from: origins[request.node][request.state].slot, to: &program)
    }
    let answers: [[UInt8]]
    do {
      answers = try subject.run(program)
    } catch {
      throw LocalStop(stop: error, request: locate(error, among: requests))
    }
    var steps: [LocalStep] = []
    for (index, request) in requests.enumerated() {
      do {
        steps.append(
          try learn(
            request, slot: slots[index], reaction: answers[2 * index],
            form: answers[2 * index + 1]))
      } catch {
        throw LocalStop(
          stop: .protocolViolation("an answer that is not one: \(error)"), request: index)
      }
    }
    return steps
  }

  private func append(
    _ request: LocalRequest, into slot: Int, from source: Int, to program: inout Program
  ) {
    let before = states[request.node][request.state].shadow
    switch request.event {
    case .restart:
      program.make(slot, members[request.node].start(before).write)
      // A fresh value says its role and term in answer to an input that changes nothing.
      program.copy(slot, to: Self.scratchSlot)
      program.call(Self.scratchSlot) { $0.step(.heartbeatTimeout, random: 0) }
    case .timeout:
      program.copy(source, to: slot)
      program.call(slot) { $0.step(.electionTimeout, random: 0) }
    case .delivery(let message):
      program.copy(source, to: slot)
      program.call(slot) { [input = input(message)] in $0.step(input, random: 0) }
    }
    program.canonicalForm(slot)
  }

  /// A slot for values that nobody asks for again.
  private static let scratchSlot = 0

  private func input(_ message: Int) -> ElectionInput {
    let message = messages[message]
    return .received(message.content, from: members[message.sender].id)
  }

  private func learn(
    _ request: LocalRequest, slot: Int, reaction: [UInt8], form: [UInt8]
  ) throws(WireError) -> LocalStep {
    var reader = ByteReader(reaction)
    let reaction = try ElectionReaction(from: &reader)
    try reader.expectEnd()
    noteUnseen(try CanonicalForm(form))
    let node = request.node
    let before = states[node][request.state].shadow
    let judgement =
      switch request.event {
      case .restart:
        ElectionRules.judgeStart(members[node], before, role: reaction.role, term: reaction.term)
      case .timeout:
        ElectionRules.judge(members[node], before, .electionTimeout, reaction)
      case .delivery(let message):
        ElectionRules.judge(members[node], before, input(message), reaction)
      }
    guard let after = judgement.next else {
      freeSlots.append(slot)
      return LocalStep(next: nil, sends: [], violations: judgement.violations)
    }
    let next = number(
      LocalState(form: form, shadow: after), of: node,
      Origin(slot: slot, from: request.state, event: request.event))
    if origins[node][next].slot != slot { freeSlots.append(slot) }
    let sends = request.event == .restart ? [] : numberSends(reaction.outputs, of: node)
    return LocalStep(next: next, sends: sends, violations: judgement.violations)
  }

  private func noteUnseen(_ form: CanonicalForm) {
    for name in form.unseen where unseen.count < CanonicalForm.unseenLimit && !unseen.contains(name)
    {
      unseen.append(name)
    }
  }

  private func numberSends(_ outputs: [ElectionOutput], of sender: Int) -> [Int] {
    outputs.compactMap { output in
      guard case .send(let content, let id) = output,
        let receiver = members.firstIndex(where: { $0.id == id })
      else { return nil }
      let message = Message(sender: sender, receiver: receiver, content: content)
      if bounds.replies == .lost {
        switch content {
        case .vote(_, granted: false), .heartbeatReply: return nil
        case .vote, .requestVote, .heartbeat: break
        }
      }
      if let number = messageNumbers[message] { return number }
      messages.append(message)
      messageNumbers[message] = messages.count - 1
      return messages.count - 1
    }
  }

  private func number(_ state: LocalState, of node: Int, _ origin: Origin) -> Int {
    if let number = numbers[node][state] { return number }
    states[node].append(state)
    origins[node].append(origin)
    numbers[node][state] = states[node].count - 1
    return states[node].count - 1
  }

  private func newSlot() -> Int {
    if let free = freeSlots.popLast() { return free }
    slotCount += 1
    return slotCount - 1
  }

  // MARK: After the search

  /// Finds the request in which the subject stops, by running each in a fresh subject from the start.
  /// - Returns: nil when none stops it again by itself.
  private func locate(_ stop: Stop, among requests: [LocalRequest]) -> Int? {
    for (index, request) in requests.enumerated() {
      do {
        try subject.restart()
        _ = try subject.run(program(reaching: request))
      } catch {
        return index
      }
    }
    return nil
  }

  /// A program that takes one node from its start to a request, in slot 1.
  private func program(reaching request: LocalRequest) -> Program {
    var path: [LocalRequest] = [request]
    while let event = origins[request.node][path[0].state].event {
      let origin = origins[request.node][path[0].state]
      path.insert(
        LocalRequest(node: request.node, state: origin.from, event: event), at: 0)
    }
    var program = Program()
    program.make(1, members[request.node].start(ElectionShadow()).write)
    for step in path { append(step, into: 1, from: 1, to: &program) }
    return program
  }

  /// Takes sampled local states again from the start and compares: a step must be a pure function of
  /// the state, the input and the random bits.
  /// - Parameter compared: counts the states compared.
  /// - Returns: what differed, as one sentence; nil when nothing did.
  func findImpurity(samples: Int, compared: inout Int) throws(Stop) -> String? {
    for node in 0..<nodeCount {
      let count = states[node].count
      for sample in 0..<min(samples, count) {
        let state = count - 1 - sample * count / min(samples, count)
        guard let event = origins[node][state].event else { continue }
        let answers = try subject.run(
          program(
            reaching: LocalRequest(node: node, state: origins[node][state].from, event: event)))
        compared += 1
        if let form = answers.last, form != states[node][state].form {
          return "taken again from its start through the same inputs, \(members[node].id) ends in "
            + "another state; a step may depend only on the state, the input and the random bits"
        }
      }
    }
    return nil
  }

  /// The run of a violation, as events of the cluster.
  func events(of run: [GlobalEvent]) -> [ElectionEvent] {
    run.map { step in
      switch step.event {
      case .timeout: .electionTimeout(node: members[step.node].id)
      case .restart: .restart(node: members[step.node].id)
      case .delivery(let number):
        .delivery(
          messages[number].content, from: members[messages[number].sender].id,
          to: members[messages[number].receiver].id)
      }
    }
  }
}

extension ByteWriter {
  /// Writes one step of a node: the random bits, then the input.
  mutating func step(_ input: ElectionInput, random: UInt64) {
    unsigned(random)
    self.input(input)
  }
}
