public import ExerciseKit

/// A client of a register kept on a majority of replicas: ask a majority, then store at a majority,
/// for reads as for writes.
///
/// Guarantee: as long as a majority of the replicas answers, every operation finishes, and the
/// history of all clients is linearizable. A read stores what it is about to return before it returns
/// it; without that step two reads beside a slow write can go from new back to old. It holds with
/// messages lost, repeated and reordered and with clients and replicas that stop and start again.
/// Source: Attiya, Bar-Noy and Dolev 1995; writers that ask first, as more than one may write, Lynch
/// and Shvartsman 1997.
///
/// Must be stored: `stored`, before the request that a step returns leaves. A write that was cut short
/// may have left its tag at one replica; a client that has forgotten it gives the tag to another value.
/// And answers to an operation of before must not count for one of after, so operations go on above
/// the last. A client that has lost its disk needs a new name.
///
/// Cost: two round trips to a majority for each operation, 4n messages; one write to the disk here for
/// a read and two for a write.
///
/// Deviations: a client does one operation at a time, requests are not sent again (whoever carries
/// them may repeat them), and a read always writes back, even when the majority already agreed. Tags
/// end at the largest counter, which nobody reaches by writing: from there on a write need not show.
public struct RegisterClient: MajorityClient, Hashable {
  /// What goes to every replica.
  public typealias Request = ReplicaRequest
  /// What a replica says.
  public typealias Reply = ReplicaReply
  /// How an operation ended.
  public typealias Outcome = RegisterOutcome

  /// What must survive a restart.
  public struct Stored: Hashable, Sendable {
    /// The largest counter this client has written under.
    public var counter: UInt64
    /// The last operation begun; the next must have another number, above it. Nil before the first.
    public var operation: Int?

    /// Describes what is on the disk; nothing on an empty one.
    public init(counter: UInt64 = 0, operation: Int? = nil) {
      self.counter = counter
      self.operation = operation
    }
  }

  private enum Purpose: Hashable {
    case write(String)
    case read
  }

  private enum Phase: Hashable {
    case idle
    case asking(op: Int, Purpose, answered: Set<NodeID>, newest: WriteTag, value: String?)
    case storing(op: Int, Outcome, answered: Set<NodeID>)
  }

  private let id: NodeID
  private let replicas: Set<NodeID>
  private var phase = Phase.idle
  /// The largest counter this client has used: a write it gave up may have left that tag anywhere.
  private var lastCounter: UInt64 = 0
  private var lastOperation: Int?

  /// Knows the replicas and nothing of the value.
  public init(id: NodeID, replicas: [NodeID]) {
    self.id = id
    self.replicas = Set(replicas)
  }

  /// Starts again from what it stored last; what was under way is given up.
  public init(id: NodeID, replicas: [NodeID], stored: Stored) {
    self.init(id: id, replicas: replicas)
    lastCounter = stored.counter
    lastOperation = stored.operation
  }

  /// What must be on the disk before the request of the last step leaves.
  public var stored: Stored { Stored(counter: lastCounter, operation: lastOperation) }

  /// True while no operation is under way.
  public var isIdle: Bool { phase == .idle }

  /// Starts to write; an operation that is still under way is given up, with an unknown result.
  /// - Parameter op: a number this client never used before.
  public mutating func startWrite(op: Int, _ value: String) -> Request {
    ask(op: op, for: .write(value))
  }

  /// Starts to read; an operation that is still under way is given up, with an unknown result.
  /// - Parameter op: a number this client never used before.
  public mutating func startRead(op: Int) -> Request {
    ask(op: op, for: .read)
  }

  /// Takes in a reply. Replies to another operation or of another phase, repeated ones and those of
  /// strangers change nothing.
  /// - Returns: the request to send to every replica next, and how the operation ended if it did.
  public mutating func handle(_ reply: Reply) -> (next: Request?, done: Outcome?) {
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
    answered.insert(sender)
    if tag >= newest { (newest, value) = (tag, held) }
    guard isMajority(answered) else {
      phase = .asking(op: op, purpose, answered: answered, newest: newest, value: value)
      return nil
    }
    return store(op: op, purpose, newest: newest, value: value)
  }

  private mutating func acknowledge(_ op: Int, _ sender: NodeID) -> Outcome? {
    guard case .storing(op, let outcome, var answered) = phase else { return nil }
    answered.insert(sender)
    guard isMajority(answered) else {
      phase = .storing(op: op, outcome, answered: answered)
      return nil
    }
    phase = .idle
    return outcome
  }

  private mutating func ask(op: Int, for purpose: Purpose) -> Request {
    lastOperation = op
    phase = .asking(
      op: op, purpose, answered: [], newest: WriteTag(counter: 0, writer: NodeID(0)), value: nil)
    return .query(op: op)
  }

  private mutating func store(
    op: Int, _ purpose: Purpose, newest: WriteTag, value: String?
  ) -> Request {
    switch purpose {
    case .write(let new):
      let highest = max(newest.counter, lastCounter)
      lastCounter = highest + min(1, .max - highest)
      phase = .storing(op: op, .wrote(op: op), answered: [])
      return .store(op: op, WriteTag(counter: lastCounter, writer: id), new)
    case .read:
      phase = .storing(op: op, .read(op: op, value), answered: [])
      return .store(op: op, newest, value)
    }
  }

  private func isMajority(_ answered: Set<NodeID>) -> Bool {
    answered.count > replicas.count / 2
  }
}
