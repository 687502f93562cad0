// Who has answered is a function that keeps the one before it: state that nobody can compare.
import ExerciseKit

struct RegisterClient: MajorityClient {
  typealias Request = ReplicaRequest
  typealias Reply = ReplicaReply
  typealias Outcome = RegisterOutcome

  private enum Purpose: Hashable {
    case write(String)
    case read
  }

  private enum Phase {
    case idle
    case asking(op: Int, Purpose, answered: Voters, newest: WriteTag, value: String?)
    case storing(op: Int, Outcome, answered: Voters)
  }

  private let id: NodeID
  private let replicas: Set<NodeID>
  private var phase = Phase.idle
  private var lastCounter: UInt64 = 0

  init(id: NodeID, replicas: [NodeID]) {
    self.id = id
    self.replicas = Set(replicas)
  }

  var isIdle: Bool { if case .idle = phase { true } else { false } }

  mutating func startWrite(op: Int, _ value: String) -> Request {
    ask(op: op, for: .write(value))
  }

  mutating func startRead(op: Int) -> Request {
    ask(op: op, for: .read)
  }

  mutating func handle(_ reply: Reply) -> (next: Request?, done: Outcome?) {
    switch reply {
    case .state(let op, let sender, let tag, let value) where replicas.contains(sender):
      (hear(op, sender, tag, value), nil)
    case .stored(let op, let sender) where replicas.contains(sender):
      (nil, acknowledge(op, sender))
    default:
      (nil, nil)
    }
  }

  private mutating func hear(
    _ op: Int, _ sender: NodeID, _ tag: WriteTag, _ held: String?
  ) -> Request? {
    guard case .asking(op, let purpose, var answered, var newest, var value) = phase else {
      return nil
    }
    answered = answered.with(sender)
    if tag >= newest { (newest, value) = (tag, held) }
    guard isMajority(answered) else {
      phase = .asking(op: op, purpose, answered: answered, newest: newest, value: value)
      return nil
    }
    return store(op: op, purpose, newest: newest, value: value)
  }

  private mutating func acknowledge(_ op: Int, _ sender: NodeID) -> Outcome? {
    guard case .storing(op, let outcome, var answered) = phase else { return nil }
    answered = answered.with(sender)
    guard isMajority(answered) else {
      phase = .storing(op: op, outcome, answered: answered)
      return nil
    }
    phase = .idle
    return outcome
  }

  private mutating func ask(op: Int, for purpose: Purpose) -> Request {
    phase = .asking(
      op: op, purpose, answered: Voters(), newest: WriteTag(counter: 0, writer: NodeID(0)),
      value: nil)
    return .query(op: op)
  }

  private mutating func store(
    op: Int, _ purpose: Purpose, newest: WriteTag, value: String?
  ) -> Request {
    switch purpose {
    case .write(let new):
      lastCounter = max(newest.counter, lastCounter) + 1
      phase = .storing(op: op, .wrote(op: op), answered: Voters())
      return .store(op: op, WriteTag(counter: lastCounter, writer: id), new)
    case .read:
      phase = .storing(op: op, .read(op: op, value), answered: Voters())
      return .store(op: op, newest, value)
    }
  }

  private func isMajority(_ answered: Voters) -> Bool {
    replicas.count(where: answered.has) > replicas.count / 2
  }
}

struct Voters: Sendable {
  var has: @Sendable (NodeID) -> Bool = { _ in false }
  func with(_ n: NodeID) -> Voters { let h = has; return Voters { $0 == n || h($0) } }
}
