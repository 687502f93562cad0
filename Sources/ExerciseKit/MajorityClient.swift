/// Which of two writes to one register is the newer: a counter, and between equal counters the writer.
///
/// Tags of different writers never tie, so every node orders two writes alike. Source: Attiya, Bar-Noy
/// and Dolev 1995; with several writers Lynch and Shvartsman 1997.
public struct WriteTag: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Grows with every write the writer has seen; 0 before the first write.
  public var counter: UInt64
  /// Who wrote.
  public var writer: NodeID

  /// Names a write.
  public init(counter: UInt64, writer: NodeID) {
    self.counter = counter
    self.writer = writer
  }

  /// The tag as `counter.writer`.
  public var description: String { "\(counter).\(writer)" }

  /// Orders tags by counter, then by writer.
  public static func < (left: WriteTag, right: WriteTag) -> Bool {
    (left.counter, left.writer) < (right.counter, right.writer)
  }
}

/// What a client sends to every replica of a register. `op` is the number of the client's operation.
public enum ReplicaRequest: Hashable, Sendable {
  /// "What do you hold?"
  case query(op: Int)
  /// "Hold this, unless you hold something newer."
  case store(op: Int, WriteTag, String?)
}

/// What a replica answers. It keeps the value with the largest tag it was ever sent.
public enum ReplicaReply: Hashable, Sendable {
  /// What it holds; nil, under a counter of 0, before the first write.
  case state(op: Int, from: NodeID, WriteTag, String?)
  /// It holds this or something newer.
  case stored(op: Int, from: NodeID)
}

/// How an operation on a register ended.
public enum RegisterOutcome: Hashable, Sendable {
  /// The write is at a majority.
  case wrote(op: Int)
  /// This was read; nil when nothing had been written.
  case read(op: Int, String?)
}

/// What the exercise `abd-register` asks for: a client of a register that is kept on replicas, of which a
/// minority may have stopped (Attiya, Bar-Noy and Dolev 1995).
///
/// A client does one operation at a time. Its requests go to every replica; whoever carries them and the
/// answers may delay, double, reorder and lose them. No two nodes have one name.
public protocol MajorityClient: Sendable {
  /// Knows the replicas, at least one and no two alike, and nothing of the value.
  init(id: NodeID, replicas: [NodeID])

  /// Starts to write; an operation that is still under way is given up, with an unknown result.
  /// - Parameter op: a number this client never used before.
  /// - Returns: the request to send to every replica.
  mutating func startWrite(op: Int, _ value: String) -> ReplicaRequest

  /// Starts to read; an operation that is still under way is given up, with an unknown result.
  /// - Parameter op: a number this client never used before.
  /// - Returns: the request to send to every replica.
  mutating func startRead(op: Int) -> ReplicaRequest

  /// Takes in a reply.
  /// - Returns: the request to send to every replica next, and how the operation ended if it did.
  mutating func handle(_ reply: ReplicaReply) -> (next: ReplicaRequest?, done: RegisterOutcome?)
}
