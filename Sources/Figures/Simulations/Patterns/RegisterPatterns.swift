import Clusters
import ExerciseKit
import Histories
import Parameters
import Solutions

/// A call of a client of a register, or its answer, as it is seen from outside.
enum RegisterSight {
  case writes(Int, call: Int)
  case reads(call: Int)
  case wrote(call: Int)
  case read(Int, call: Int)

  var call: Int {
    switch self {
    case .writes(_, let call), .reads(let call), .wrote(let call), .read(_, let call): call
    }
  }

  var label: String {
    switch self {
    case .writes(let value, _): "writes \(value)"
    case .reads: "reads"
    case .wrote: "has written"
    case .read(let value, _): value == 0 ? "has read nothing" : "has read \(value)"
    }
  }
}

extension FaultyRun where Node: ToldNode, Node.Sight == RegisterSight {
  /// The fewest calls that no order explains: the history of the run is then not linearizable.
  func unexplainedAnswer() -> Broken? {
    typealias Object = Register<Int>
    var history: [Object.Operation] = []
    /// Where each call and its answer was seen.
    var seenIn: [(called: Int, answered: Int?)] = []
    var places: [[Int]: Int] = [:]
    for (number, step) in steps.enumerated() {
      for sight in step.shown {
        let client = Int(step.node.number)
        func begin(_ input: Object.Input) {
          places[[client, sight.call]] = history.count
          history.append(Object.Operation(client: client, pending: input, called: 2 * number))
          seenIn.append((number, nil))
        }
        func end(_ output: Object.Output) {
          guard let place = places[[client, sight.call]] else { return }
          history[place].answer = .init(output, returned: 2 * number + 1)
          seenIn[place].answered = number
        }
        switch sight {
        case .writes(let value, _): begin(.write(value))
        case .reads: begin(.read)
        case .wrote: end(.done)
        case .read(let value, _): end(.value(value))
        }
      }
    }
    guard case .broken(let part) = Object(initial: 0).linearizability(of: history) else {
      return nil
    }
    let words = part.map { "n\(history[$0].client) \(Self.words(history[$0]))" }
    return Broken(
      sentence: "no order explains that " + words.joined(separator: ", "),
      steps: part.map { seenIn[$0].answered ?? seenIn[$0].called }.sorted())
  }

  private static func words(_ call: Register<Int>.Operation) -> String {
    switch (call.input, call.answer?.output) {
    case (.write(let value), nil): "is writing \(value)"
    case (.write(let value), _): "wrote \(value)"
    case (_, .value(let value)?): value == 0 ? "read nothing" : "read \(value)"
    default: "is reading"
    }
  }
}

/// A client of a register on a majority, or a replica.
enum MajorityNode: ToldNode {
  enum Stored { case replica(TaggedRegister), client(RegisterClient.Stored) }
  /// A call, or once more what was sent last. A client does one thing at a time.
  enum Input { case write(Int), read, again }
  enum Message { case request(ReplicaRequest), reply(ReplicaReply) }
  typealias Sight = RegisterSight
  typealias Effect = FaultyRun<MajorityNode>.Effect

  static let replicas = (1...3).map { NodeID($0) }
  static let clients = (11...13).map { NodeID($0) }

  case replica(TaggedRegister)
  case client(NodeID, RegisterClient, last: ReplicaRequest?)

  init(_ id: NodeID, _ stored: Stored?) {
    switch stored {
    case .replica(let register): self = .replica(register)
    case .client(let stored):
      let client = RegisterClient(id: id, replicas: Self.replicas, stored: stored)
      self = .client(id, client, last: nil)
    case nil where Self.replicas.contains(id): self = .replica(TaggedRegister(id: id))
    case nil: self = .client(id, RegisterClient(id: id, replicas: Self.replicas), last: nil)
    }
  }

  var told: String {
    switch self {
    case .replica(let register): register.value.map { "\($0) at \(register.tag)" } ?? ""
    case .client(_, let client, _): client.isIdle ? "" : "op \(client.stored.operation ?? 0)"
    }
  }
  var isWaiting: Bool { if case .client(_, let client, _) = self { !client.isIdle } else { false } }

  static func label(_ input: Input) -> String {
    switch input {
    case .write(let value): "writes \(value)"
    case .read: "reads"
    case .again: "asks again"
    }
  }
  static func label(_ message: Message) -> String {
    switch message {
    case .request(.query(let op)): "what? (\(op))"
    case .request(.store(let op, let tag, let value)):
      "store \(value ?? "nothing") at \(tag) (\(op))"
    case .reply(.state(let op, _, let tag, let value)): "\(value ?? "nothing") at \(tag) (\(op))"
    case .reply(.stored(let op, _)): "stored (\(op))"
    }
  }
  static func label(_ sight: RegisterSight) -> String { sight.label }

  mutating func take(_ input: Input) -> [Effect] {
    guard case .client(let id, var client, let last) = self else { return [] }
    guard client.isIdle else { return last.map(Self.toAll) ?? [] }
    let operation = (client.stored.operation ?? 0) + 1
    let (sight, request): (Sight, ReplicaRequest)
    switch input {
    case .write(let value):
      sight = .writes(value, call: operation)
      request = client.startWrite(op: operation, "\(value)")
    case .read: (sight, request) = (.reads(call: operation), client.startRead(op: operation))
    case .again: return []
    }
    self = .client(id, client, last: request)
    return [.show(sight), .persist(.client(client.stored))] + Self.toAll(request)
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch (self, message) {
    case (.replica(var register), .request(let request)):
      let reply = register.answer(request)
      self = .replica(register)
      return [.persist(.replica(register)), .send(.reply(reply), to: sender)]
    case (.client(let id, var client, let last), .reply(let reply)):
      let (next, done) = client.handle(reply)
      self = .client(id, client, last: done == nil ? next ?? last : nil)
      let sent = next.map { [.persist(.client(client.stored))] + Self.toAll($0) } ?? []
      switch done {
      case .wrote(let op): return sent + [.show(.wrote(call: op))]
      case .read(let op, let value):
        return sent + [.show(.read(value.flatMap { Int($0) } ?? 0, call: op))]
      case nil: return sent
      }
    default: return []
    }
  }

  private static func toAll(_ request: ReplicaRequest) -> [Effect] {
    replicas.map { .send(.request(request), to: $0) }
  }

  static func broken(_ run: FaultyRun<Self>) -> Broken? { run.unexplainedAnswer() }
  static func unfinished(_ run: FaultyRun<Self>) -> Broken? {
    run.lack { $0.isWaiting ? "waits for an answer without end" : nil }
  }
}

/// A coordinator of a quorum store, with its client, or a replica.
enum QuorumNode: ToldNode {
  typealias Stored = QuorumReplica
  enum Input { case write, read }
  enum Message { case request(QuorumRequest), reply(QuorumReply) }
  typealias Sight = RegisterSight
  typealias Effect = FaultyRun<QuorumNode>.Effect

  static let replicas = (1...3).map { NodeID($0) }
  static let writer = NodeID(11)
  static let clients = [writer, NodeID(12), NodeID(13)]

  case replica(QuorumReplica)
  case client(NodeID, QuorumStore, calls: Int, isWaiting: Bool)

  init(_ id: NodeID, _ stored: Stored?, _ arguments: Arguments) {
    guard Self.clients.contains(id) else {
      self = .replica(stored ?? QuorumReplica(id: id))
      return
    }
    let repair: ReadRepair =
      switch arguments.text("repair") {
      case "before": .beforeAnswer
      case "after": .afterAnswer
      default: .none
      }
    let store = QuorumStore(
      replicas: Self.replicas, readQuorum: arguments.integer("r"),
      writeQuorum: arguments.integer("w"), repair: repair)
    self = .client(id, store, calls: 0, isWaiting: false)
  }

  var told: String {
    switch self {
    case .replica(let replica): replica.version.map { "\($0.value)" } ?? ""
    case .client(_, _, let calls, let isWaiting): isWaiting ? "call \(calls)" : ""
    }
  }
  var isIdle: Bool { if case .client(_, _, _, false) = self { true } else { false } }
  static func label(_ input: Input) -> String { input == .write ? "writes" : "reads" }
  static func label(_ message: Message) -> String {
    switch message {
    case .request(.store(let op, let version)): "store \(version.value) (\(op))"
    case .request(.fetch(let op)): "what? (\(op))"
    case .reply(.stored(let op, _)): "stored (\(op))"
    case .reply(.fetched(let op, _, let version)): "\(version?.value ?? "nothing") (\(op))"
    }
  }
  static func label(_ sight: RegisterSight) -> String { sight.label }

  mutating func take(_ input: Input) -> [Effect] {
    guard case .client(let id, var store, let calls, false) = self else { return [] }
    let call = calls + 1
    let messages: [QuorumMessage]
    if input == .write {
      let version = StoredVersion(WriteTag(counter: UInt64(call), writer: id), "\(call)")
      messages = store.write(op: call, version)
    } else {
      messages = store.read(op: call)
    }
    self = .client(id, store, calls: call, isWaiting: true)
    return [.show(input == .write ? .writes(call, call: call) : .reads(call: call))]
      + Self.effects(messages)
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch (self, message) {
    case (.replica(var replica), .request(let request)):
      let reply = replica.answer(request)
      self = .replica(replica)
      return [.persist(replica), .send(.reply(reply), to: sender)]
    case (.client(let id, var store, let calls, let isWaiting), .reply(let reply)):
      let (messages, done) = store.handle(reply)
      self = .client(id, store, calls: calls, isWaiting: isWaiting && done == nil)
      switch done {
      case .wrote(let op): return Self.effects(messages) + [.show(.wrote(call: op))]
      case .read(let op, let version):
        let value = version.flatMap { Int($0.value) } ?? 0
        return Self.effects(messages) + [.show(.read(value, call: op))]
      case .unknown, .unreadable, nil: return Self.effects(messages)
      }
    default: return []
    }
  }

  private static func effects(_ messages: [QuorumMessage]) -> [Effect] {
    messages.map { .send(.request($0.request), to: $0.to) }
  }

  static func broken(_ run: FaultyRun<Self>) -> Broken? { run.unexplainedAnswer() }
  static func unfinished(_ run: FaultyRun<Self>) -> Broken? {
    run.lack { node in
      if case .client(_, _, _, true) = node { "waits for an answer without end" } else { nil }
    }
  }
}

extension SimulatedPattern {
  static let abdRegister = SimulatedPattern(
    "abd-register",
    guarantee: "Every answer fits one order of all calls, and in the end each call has its answer.",
    nodes: MajorityNode.replicas + MajorityNode.clients,
    on: Network(mayEnd: MajorityNode.replicas, calm: 500), beyond: [majorityGone],
    start: { _, id, stored in MajorityNode(id, stored) },
    input: { turn in
      if turn.node.isWaiting { return .again }
      guard !turn.isCalm else { return nil }
      return turn.choice < 300 ? .write(1 + turn.choice) : .read
    })

  static let quorumStore = SimulatedPattern(
    "quorum-store",
    guarantee: "With one writer every answer fits one order of all calls.",
    model: "messages repeated and reordered, and one of three replicas that stops for good, where "
      + "R + W > 3 and a read repairs before it answers",
    nodes: QuorumNode.replicas + QuorumNode.clients,
    on: Network(
      losses: 0, stops: nil, cuts: nil, hasDisks: false, mayEnd: QuorumNode.replicas, calm: 400),
    parameters: [
      Parameter("r", "how many answers a read waits for", .integer(1...3), standard: "2"),
      Parameter("w", "how many acknowledgements a write waits for", .integer(1...3), standard: "2"),
      Parameter(
        "repair", "when a read brings others what it answers",
        .choice(["before", "after", "none"]),
        standard: "before"),
    ],
    beyond: [
      Beyond("r=1", what: "quorums that do not meet") {
        $0.integer("r") + $0.integer("w") <= 3
      },
      Beyond("repair", is: "none", what: "a read that nobody after it need see"),
      Beyond("crashes=2", what: "fewer replicas than a quorum") {
        max($0.integer("r"), $0.integer("w")) > 3 - $0.integer("crashes")
      },
      Beyond("losses=300", what: "messages lost that nobody sends again") {
        $0.integer("losses") > 0
      },
    ],
    start: { arguments, id, stored in QuorumNode(id, stored, arguments) },
    input: { turn in
      guard turn.node.isIdle, !turn.isCalm else { return nil }
      return turn.id == QuorumNode.writer ? .write : .read
    })
}
