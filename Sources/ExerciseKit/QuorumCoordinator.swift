/// A value as a replica holds it, and which write it is from.
public struct StoredVersion: Hashable, Sendable {
  /// Which write; the larger tag is the newer.
  public var tag: WriteTag
  /// What was written.
  public var value: String

  /// Describes a version.
  public init(_ tag: WriteTag, _ value: String) {
    self.tag = tag
    self.value = value
  }
}

/// What a read does about replicas that answered with something old.
public enum ReadRepair: Hashable, Sendable {
  /// Nothing.
  case none
  /// It sends them the newest version when it answers.
  case afterAnswer
  /// It sends the newest version to every replica and answers once enough of them hold it.
  case beforeAnswer
}

/// What a coordinator says to a replica. `op` is the number of the operation.
public enum QuorumRequest: Hashable, Sendable {
  /// "Hold this, unless you hold something newer."
  case store(op: Int, StoredVersion)
  /// "What do you hold?"
  case fetch(op: Int)
}

/// A request and where it goes.
public struct QuorumMessage: Hashable, Sendable {
  /// The replica it goes to.
  public var to: NodeID
  /// What it says.
  public var request: QuorumRequest

  /// Addresses a request.
  public init(to: NodeID, request: QuorumRequest) {
    self.to = to
    self.request = request
  }
}

/// What a replica says.
public enum QuorumReply: Hashable, Sendable {
  /// It holds this version or a newer one.
  case stored(op: Int, from: NodeID)
  /// What it holds; nil for nothing.
  case fetched(op: Int, from: NodeID, StoredVersion?)
}

/// How an operation ended.
public enum QuorumOutcome: Hashable, Sendable {
  /// W replicas hold the write.
  case wrote(op: Int)
  /// Fewer than W replicas are known to hold the write. It is not undone: it may be read later, and it may
  /// even be everywhere, its acknowledgements lost.
  case unknown(op: Int, acknowledgements: Int)
  /// The newest version among R answers; nil for none.
  case read(op: Int, StoredVersion?)
  /// Fewer than R replicas answered, or the newest version could not be brought to W of them.
  case unreadable(op: Int)
}

/// What the exercise `quorum-store` asks for: the coordinator of a store that keeps a value on N replicas,
/// waits for W of them when it writes and for R when it reads (DeCandia et al. 2007, section 4.5; the
/// repair before the answer is the write-back of Attiya, Bar-Noy and Dolev 1995).
///
/// Operations may overlap. Whoever carries the messages may delay, double, reorder and lose them, so one
/// replica may answer a question twice, and differently when it has learned something in between.
public protocol QuorumCoordinator: Sendable {
  /// Makes a coordinator.
  /// - Parameters:
  ///   - replicas: the N replicas, no two alike.
  ///   - readQuorum: R, from 1 to N.
  ///   - writeQuorum: W, from 1 to N.
  init(replicas: [NodeID], readQuorum: Int, writeQuorum: Int, repair: ReadRepair)

  /// Starts to write.
  /// - Parameter op: a number never used before.
  /// - Returns: what to send, in any order.
  mutating func write(op: Int, _ version: StoredVersion) -> [QuorumMessage]

  /// Starts to read.
  /// - Parameter op: a number never used before.
  /// - Returns: what to send, in any order.
  mutating func read(op: Int) -> [QuorumMessage]

  /// Takes in a reply.
  /// - Returns: what to send, in any order, and how the operation ended if it did.
  mutating func handle(_ reply: QuorumReply) -> (send: [QuorumMessage], done: QuorumOutcome?)

  /// Ends an operation that has waited long enough.
  /// - Returns: how it ended; nil for one that is over already.
  mutating func giveUp(op: Int) -> QuorumOutcome?
}
