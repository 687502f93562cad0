import Dialects
import ExerciseKit
import Simulation

/// What a client of a replicated register must do at each step.
struct RegisterConversation: ConversationModel {
  typealias Words = MajorityWords

  enum Line: Hashable, Sendable {
    case write(String, op: Int)
    case read(op: Int)
    case hear(ReplicaReply)
  }

  struct Setting: Hashable, Sendable, CustomStringConvertible {
    let client: NodeID
    let replicas: [NodeID]

    var description: String {
      "\(client) with \(replicas.map(\.description).joined(separator: ", "))"
    }
  }

  /// Where the operation is.
  enum Phase: Sendable {
    case idle
    /// For each replica that has answered, the tags and values it has told.
    case asking(write: String?, answers: [NodeID: [WriteTag: String?]])
    case storing(RegisterOutcome, answered: Set<NodeID>)
  }

  struct Shadow: Sendable {
    let setting: Setting
    var op = 0
    var phase = Phase.idle
    /// The tag of the last write that was sent, and what was written.
    var own: (tag: WriteTag, value: String)?
    /// The largest counter that a replica has told.
    var largestTold: UInt64 = 0

    var majority: Int { setting.replicas.count / 2 + 1 }
  }

  func arguments(_ setting: Setting) -> Words.Arguments {
    Words.Arguments(client: setting.client, replicas: setting.replicas)
  }

  func call(_ line: Line) -> Words.Call {
    switch line {
    case .write(let value, let op): .startWrite(op: op, value)
    case .read(let op): .startRead(op: op)
    case .hear(let reply): .handle(reply)
    }
  }

  func shadow(_ setting: Setting) -> Shadow { Shadow(setting: setting) }

  // MARK: What is right

  func complaint(
    about answer: Words.Answer, to line: Line, _ shadow: inout Shadow
  ) -> String? {
    let step = shadow.step(line)
    guard step.allows(answer) else {
      return
        "\(text(line)) brings \(text(answer)); it must bring \(text(step.right)): \(step.reason)"
    }
    shadow.take(answer)
    return nil
  }

  func answer(to line: Line, _ shadow: Shadow) -> Words.Answer {
    var shadow = shadow
    return shadow.step(line).right
  }

  func text(_ answer: Words.Answer) -> String {
    var parts: [String] = []
    switch answer.request {
    case nil: break
    case .query(let op): parts.append("query \(op)")
    case .store(let op, let tag, let value):
      parts.append("store \(op): \(tag) \(quoted(value))")
    }
    switch answer.outcome {
    case nil: break
    case .wrote(let op): parts.append("the end of write \(op)")
    case .read(let op, let value): parts.append("the end of read \(op) with \(quoted(value))")
    }
    return parts.isEmpty ? "nothing" : parts.joined(separator: " and ")
  }

  func speaker(of line: Line) -> String? {
    if case .hear(let reply) = line { reply.sender.description } else { nil }
  }

  func isFair(_ lines: [Line], _ setting: Setting) -> Bool {
    var begun: Set<Int> = []
    for line in lines {
      switch line {
      case .write(_, let op), .read(let op):
        if !begun.insert(op).inserted { return false }
      case .hear(let reply):
        if !begun.contains(reply.op) { return false }
        if case .state(_, _, let tag, let value) = reply {
          if tag.counter > Self.largestCounter || (tag.counter == 0) != (value == nil) {
            return false
          }
        }
      }
    }
    return true
  }

  /// What the task says of counters.
  private static let largestCounter: UInt64 = 1 << 63

  // MARK: Random conversations

  func drawSetting(isOdd: Bool, random: inout RandomSource) -> Setting {
    let count = 1 + random.index(below: isOdd ? 9 : 5)
    let nodes = isOdd ? OddNodes.draw(count + 1, random: &random) : Array(0...count)
    return Setting(
      client: identifier(of: nodes[count]), replicas: nodes[..<count].map(identifier))
  }

  func draw(_ setting: Setting, _ shadow: Shadow, random: inout RandomSource) -> Line {
    let isIdle = if case .idle = shadow.phase { true } else { false }
    if shadow.op == 0 || random.chance(1, in: isIdle ? 2 : 25) {
      let op = shadow.op + 1 + (random.chance(1, in: 6) ? random.index(below: 1 << 40) : 0)
      return random.chance(1, in: 2)
        ? .write(random.chance(1, in: 8) ? "" : "w\(random.index(below: 100))", op: op)
        : .read(op: op)
    }
    let replica = setting.replicas[random.index(below: setting.replicas.count)]
    // A stranger is named like a replica, but for the number.
    let isStranger = random.chance(1, in: 10)
    let sender = isStranger ? NodeID(replica.number ^ 1 << 20) : replica
    let op = random.chance(1, in: 10) ? shadow.earlier : shadow.op
    let isStoring = if case .storing = shadow.phase { true } else { false }
    if isStoring != random.chance(1, in: 8) { return .hear(.stored(op: op, from: sender)) }
    if let own = shadow.own, random.chance(1, in: 8) {
      return .hear(.state(op: op, from: sender, own.tag, own.value))
    }
    let counter =
      random.chance(1, in: 6)
      ? random.next() >> UInt64(1 + random.index(below: 62)) : UInt64(random.index(below: 4))
    guard counter > 0 else {
      return .hear(.state(op: op, from: sender, WriteTag(counter: 0, writer: NodeID(0)), nil))
    }
    let writer = NodeID(UInt32(1_000 + random.index(below: 3)))
    return .hear(
      .state(
        op: op, from: sender, WriteTag(counter: counter, writer: writer),
        counter == 2 ? "" : "\(counter)/\(writer)"))
  }
}

extension RegisterConversation.Shadow {
  typealias Answer = MajorityWords.Answer

  /// An operation that is over or was given up.
  var earlier: Int { max(1, op - 1) }

  /// What may come of a line, and why.
  struct Step {
    let right: Answer
    let reason: String
    /// What is right as well.
    var others: [Answer] = []
    /// For a write, the counters that its tag may have.
    var counters: ClosedRange<UInt64>?

    init(_ right: Answer, _ reason: String) {
      self.right = right
      self.reason = reason
    }

    func allows(_ answer: Answer) -> Bool {
      if answer == right || others.contains(answer) { return true }
      guard let counters, case .store(let op, let tag, let value) = answer.request,
        case .store(op, let rightTag, value) = right.request
      else { return false }
      return answer.outcome == nil && tag.writer == rightTag.writer
        && counters.contains(tag.counter)
    }
  }

  mutating func step(_ line: RegisterConversation.Line) -> Step {
    switch line {
    case .write(let value, let op):
      (self.op, phase) = (op, .asking(write: value, answers: [:]))
      return Step(Answer(request: .query(op: op), outcome: nil), "every replica is asked first")
    case .read(let op):
      (self.op, phase) = (op, .asking(write: nil, answers: [:]))
      return Step(Answer(request: .query(op: op), outcome: nil), "every replica is asked first")
    case .hear(let reply):
      return hear(reply)
    }
  }

  private mutating func hear(_ reply: ReplicaReply) -> Step {
    func ignored(_ reason: String) -> Step {
      Step(Answer(request: nil, outcome: nil), reason)
    }
    if case .state(_, let sender, let tag, _) = reply, setting.replicas.contains(sender) {
      largestTold = max(largestTold, tag.counter)
    }
    if case .idle = phase { return ignored("no operation is under way") }
    guard reply.op == op else { return ignored("operation \(reply.op) is not under way") }
    guard setting.replicas.contains(reply.sender) else {
      return ignored("\(reply.sender) is no replica")
    }
    switch (phase, reply) {
    case (.asking(let write, var answers), .state(_, let sender, let tag, let value)):
      let isNew = answers[sender] == nil
      answers[sender, default: [:]][tag] = .some(value)
      phase = .asking(write: write, answers: answers)
      guard isNew else { return ignored("\(sender) has answered before") }
      return answers.count == majority
        ? store(write, answers) : ignored(share(answers.count))
    case (.storing(let outcome, var answered), .stored(_, let sender)):
      guard answered.insert(sender).inserted else {
        return ignored("\(sender) has answered before")
      }
      phase = .storing(outcome, answered: answered)
      guard answered.count == majority else { return ignored(share(answered.count)) }
      phase = .idle
      return Step(Answer(request: nil, outcome: outcome), share(majority))
    case (.storing, _): return ignored("the client is past asking")
    default: return ignored("the client is still asking")
    }
  }

  private func share(_ count: Int) -> String {
    "\(count) of \(setting.replicas.count) replicas have answered, and \(majority) are a majority"
  }

  /// What may follow when a majority has answered. Of a replica that has told several tags any may be
  /// taken: it held each of them while it was asked.
  private func store(
    _ write: String?, _ answers: [NodeID: [WriteTag: String?]]
  ) -> Step {
    let least = answers.values.compactMap { $0.keys.min() }.max()
    let told = answers.values.flatMap(\.keys)
    let newest = Set(told.filter { $0 >= least ?? $0 }).sorted(by: >)
    let largest = newest.first?.counter ?? 0
    if let write {
      let used = own?.tag.counter ?? 0
      let next = WriteTag(counter: max(largest, used) + 1, writer: setting.client)
      var step = Step(
        Answer(request: .store(op: op, next, write), outcome: nil),
        "the largest counter told is \(largest), and the largest this client has used \(used)")
      // Who remembers more than it must may go past what it was told before.
      let lowest = max(newest.last?.counter ?? 0, used) + 1
      step.counters = lowest...max(lowest, max(largestTold, used) + 1)
      return step
    }
    var allowed: [Answer] = []
    for tag in newest {
      guard let value = answers.values.compactMap({ $0[tag] }).first else { continue }
      allowed.append(Answer(request: .store(op: op, tag, value), outcome: nil))
      if answers.values.allSatisfy({ $0.keys.contains { $0 >= tag } }) {
        allowed.append(Answer(request: nil, outcome: .read(op: op, value)))
      }
    }
    let name = largest == 0 ? "nothing" : newest.first.map(\.description) ?? ""
    var step = Step(
      allowed.first ?? Answer(request: nil, outcome: nil),
      "a majority has answered, and \(name) is the newest it holds")
    step.others = allowed
    return step
  }

  /// Remembers an answer that is right.
  mutating func take(_ answer: Answer) {
    if case .asking(let write, _) = phase, case .store(let op, let tag, let value) = answer.request
    {
      if let write { own = (tag, write) }
      phase = .storing(
        write == nil ? .read(op: op, value) : .wrote(op: op), answered: [])
    } else if answer.outcome != nil {
      phase = .idle
    }
  }
}

extension ReplicaReply {
  var op: Int {
    switch self {
    case .state(let op, _, _, _), .stored(let op, _): op
    }
  }

  var sender: NodeID {
    switch self {
    case .state(_, let sender, _, _), .stored(_, let sender): sender
    }
  }
}

// MARK: As text

extension RegisterConversation {
  /// A line such as `writes "a" as 1`, `reads as 2`, `hears of 1: n1 holds 3.n7 "b"`, `hears of 1: n1
  /// holds nothing` or `hears of 1: n1 has stored`.
  func text(_ line: Line) -> String {
    switch line {
    case .write(let value, let op): "writes \(quoted(value)) as \(op)"
    case .read(let op): "reads as \(op)"
    case .hear(.state(let op, let sender, let tag, let value)):
      "hears of \(op): \(sender) holds \(tag.counter == 0 ? "nothing" : "\(tag) \(quoted(value))")"
    case .hear(.stored(let op, let sender)): "hears of \(op): \(sender) has stored"
    }
  }

  func line(_ text: String) -> Line? {
    if let match = text.wholeMatch(of: #/writes (?<value>".*") as (?<op>\d+)/#) {
      guard let value = unquoted(match.value), let op = Int(match.op) else { return nil }
      return .write(value, op: op)
    }
    if let match = text.wholeMatch(of: #/reads as (?<op>\d+)/#) {
      return Int(match.op).map { .read(op: $0) }
    }
    let told = #/hears of (?<op>\d+): (?<sender>n\d+) (?<rest>.*)/#
    guard let match = text.wholeMatch(of: told), let op = Int(match.op),
      let sender = node(named: String(match.sender)).map(identifier)
    else { return nil }
    switch match.rest {
    case "has stored": return .hear(.stored(op: op, from: sender))
    case "holds nothing":
      return .hear(.state(op: op, from: sender, WriteTag(counter: 0, writer: NodeID(0)), nil))
    default:
      let held = #/holds (?<counter>\d+)\.(?<writer>n\d+) (?<value>".*")/#
      guard let match = match.rest.wholeMatch(of: held), let counter = UInt64(match.counter),
        let writer = node(named: String(match.writer)).map(identifier),
        let value = unquoted(match.value)
      else { return nil }
      return .hear(
        .state(op: op, from: sender, WriteTag(counter: counter, writer: writer), value))
    }
  }

  func setting(_ text: String) -> Setting? {
    let halves = text.split(separator: " with ", maxSplits: 1).map(String.init)
    guard halves.count == 2, let client = node(named: halves[0]) else { return nil }
    let replicas = halves[1].split(separator: ", ").compactMap { node(named: String($0)) }
    let setting = Setting(client: identifier(of: client), replicas: replicas.map(identifier))
    guard setting.description == text, (1...64).contains(replicas.count),
      Set(replicas + [client]).count == replicas.count + 1
    else { return nil }
    return setting
  }
}
