public import ExerciseKit

/// A node that holds what every node has written, and asks others for what it lacks: one half of a round of
/// anti-entropy, with digests.
///
/// Guarantee: of each node nothing is missing up to the version that the digest of this one says, except
/// what that node has written over since; and nothing goes back. So a digest is enough to know what somebody
/// lacks, and when every node asks every other again and again, directly or through others, all hold the
/// same in the end. Not guaranteed: that what is held was ever the whole state of its node at one moment. Of
/// a key that was written over, the old value may be missing while the new one has not come yet.
/// It holds with digests and answers lost, repeated, reordered and delivered to the wrong node, and with
/// nodes that stop and start again. No bound in time holds with certainty.
/// Source: van Renesse, Dumitriu, Gough and Thomas 2008, section 3.2 (Scuttlebutt); Demers et al.
/// 1987, section 1.3 (anti-entropy, pull).
///
/// Must be stored: everything, as `stored`, before a digest or an answer that rests on it leaves. A node
/// that counts its versions again from 1 is not heard by those who know its later ones.
///
/// Deviations: an answer repeats the digest that it answers, so that a node of which less is known can see
/// that there would be a hole; in the paper the two talk over one connection. A limited answer begins with
/// the smallest name, where the paper weighs fairness between nodes. Versions end at the largest number,
/// which no node reaches by counting.
///
/// Cost: one entry for each node and key, one number for each node in a digest. An answer costs the entries
/// it holds.
public struct GossipStore<Value: Hashable & Sendable>: GossipNode {
  private let replica: NodeID
  /// Of each node the newest write of each key, by rising version.
  private var held: [NodeID: [GossipEntry<Value>]] = [:]

  /// A node as it starts, or starts again.
  public init(replica: NodeID, stored: [GossipEntry<Value>]?) {
    self.replica = replica
    for entry in stored ?? [] { take(entry) }
  }

  /// All entries, by origin and then by version.
  public var stored: [GossipEntry<Value>] { entries(after: [:]) }

  /// What is known to be written last under a key of `origin`.
  public func value(of key: String, from origin: NodeID) -> Value? {
    held[origin]?.first { $0.key == key }?.value
  }

  /// Writes a key of this node's own, under the next version.
  @discardableResult
  public mutating func write(_ key: String, _ value: Value) -> UInt64 {
    let last = newest(replica)
    let version = last + min(1, .max - last)
    take(GossipEntry(origin: replica, version: version, key: key, value: value))
    return version
  }

  /// For each node of which a write is known, the version of the newest.
  public func digest() -> [NodeID: UInt64] { held.compactMapValues { $0.last?.version } }

  /// The oldest entries that somebody with this digest lacks. Whoever takes them has all up to the last of
  /// each node, so that nothing is left out below its new digest.
  public func answer(to digest: [NodeID: UInt64], limit: Int) -> GossipAnswer<Value> {
    GossipAnswer(digest: digest, entries: Array(entries(after: digest).prefix(max(0, limit))))
  }

  /// Takes in what is newer than what is known of its node, unless something in between may be missing.
  public mutating func receive(_ answer: GossipAnswer<Value>) {
    let known = digest()
    for entry in answer.entries {
      let own = known[entry.origin, default: 0]
      guard own >= answer.digest[entry.origin, default: 0], entry.version > own else { continue }
      take(entry)
    }
  }

  private func newest(_ origin: NodeID) -> UInt64 { held[origin]?.last?.version ?? 0 }

  private func entries(after digest: [NodeID: UInt64]) -> [GossipEntry<Value>] {
    held.keys.sorted().flatMap { origin in
      (held[origin] ?? []).filter { $0.version > digest[origin, default: 0] }
    }
  }

  private mutating func take(_ entry: GossipEntry<Value>) {
    held[entry.origin, default: []].removeAll { $0.key == entry.key }
    held[entry.origin, default: []].append(entry)
  }
}
