import Checking
import Digests
import ExerciseKit
import Wire

/// A cluster of submitted nodes, as the explorer sees it.
///
/// A local state is the submission's own state, identified by its canonical form, together with the
/// grader's picture of the node. The values themselves stay in the subject's slots. Stored properties
/// that are set aside are no part of the form: two states that differ in nothing else are one.
final class RuledCluster<P: RuledProtocol>: ClusterModel {
  struct LocalState: Hashable {
    var form: [UInt8]
    var shadow: P.Shadow
  }

  struct Message: Hashable {
    var sender: Int
    var receiver: Int
    var content: P.Message
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

  let bounds: P.Bounds
  let setting: RuledSetting<P>
  let setAside: Set<String>
  let subject: any Subject
  private(set) var states: [[LocalState]]
  private(set) var origins: [[Origin]]
  private var numbers: [[LocalState: Int]]
  private(set) var messages: [Message] = []
  /// The checks that some step has put to the test and passed.
  private(set) var kept: Set<String> = []
  /// Events that left the rules' picture of a node as it was, by node and picture; a few of each.
  private(set) var quietEvents: [[P.Shadow: [LocalEvent]]]
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

  var nodeCount: Int { setting.members.count }

  /// A cluster of fresh nodes within these bounds.
  /// - Parameter setAside: stored properties that are no part of what identifies a local state.
  init(_ bounds: P.Bounds, subject: any Subject, setAside: Set<String> = []) {
    self.bounds = bounds
    self.subject = subject
    self.setAside = setAside
    setting = P.setting(bounds)
    states = setting.members.map { _ in [] }
    origins = states.map { _ in [] }
    numbers = states.map { _ in [:] }
    quietEvents = states.map { _ in [:] }
  }

  // MARK: What the explorer asks

  func start() throws(Stop) -> [Int] {
    var program = Program()
    let slots = setting.members.map { _ in newSlot() }
    for (node, slot) in slots.enumerated() {
      P.make(setting.members[node], from: setting.persisted[node], in: slot, &program)
      appendForm(of: slot, to: &program)
    }
    let answers = try subject.run(program)
    var start: [Int] = []
    for (node, slot) in slots.enumerated() {
      start.append(
        number(
          LocalState(form: try readForm(answers[node]), shadow: setting.persisted[node]), of: node,
          Origin(slot: slot, from: 0)))
    }
    return start
  }

  var messageCount: Int { messages.count }

  func receiver(of message: Int) -> Int { messages[message].receiver }

  func isReply(_ message: Int) -> Bool { messages[message].content.isReply }

  func isHarmless(_ message: Int) -> Bool { messages[message].content.isHarmless }

  func conflict(between message: Int, and other: Int) -> String? {
    let (message, other) = (messages[message], messages[other])
    return message.sender == other.sender ? nil : P.conflict(message.content, other.content)
  }

  func canTimeOut(node: Int, state: Int) -> Bool {
    P.canTimeOut(states[node][state].shadow, within: bounds)
  }

  var canRestart: Bool { bounds.crashes }

  var losesSpentMessages: Bool { bounds.replies == .lostWhenSpent }

  private(set) var growingNode: Int?

  /// So many states that are one by the rules, each come of the one before, are a count or a record.
  private static var growth: Int { 10 }

  func showsGrowth(node: Int, state: Int) -> Bool { origins[node][state].alike >= 3 }

  func isSpent(message: Int, node: Int, state: Int) -> Bool {
    guard bounds.replies == .takenOutWhenSpent || bounds.replies == .lostWhenSpent else {
      return false
    }
    let message = messages[message]
    return P.isSpent(
      message.content, from: setting.members[message.sender].id, at: states[node][state].shadow)
  }

  // MARK: Asking the subject

  func resolve(_ requests: [LocalRequest]) throws(LocalStop) -> [LocalStep] {
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
    if request.event != .restart { program.copy(source, to: slot) }
    P.happen(
      event(request.event, at: request.node), to: setting.members[request.node],
      states[request.node][request.state].shadow, in: slot, scratch: Self.scratchSlot, random: 0,
      &program)
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
  static var scratchSlot: Int { 0 }

  /// What a numbered event is.
  func event(_ event: LocalEvent, at node: Int) -> RuledEvent<P> {
    let id = setting.members[node].id
    switch event {
    case .timeout: return .timer(P.searchedTimer, node: id)
    case .restart: return .restart(node: id)
    case .delivery(let number):
      let message = messages[number]
      return .delivery(message.content, from: setting.members[message.sender].id, to: id)
    }
  }

  private func learn(
    _ request: LocalRequest, slot: Int, reaction: [UInt8], form: [UInt8]
  ) throws(WireError) -> LocalStep {
    var reader = ByteReader(reaction)
    let reaction = try P.reaction(from: &reader)
    try reader.expectEnd()
    let node = request.node
    let before = states[node][request.state].shadow
    let judgement = P.judge(
      event(request.event, at: node), setting.members[node], before, reaction)
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
    let sends = request.event == .restart ? [] : numberSends(of: reaction, by: node)
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

  private func noteQuiet(_ event: LocalEvent, of node: Int, in shadow: P.Shadow) {
    guard event != .restart else { return }
    var events = quietEvents[node][shadow, default: []]
    guard events.count < 16, !events.contains(event) else { return }
    events.append(event)
    quietEvents[node][shadow] = events
  }

  private func numberSends(of reaction: P.Reaction, by sender: Int) -> [Int] {
    P.sends(reaction).compactMap { content, id in
      guard content.isDeliverable, let receiver = setting.index(of: id),
        content.isMissed || bounds.replies != .lost
      else { return nil }
      let message = Message(sender: sender, receiver: receiver, content: content)
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

  private func alike(_ shadow: P.Shadow, _ origin: Origin, of node: Int) -> Int {
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
    P.make(
      setting.members[request.node], from: setting.persisted[request.node], in: 1, &program)
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
          return
            "taken again from its start through the same inputs, \(setting.members[node].id) ends in "
            + "another state; a step may depend only on the state, the input and the random bits"
        }
      }
    }
    return nil
  }

  /// The run of a violation, as events of the cluster.
  func events(of run: [GlobalEvent]) -> [RuledEvent<P>] {
    run.map { event($0.event, at: $0.node) }
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
