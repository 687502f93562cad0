package import Checking
import Digests
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
/// grader's picture of the node. The values themselves stay in the subject's slots. Stored properties
/// that are set aside are no part of the form: two states that differ in nothing else are one.
package final class ElectionCluster: ClusterModel {
  struct LocalState: Hashable {
    var form: [UInt8]
    var shadow: ElectionShadow
  }

  struct Message: Hashable {
    var sender: Int
    var receiver: Int
    var content: ElectionMessage
  }

  /// How a local state was first reached, so that it can be reached again.
  struct Origin {
    var slot: Int
    var from: Int
    var event: LocalEvent?
    /// How many states on the way here, this one included and since the last start, are one by the
    /// rules.
    var alike = 1
  }

  let bounds: ElectionBounds
  let members: [ElectionMember]
  let setAside: Set<String>
  let subject: any Subject
  private(set) var states: [[LocalState]]
  private(set) var origins: [[Origin]]
  private var numbers: [[LocalState: Int]]
  private(set) var messages: [Message] = []
  /// The checks that some step has put to the test and passed.
  private(set) var kept: Set<String> = []
  /// Events that left the rules' picture of a node as it was, by node and picture; a few of each.
  private(set) var quietEvents: [[ElectionShadow: [LocalEvent]]]
  /// States taken for one though something set aside differs, as far as they are kept: the state they
  /// were taken for, and the slot of the other.
  private(set) var merged: [(node: Int, state: Int, slot: Int)] = []
  private var mergeCount = 0
  private var messageNumbers: [Message: Int] = [:]
  /// The first few slots are for whoever tells a run meanwhile.
  private var slotCount = 16
  private var freeSlots: [Int] = []
  /// What no form could see of the states met so far.
  private(set) var unseen: [String] = []

  package let nodeCount: Int

  /// A cluster of fresh nodes within these bounds.
  /// - Parameter setAside: stored properties that are no part of what identifies a local state.
  package init(_ bounds: ElectionBounds, subject: any Subject, setAside: Set<String> = []) {
    self.bounds = bounds
    self.subject = subject
    self.setAside = setAside
    nodeCount = bounds.nodes
    members = ElectionSetting(bounds).members
    states = Array(repeating: [], count: bounds.nodes)
    origins = states.map { _ in [] }
    numbers = states.map { _ in [:] }
    quietEvents = states.map { _ in [:] }
  }

  // MARK: What the explorer asks

  package func start() throws(Stop) -> [Int] {
    var program = Program()
    let slots = members.map { _ in newSlot() }
    for (member, slot) in zip(members, slots) {
      program.make(slot, member.start(ElectionShadow()).write)
      appendForm(of: slot, to: &program)
    }
    let answers = try subject.run(program)
    var start: [Int] = []
    for node in members.indices {
      start.append(
        number(
          LocalState(form: try readForm(answers[node]), shadow: ElectionShadow()), of: node,
          Origin(slot: slots[node], from: 0)))
    }
    return start
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

  package private(set) var growingNode: Int?

  /// So many states that are one by the rules, each come of the one before, are a count or a record.
  private static let growth = 10

  package func showsGrowth(node: Int, state: Int) -> Bool { origins[node][state].alike >= 3 }

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
      let request = locate(error, among: requests)
      let stop = request == nil ? error.unlocated(among: requests.count) : error
      throw LocalStop(stop: stop, request: request)
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
    appendForm(of: slot, to: &program)
  }

  private func appendForm(of slot: Int, to program: inout Program) {
    if setAside.isEmpty { program.canonicalForm(slot) } else { program.storedProperties(slot) }
  }

  private func readForm(_ answer: [UInt8]) throws(Stop) -> [UInt8] {
    do throws(WireError) {
      return try form(in: answer)
    } catch {
      throw .protocolViolation("a state that is not one: \(error)")
    }
  }

  /// What identifies a state, in the answer to `appendForm`; of a long form its digest.
  private func form(in answer: [UInt8]) throws(WireError) -> [UInt8] {
    guard !setAside.isEmpty else {
      noteUnseen(try CanonicalForm(answer))
      return answer.count > 64 ? SHA256.digest(of: answer) : answer
    }
    var reader = ByteReader(answer)
    var stored = try StoredProperties(from: &reader)
    try reader.expectEnd()
    stored.properties.removeAll { setAside.contains($0.name) }
    var writer = ByteWriter()
    stored.write(to: &writer)
    return writer.bytes.count > 64 ? SHA256.digest(of: writer.bytes) : writer.bytes
  }

  /// A slot for values that nobody asks for again.
  static let scratchSlot = 0

  /// The input that an event is, restarts apart.
  func input(of event: LocalEvent) -> ElectionInput {
    switch event {
    case .timeout, .restart: .electionTimeout
    case .delivery(let message): input(message)
    }
  }

  func input(_ message: Int) -> ElectionInput {
    let message = messages[message]
    return .received(message.content, from: members[message.sender].id)
  }

  private func learn(
    _ request: LocalRequest, slot: Int, reaction: [UInt8], form: [UInt8]
  ) throws(WireError) -> LocalStep {
    var reader = ByteReader(reaction)
    let reaction = try ElectionReaction(from: &reader)
    try reader.expectEnd()
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
    kept.formUnion(judgement.kept)
    guard let after = judgement.next else {
      freeSlots.append(slot)
      return LocalStep(next: nil, sends: [], violations: judgement.violations)
    }
    let next = number(
      LocalState(form: try self.form(in: form), shadow: after), of: node,
      Origin(slot: slot, from: request.state, event: request.event))
    if origins[node][next].slot != slot { release(slot, takenFor: next, of: node) }
    if after == before { noteQuiet(request.event, of: node, in: after) }
    let sends = request.event == .restart ? [] : numberSends(reaction.outputs, of: node)
    return LocalStep(next: next, sends: sends, violations: judgement.violations)
  }

  private func noteUnseen(_ form: CanonicalForm) {
    for name in form.unseen where unseen.count < CanonicalForm.unseenLimit && !unseen.contains(name)
    {
      unseen.append(name)
    }
  }

  /// Gives up a slot whose state is known, unless it is kept to be compared with the one it was taken
  /// for: of more and more of them fewer and fewer, spread over the whole search.
  private func release(_ slot: Int, takenFor state: Int, of node: Int) {
    guard !setAside.isEmpty else { return freeSlots.append(slot) }
    mergeCount += 1
    guard merged.count < 8 || mergeCount.nonzeroBitCount == 1, merged.count < 24 else {
      return freeSlots.append(slot)
    }
    merged.append((node, state, slot))
  }

  private func noteQuiet(_ event: LocalEvent, of node: Int, in shadow: ElectionShadow) {
    guard event != .restart else { return }
    var events = quietEvents[node][shadow, default: []]
    guard events.count < 16, !events.contains(event) else { return }
    events.append(event)
    quietEvents[node][shadow] = events
  }

  private func numberSends(_ outputs: [ElectionOutput], of sender: Int) -> [Int] {
    outputs.compactMap { output in
      guard case .send(let content, let id) = output, content.isDeliverable,
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
    var origin = origin
    origin.alike = alike(state.shadow, origin, of: node)
    if origin.alike >= Self.growth && growingNode == nil { growingNode = node }
    states[node].append(state)
    origins[node].append(origin)
    numbers[node][state] = states[node].count - 1
    return states[node].count - 1
  }

  private func alike(_ shadow: ElectionShadow, _ origin: Origin, of node: Int) -> Int {
    guard var event = origin.event else { return 1 }
    var state = origin.from
    // As far as the last state with the same picture: it knows how many there were before it.
    while event != .restart {
      if states[node][state].shadow == shadow { return origins[node][state].alike + 1 }
      guard let earlier = origins[node][state].event else { return 1 }
      event = earlier
      state = origins[node][state].from
    }
    return 1
  }

  func newSlot() -> Int {
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
        if let answer = answers.last, try readForm(answer) != states[node][state].form {
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

extension Stop {
  /// The stop of a submission that was asked for several steps and stops in none of them by itself.
  fileprivate func unlocated(among count: Int) -> Stop {
    switch self {
    case .crashed, .exited, .forbiddenOperation, .protocolViolation:
      .inconsistent(
        "asked for \(count) steps together, it \(phrase); asked for each alone, it did not")
    // What adds up over many steps need not be in one.
    case .timeLimit, .gradingLimit, .memoryLimit, .inconsistent, .unavailable: self
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
