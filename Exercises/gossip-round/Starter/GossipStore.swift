import ExerciseKit

/// A node that holds what every node has written, and asks others for what it lacks.
struct GossipStore<Value: Hashable & Sendable>: GossipNode {
  /// All entries, by node and then by version, which must be on the disk before anything leaves.
  var stored: [GossipEntry<Value>] = []

  /// A node as it starts, or starts again from what it stored last.
  init(replica: NodeID, stored: [GossipEntry<Value>]?) {
    // TODO: What does it know?
  }

  /// Writes a key of this node's own.
  mutating func write(_ key: String, _ value: Value) -> UInt64 {
    // TODO: Which version is next, and what does the write replace?
    0
  }

  /// What is known to be written last under a key of `origin`.
  func value(of key: String, from origin: NodeID) -> Value? {
    // TODO: What has come here?
    nil
  }

  /// For each node of which a write is known, the version of the newest.
  func digest() -> [NodeID: UInt64] {
    // TODO: How far is each node known?
    [:]
  }

  /// What somebody with this digest lacks and this node knows, at most `limit` entries.
  func answer(to digest: [NodeID: UInt64], limit: Int) -> GossipAnswer<Value> {
    // TODO: Which entries are newer, and which of them come first?
    GossipAnswer(digest: digest, entries: [])
  }

  /// Takes in what is news here.
  mutating func receive(_ answer: GossipAnswer<Value>) {
    // TODO: What is newer than what is known, and would nothing be missing?
  }
}
