/// Which side of a quorum configuration waits for fewer replicas.
public enum QuorumLabel: String, Hashable, Sendable, CaseIterable {
  /// Reads and writes wait for equally many.
  case balanced = "balanced"
  /// Reads wait for fewer replicas than writes.
  case fastReads = "fast reads"
  /// Writes wait for fewer replicas than reads.
  case fastWrites = "fast writes"
  /// A read may meet no replica that has the last write; nothing else is worth saying about it.
  case noOverlap = "no overlap"
}
