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

  var subject: String { "client" }

  func arguments(_ setting: Setting) -> Words.Arguments {
    Words.Arguments(client: setting.client, replicas: setting.replicas)
  }

  func call(_ line: Line, _ setting: Setting) -> Words.Call {
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

  func isTelling(_ answer: Words.Answer) -> Bool {
    if case .store = answer.request { true } else { answer.outcome != nil }
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

  /// Writers that agree in their lowest bits, or come in another order by them.
  private static let writers = [
    1, 2, 3, 7, 16, 255, 256, 257, 1_000, 1_003, 65_537, 1 << 31, 1 << 31 + 3, 1 << 32 - 1,
  ].map {
    NodeID(UInt32($0))
  }

  /// Mostly one of few, so that writers meet on it: small, or so large that little of it fits into less.
  private static func counter(random: inout RandomSource) -> UInt64 {
    switch random.index(below: 9) {
    case 0: random.next() >> UInt64(1 + random.index(below: 62))
    case 8: largestCounter - UInt64(random.index(below: 3))
    case 1: UInt64(4 + random.index(below: 12))
    case 2: 1 << 40 + UInt64(random.index(below: 2))
    default: UInt64(random.index(below: 4))
    }
  }

  func drawSetting(isOdd: Bool, random: inout RandomSource) -> Setting {
    let count = 1 + random.index(below: isOdd ? 13 : 5)
    let nodes = isOdd ? OddNodes.draw(count + 1, random: &random) : Array(0...count)
    return Setting(
      client: identifier(of: nodes[count]), replicas: nodes[..<count].map(identifier))
  }

  func draw(_ setting: Setting, _ shadow: Shadow, random: inout RandomSource) -> Line {
    let isIdle = if case .idle = shadow.phase { true } else { false }
    if shadow.op == 0 || random.chance(1, in: isIdle ? 2 : 25) {
      let step = [1, 1, 1, 1 + random.index(below: 1 << 40), 16, 256][random.index(below: 6)]
      let op = shadow.op + step
      return random.chance(1, in: 2)
        ? .write(random.chance(1, in: 8) ? "" : "w\(random.index(below: 100))", op: op)
        : .read(op: op)
    }
    let replica = setting.replicas[random.index(below: setting.replicas.count)]
    // A stranger is named like a replica, but for the number; or is the client itself.
    let isStranger = random.chance(1, in: 10)
    let stranger = random.chance(1, in: 3) ? setting.client : NodeID(replica.number ^ 1 << 20)
    let sender = isStranger ? stranger : replica
    let op = random.chance(1, in: 10) ? shadow.earlier : shadow.op
    let isStoring = if case .storing = shadow.phase { true } else { false }
    if isStoring != random.chance(1, in: 8) { return .hear(.stored(op: op, from: sender)) }
    if let own = shadow.own, random.chance(1, in: 8) {
      return .hear(.state(op: op, from: sender, own.tag, own.value))
    }
    // Often one that another replica has told, so that the writer decides.
    let told =
      if case .asking(_, let answers) = shadow.phase {
        answers.values.flatMap(\.keys).map(\.counter).max() ?? 0
      } else {
        0 as UInt64
      }
    let counter =
      told > 0 && random.chance(1, in: 2) ? told : Self.counter(random: &random)
    guard counter > 0 else {
      return .hear(.state(op: op, from: sender, WriteTag(counter: 0, writer: NodeID(0)), nil))
    }
    // What the client itself wrote is told with the value that it wrote.
    let others = Self.writers.filter { $0 != setting.client }
    let writer = others[random.index(below: others.count)]
    return .hear(
      .state(
        op: op, from: sender, WriteTag(counter: counter, writer: writer),
        counter == 2 ? "" : "\(counter)/\(writer)"))
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
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    let line = words.first == "hears" ? heard(words.dropFirst()) : asked(words)
    return line.map(self.text) == text ? line : nil
  }

  private func asked(_ words: [Substring]) -> Line? {
    guard words.count > 2, let op = Int(words[words.count - 1]) else { return nil }
    if words[0] == "reads" { return .read(op: op) }
    return unquoted(words[1..<(words.count - 2)].joined(separator: " ")).map { .write($0, op: op) }
  }

  /// What follows `hears`: `of 1: n1 has stored`.
  private func heard(_ words: ArraySlice<Substring>) -> Line? {
    guard words.count > 4, let op = Int(words[words.startIndex + 1].dropLast()),
      let sender = node(named: String(words[words.startIndex + 2])).map(identifier)
    else { return nil }
    let rest = words.dropFirst(3)
    if rest.last == "stored" { return .hear(.stored(op: op, from: sender)) }
    if rest.count == 2 {
      return .hear(.state(op: op, from: sender, WriteTag(counter: 0, writer: NodeID(0)), nil))
    }
    let tag = rest[rest.startIndex + 1].split(separator: ".")
    guard tag.count == 2, let counter = UInt64(tag[0]),
      let writer = node(named: String(tag[1])).map(identifier),
      let value = unquoted(rest.dropFirst(2).joined(separator: " "))
    else { return nil }
    return .hear(.state(op: op, from: sender, WriteTag(counter: counter, writer: writer), value))
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
