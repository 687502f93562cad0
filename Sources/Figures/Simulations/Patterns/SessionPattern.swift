import Clusters
import ExerciseKit
import Parameters
import Solutions

/// A client that wants each of its commands done once, or the account that does them.
enum SessionNode: ToldNode {
  /// One command of one client, whichever session it comes by.
  struct Name: Hashable {
    let client: NodeID
    let number: Int
  }
  struct Account {
    var table: SessionTable
    /// What was done, to judge by.
    var done: Set<Name> = []
  }
  struct Caller {
    let id: NodeID
    /// The command under way, from 1, and how many of them the session has had.
    var number = 1
    var session: UInt64?
    var serial: UInt64 = 1
  }
  enum Stored { case account(Account), caller(Caller) }
  enum Input { case call }
  enum Message {
    case open, opened(UInt64), command(SessionCommand, Name), answer(
      Result<Int, SessionError>, Name)
  }
  /// What is done a second time.
  typealias Sight = Name
  typealias Effect = FaultyRun<SessionNode>.Effect

  static let server = NodeID(9)
  static let clients = (1...3).map { NodeID($0) }

  case account(Account)
  case caller(Caller)

  init(_ id: NodeID, _ stored: Stored?, sessions: Int) {
    switch stored {
    case .account(let account): self = .account(account)
    case .caller(let caller): self = .caller(caller)
    case nil where id == Self.server:
      self = .account(Account(table: SessionTable(maxSessions: sessions)))
    case nil: self = .caller(Caller(id: id))
    }
  }

  var told: String {
    switch self {
    case .account(let account): "balance \(account.table.balance)"
    case .caller(let caller):
      "+1 no. \(caller.number)" + (caller.session.map { " s\($0).\(caller.serial)" } ?? "")
    }
  }
  static func label(_ input: Input) -> String { "asks, perhaps again" }
  static func label(_ message: Message) -> String {
    switch message {
    case .open: "a session?"
    case .opened(let session): "session \(session)"
    case .command(let command, let name):
      "+1 no. \(name.number) s\(command.session).\(command.serial)"
    case .answer(.success(let balance), let name): "no. \(name.number): \(balance)"
    case .answer(.failure(.expired), let name): "no. \(name.number): expired"
    case .answer(.failure, let name): "no. \(name.number): refused"
    }
  }
  static func label(_ sight: Name) -> String { "does \(sight.client)'s no. \(sight.number) again" }
  static func flaw(_ sight: Name) -> String? { label(sight) }

  mutating func take(_ input: Input) -> [Effect] {
    guard case .caller(let caller) = self else { return [] }
    guard let session = caller.session else { return [.send(.open, to: Self.server)] }
    let command = SessionCommand(session: session, serial: caller.serial, delta: 1)
    return [
      .send(.command(command, Name(client: caller.id, number: caller.number)), to: Self.server)
    ]
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch (self, message) {
    case (.account(var account), .open):
      let session = account.table.open()
      self = .account(account)
      return [.persist(.account(account)), .send(.opened(session), to: sender)]
    case (.account(var account), .command(let command, let name)):
      let before = account.table.balance
      let answer = account.table.apply(command)
      let isDone = account.table.balance != before
      let isAgain = isDone && !account.done.insert(name).inserted
      self = .account(account)
      return [.persist(.account(account))] + (isAgain ? [.show(name)] : [])
        + [.send(.answer(answer, name), to: sender)]
    case (.caller(var caller), .opened(let session)):
      guard caller.session == nil else { return [] }
      (caller.session, caller.serial) = (session, 1)
      self = .caller(caller)
      return [.persist(.caller(caller))]
    case (.caller(var caller), .answer(let answer, let name)):
      guard name.number == caller.number else { return [] }
      switch answer {
      case .success:
        caller.number += 1
        caller.serial += 1
      // Whether it was done before its session was dropped it cannot know.
      case .failure: caller.session = nil
      }
      self = .caller(caller)
      return [.persist(.caller(caller))]
    default: return []
    }
  }

  static func unfinished(_ run: FaultyRun<Self>) -> Broken? {
    let done = run.nodes.compactMap {
      if case .account(let account) = $0 { account.done } else { nil }
    }
    return run.lack { node in
      guard case .caller(let caller) = node, caller.number > 1 else { return nil }
      let isDone = (1..<caller.number).allSatisfy { number in
        done.contains { $0.contains(Name(client: caller.id, number: number)) }
      }
      return isDone ? nil : "has an answer to what was never done"
    }
  }
}

extension SimulatedPattern {
  static let exactlyOnceClient = SimulatedPattern(
    "exactly-once-client", guarantee: "Each command is done once, however often it was sent.",
    model: usualModel + "; sessions that are not dropped while a client may send again",
    nodes: SessionNode.clients + [SessionNode.server], on: Network(calm: 200),
    parameters: [
      Parameter("sessions", "how many sessions are kept", .integer(1...100), standard: "100")
    ],
    beyond: [
      Beyond("sessions=1", what: "sessions dropped while they are needed") {
        $0.integer("sessions") < 20
      }
    ],
    start: { arguments, id, stored in
      SessionNode(id, stored, sessions: arguments.integer("sessions"))
    },
    input: { _ in .call })
}
