/// The newest write of one key by one node.
public struct GossipEntry<Value: Hashable & Sendable>: Hashable, Sendable {
  /// Who wrote it.
  public var origin: NodeID
  /// Counts the writes of that node, from 1.
  public var version: UInt64
  /// What was written: each node has keys of its own.
  public var key: String
  /// The value.
  public var value: Value

  /// Describes a write.
  public init(origin: NodeID, version: UInt64, key: String, value: Value) {
    self.origin = origin
    self.version = version
    self.key = key
    self.value = value
  }
}

/// What one node sends to another that has told its digest.
public struct GossipAnswer<Value: Hashable & Sendable>: Hashable, Sendable {
  /// The digest that this answers.
  public var digest: [NodeID: UInt64]
  /// Entries that are newer than the digest, by origin, and those of one origin by version.
  public var entries: [GossipEntry<Value>]

  /// Describes an answer.
  public init(digest: [NodeID: UInt64], entries: [GossipEntry<Value>]) {
    self.digest = digest
    self.entries = entries
  }
}

/// What the exercise `gossip-round` asks for: a node that holds what every node has written, and brings
/// itself up to date by asking others for what it lacks (van Renesse et al. 2008, section 3.2).
public protocol GossipNode<Value>: StoredReplica where Stored == [GossipEntry<Value>] {
  associatedtype Value: Hashable & Sendable

  /// Writes a key of this node's own.
  /// - Returns: the version of the write.
  mutating func write(_ key: String, _ value: Value) -> UInt64

  /// What is known to be written last under a key of `origin`.
  func value(of key: String, from origin: NodeID) -> Value?

  /// For each node of which a write is known, the version of the newest.
  func digest() -> [NodeID: UInt64]

  /// What somebody with this digest lacks and this node knows, at most `limit` entries.
  func answer(to digest: [NodeID: UInt64], limit: Int) -> GossipAnswer<Value>

  /// Takes in what is news here.
  mutating func receive(_ answer: GossipAnswer<Value>)
}
