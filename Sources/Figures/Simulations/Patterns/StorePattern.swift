import Clusters
import ExerciseKit
import Parameters
import Solutions

/// A server of the replicated store, or a client of it that asks again until it has its answer.
enum StoreNode: ToldNode {
  typealias Server = ReplicatedStore.Server
  enum Call: Sendable { case write(Int), read }
  struct Caller: Sendable {
    let id: NodeID
    var session: UInt64?
    var serial: UInt64 = 1
    var call: (number: Int, what: Call)?
    var calls = 0
  }
  enum Stored { case server(Server.Stored), caller(Caller) }
  enum Input { case timeout, heartbeat, write(Int), read(Int) }
  enum Message {
    case raft(Server.Message)
    case propose(StoreCommand, token: UInt64)
    case query(token: UInt64)
    case answer(StoreAnswer, token: UInt64)
  }
  typealias Sight = RegisterSight
  typealias Effect = FaultyRun<StoreNode>.Effect

  static let servers = (1...3).map { NodeID($0) }
  static let callers = (11...12).map { NodeID($0) }

  case server(ReplicatedStore)
  case caller(Caller)

  init(_ id: NodeID, _ stored: Stored?) {
    guard Self.servers.contains(id) else {
      if case .caller(let caller) = stored {
        self = .caller(caller)
      } else {
        self = .caller(Caller(id: id))
      }
      return
    }
    var disk = ReplicatedStore.blank(members: Self.servers)
    if case .server(let kept) = stored { disk = kept }
    let settings = RaftSettings(timeouts: 0...0, entriesPerSnapshot: 5)
    self = .server(ReplicatedStore(id: id, stored: disk, settings: settings, now: 0))
  }

  var isServer: Bool { if case .server = self { true } else { false } }
  var told: String {
    switch self {
    case .server(let store):
      "\(store.server.role.rawValue.prefix(1).uppercased())\(store.server.term) r\(store.server.machine.revision)"
    case .caller(let caller): caller.call.map { "call \($0.number)" } ?? ""
    }
  }
  static func label(_ input: Input) -> String {
    switch input {
    case .timeout: "timeout"
    case .heartbeat: "heartbeat"
    case .write, .read: "asks"
    }
  }
  static func label(_ message: Message) -> String {
    switch message {
    case .raft(.poll(let term, _)): "poll t\(term)"
    case .raft(.pollAnswer(let term, _, let isGranted)): "\(isGranted ? "would" : "not") t\(term)"
    case .raft(.voteRequest(let term, _)): "vote? t\(term)"
    case .raft(.vote(let term, let isGranted)): "\(isGranted ? "yes" : "no") t\(term)"
    case .raft(.append(_, _, let prev, let entries, _)):
      entries.isEmpty ? "heartbeat" : "\(entries.count) @\(prev.index + 1)"
    case .raft(.install(_, _, let snapshot)): "snapshot @\(snapshot.last.index)"
    case .raft(.appended(_, _, let isTaken, let index)): "\(isTaken ? "has" : "not") @\(index)"
    case .propose(.open, _): "a session?"
    case .propose(.write(.put(_, let value), _, let serial), _): "put \(value) no. \(serial)"
    case .propose: "write"
    case .query: "what?"
    case .answer(.session(let session), _): "session \(session)"
    case .answer(.written(let revision), _): "written r\(revision)"
    case .answer(.value(let value, _), _): value ?? "nothing"
    case .answer: "refused"
    }
  }
  static func label(_ sight: RegisterSight) -> String { sight.label }

  mutating func take(_ input: Input) -> [Effect] {
    switch (self, input) {
    case (.server, .timeout): return step(.electionTimeout)
    case (.server, .heartbeat): return step(.heartbeatTimeout)
    case (.caller(var caller), .write(let value)):
      defer { self = .caller(caller) }
      return Self.ask(&caller, .write(value), at: value)
    case (.caller(var caller), .read(let choice)):
      defer { self = .caller(caller) }
      return Self.ask(&caller, .read, at: choice)
    default: return []
    }
  }

  private static func ask(_ caller: inout Caller, _ what: Call, at choice: Int) -> [Effect] {
    let server = servers[choice % 3]
    let token = UInt64(caller.id.number) * 10_000
    guard let session = caller.session else {
      return [.send(.propose(.open, token: token), to: server)]
    }
    var effects: [Effect] = []
    if caller.call == nil {
      caller.calls += 1
      caller.call = (caller.calls, what)
      let sight: Sight =
        switch what {
        case .write(let value): .writes(value, call: caller.calls)
        case .read: .reads(call: caller.calls)
        }
      effects.append(.show(sight))
      effects.append(.persist(.caller(caller)))
    }
    guard let call = caller.call else { return effects }
    let name = token + UInt64(call.number)
    switch call.what {
    case .write(let value):
      let command = StoreCommand.write(
        .put("k", "\(value)"), session: session, serial: caller.serial)
      return effects + [.send(.propose(command, token: name), to: server)]
    case .read: return effects + [.send(.query(token: name), to: server)]
    }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch (self, message) {
    case (.server, .raft(let message)): return step(.received(message, from: sender))
    case (.server, .propose(let command, let token)): return step(.propose(command, token: token))
    case (.server, .query(let token)): return step(.read(StoreQuery("k"), .round, token: token))
    case (.caller(var caller), .answer(let answer, let token)):
      defer { self = .caller(caller) }
      return Self.hear(answer, token, &caller)
    default: return []
    }
  }

  private static func hear(
    _ answer: StoreAnswer, _ token: UInt64, _ caller: inout Caller
  ) -> [Effect] {
    let number = Int(token % 10_000)
    switch answer {
    case .session(let session):
      guard caller.session == nil else { return [] }
      caller.session = session
      return [.persist(.caller(caller))]
    case .written:
      guard let call = caller.call, call.number == number, case .write = call.what else {
        return []
      }
      caller.call = nil
      caller.serial += 1
      return [.persist(.caller(caller)), .show(.wrote(call: number))]
    case .value(let value, _):
      guard let call = caller.call, call.number == number, case .read = call.what else { return [] }
      caller.call = nil
      let read = value.flatMap { Int($0) } ?? 0
      return [.persist(.caller(caller)), .show(.read(read, call: number))]
    case .unchanged, .compacted, .future, .failed: return []
    }
  }

  private mutating func step(_ input: Server.Input) -> [Effect] {
    guard case .server(var store) = self else { return [] }
    defer { self = .server(store) }
    return store.step(.raft(input), now: 0, random: 0).compactMap { output in
      switch output {
      case .raft(.persist(let stored)): .persist(.server(stored))
      case .raft(.send(let message, let receiver)): .send(.raft(message), to: receiver)
      case .raft(.reply(.answer(let answer), let token)):
        .send(.answer(answer, token: token), to: NodeID(UInt32(token / 10_000)))
      case .raft(.reply), .raft(.setElectionTimer), .raft(.applied), .raft(.restored), .changes,
        .watchEnded:
        nil
      }
    }
  }

  static func broken(_ run: FaultyRun<Self>) -> Broken? { run.unexplainedAnswer() }
  static func unfinished(_ run: FaultyRun<Self>) -> Broken? {
    run.seen.contains { if case .wrote = $0.sight { true } else { false } }
      ? nil : run.lack { _ in "has an answer to no write, and neither has anybody" }
  }
}

extension SimulatedPattern {
  static let replicatedStore = SimulatedPattern(
    "replicated-store",
    guarantee: "Every answer fits one order of all calls, and in the end some write is answered.",
    nodes: StoreNode.servers + StoreNode.callers,
    on: Network(mayEnd: StoreNode.servers, steps: 800, calm: 1200), beyond: [majorityGone],
    start: { _, id, stored in StoreNode(id, stored) },
    input: { turn in
      if turn.node.isServer { return turn.choice < 100 ? .timeout : .heartbeat }
      return turn.choice < 400 ? .write(1 + turn.choice) : .read(turn.choice)
    })
}
