/// The receiving side of the first document's replication (E-03, E-55). It is not printed; this
/// does all that the call's arguments allow: without a term for the previous entry, a follower can
/// check only that it has one, and what it stores has no terms.
public struct LengthCheckedFollower: Sendable {
  /// The commands, from index 0.
  public private(set) var log: [String]

  /// A follower with a log.
  public init(log: [String] = []) {
    self.log = log
  }

  /// `replicate_entries`: refuses when the entry before the new ones is missing.
  public mutating func replicate(_ call: BlockingRaftNode.AppendCall) -> Bool {
    guard call.prevLogIndex < log.count else { return false }
    log.removeLast(log.count - (call.prevLogIndex + 1))
    log += call.entries
    return true
  }
}
