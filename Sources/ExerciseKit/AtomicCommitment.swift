/// The number of a transaction, which is used for no other one.
public typealias TransactionID = UInt64

/// What a coordinator and its participants tell each other about one transaction.
public enum CommitMessage: Hashable, Sendable {
  /// Asks for a vote. Names all participants, so that they can ask each other.
  case prepare(participants: Set<NodeID>)
  /// A participant's promise that it can commit, or that it will not.
  case vote(isYes: Bool)
  /// How the transaction ends.
  case decision(isCommit: Bool)
  /// A participant has stored that the transaction is committed.
  case acknowledgement
  /// Asks how the transaction has ended.
  case inquiry
}

/// What comes of a step, about the step's transaction.
public enum CommitEffect<Record: Hashable & Sendable>: Hashable, Sendable {
  /// Puts on the disk what is to be known of the transaction after a crash; nil removes it. What comes
  /// after it happens once it is on the disk.
  case store(Record?)
  /// Sends a message. It may get lost, come twice, or late.
  case send(CommitMessage, to: NodeID)
  /// Says that the transaction has ended here, to whoever waits for it.
  case report(isCommit: Bool)
}

/// What a coordinator has on its disk about a transaction: that it commits, and for whom.
public struct CommitRecord: Hashable, Sendable {
  /// Everybody who voted.
  public var participants: Set<NodeID>

  /// Describes a decision to commit.
  public init(participants: Set<NodeID>) {
    self.participants = participants
  }
}

/// What a participant has on its disk about a transaction.
public enum ParticipantRecord: Hashable, Sendable {
  /// It has promised to commit if it is told to, with whom to ask for the decision.
  case prepared(coordinator: NodeID, participants: Set<NodeID>)
  /// It has committed: the changes are part of the data.
  case committed
}

/// The first half of the exercise `two-phase-commit`: decides, in the presumed-abort variant (Gray 1978;
/// Mohan, Lindsay and Obermarck 1986, section 3).
public protocol CommitCoordinating: Sendable {
  /// A coordinator as it starts, or starts again.
  /// - Parameter stored: what its disk holds.
  init(stored: [TransactionID: CommitRecord])

  /// A client asks to commit what was done at some nodes.
  /// - Parameter participants: those nodes; at least one.
  mutating func begin(
    _ transaction: TransactionID, participants: Set<NodeID>
  ) -> [CommitEffect<CommitRecord>]

  /// A message arrives.
  mutating func receive(
    _ message: CommitMessage, about transaction: TransactionID, from sender: NodeID
  ) -> [CommitEffect<CommitRecord>]

  /// Nothing has been heard about a transaction for a while.
  mutating func timeout(_ transaction: TransactionID) -> [CommitEffect<CommitRecord>]
}

/// The second half: votes, and once it has voted yes waits to be told.
public protocol CommitParticipating: Sendable {
  /// A participant as it starts, or starts again.
  /// - Parameters:
  ///   - node: its own name.
  ///   - stored: what its disk holds.
  init(node: NodeID, stored: [TransactionID: ParticipantRecord])

  /// The transactions that it has promised to commit and whose end it does not know. Their locks are held.
  var inDoubt: Set<TransactionID> { get }

  /// A transaction does its work here. The changes are in memory.
  mutating func work(on transaction: TransactionID)

  /// A message arrives.
  mutating func receive(
    _ message: CommitMessage, about transaction: TransactionID, from sender: NodeID
  ) -> [CommitEffect<ParticipantRecord>]

  /// Nothing has been heard about a transaction for a while.
  mutating func timeout(_ transaction: TransactionID) -> [CommitEffect<ParticipantRecord>]
}
