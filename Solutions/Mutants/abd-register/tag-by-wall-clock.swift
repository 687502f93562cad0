// fails: same-questions-same-answers
// The machine's clock gives the counter, and clocks of two machines differ.
import ExerciseKit
import Foundation

struct RegisterClient: MajorityClient {
  private enum Phase {
    case idle
    case asking(op: Int, write: String?, answered: Set<NodeID>, newest: WriteTag, value: String?)
    case storing(op: Int, outcome: RegisterOutcome, answered: Set<NodeID>)
  }

  private let id: NodeID
  private let replicas: Set<NodeID>
  private var phase = Phase.idle
  private var lastCounter: UInt64 = 0

  init(id: NodeID, replicas: [NodeID]) {
    self.id = id
    self.replicas = Set(replicas)
  }

  private func isMajority(_ answered: Set<NodeID>) -> Bool {
    answered.count > replicas.count / 2
  }

  mutating func startWrite(op: Int, _ value: String) -> ReplicaRequest {
    ask(op: op, write: value)
  }

  mutating func startRead(op: Int) -> ReplicaRequest {
    ask(op: op, write: nil)
  }

  private mutating func ask(op: Int, write: String?) -> ReplicaRequest {
    phase = .asking(
      op: op, write: write, answered: [], newest: WriteTag(counter: 0, writer: NodeID(0)),
      value: nil)
    return .query(op: op)
  }

  mutating func handle(_ reply: ReplicaReply) -> (next: ReplicaRequest?, done: RegisterOutcome?) {
    switch (phase, reply) {
    case (
      .asking(let op, let write, var answered, var newest, var value),
      .state(let number, let sender, let tag, let held)
    ) where number == op && replicas.contains(sender):
      answered.insert(sender)
      if tag >= newest { (newest, value) = (tag, held) }
      guard isMajority(answered) else {
        phase = .asking(op: op, write: write, answered: answered, newest: newest, value: value)
        return (nil, nil)
      }
      guard let write else {
        phase = .storing(op: op, outcome: .read(op: op, value), answered: [])
        return (.store(op: op, newest, value), nil)
      }
      lastCounter = UInt64(max(0, Date().timeIntervalSince1970 * 1000))
      phase = .storing(op: op, outcome: .wrote(op: op), answered: [])
      return (.store(op: op, WriteTag(counter: lastCounter, writer: id), write), nil)
    case (.storing(let op, let outcome, var answered), .stored(let number, let sender))
    where number == op && replicas.contains(sender):
      answered.insert(sender)
      guard isMajority(answered) else {
        phase = .storing(op: op, outcome: outcome, answered: answered)
        return (nil, nil)
      }
      phase = .idle
      return (nil, outcome)
    default:
      return (nil, nil)
    }
  }
}
