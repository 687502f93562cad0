/// A replica that may stop at any moment, and starts again from what it stored last.
public protocol StoredReplica: Sendable {
  /// What is on its disk.
  associatedtype Stored: Sendable

  /// A replica as it starts, or starts again. No two replicas have one name.
  /// - Parameter stored: what this replica stored last; nil when it is new.
  init(replica: NodeID, stored: Stored?)

  /// What must be on the disk before an answer of the last step, or the replica's state, leaves it.
  var stored: Stored { get }
}
