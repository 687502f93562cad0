public import ExerciseKit

/// One replica of a quorum store, for one key.
///
/// Guarantee: it never goes back to an older version, and two replicas that have exchanged hold the
/// same. Source: DeCandia et al. 2007, sections 4.5 and 4.7.
///
/// Must be stored: the whole replica, as a copy of this value, before an answer leaves. One that has
/// lost it must exchange with as many others as make a read before it is asked again.
public struct QuorumReplica: Hashable, Sendable {
  /// A value and the tag that says how new it is.
  public typealias Version = StoredVersion

  /// This replica.
  public let id: NodeID
  /// The newest version it was sent; nil before the first.
  public private(set) var version: Version?

  /// Holds nothing yet.
  public init(id: NodeID) {
    self.id = id
  }

  /// Takes in a version unless it holds a newer one.
  public mutating func store(_ new: Version) {
    if new.isNewer(than: version) { version = new }
  }

  /// Answers a coordinator.
  public mutating func answer(_ request: QuorumStore.Request) -> QuorumStore.Reply {
    switch request {
    case .store(let op, let version):
      store(version)
      return .stored(op: op, from: id)
    case .fetch(let op):
      return .fetched(op: op, from: id, version)
    }
  }

  /// Anti-entropy: both replicas keep the newer of their versions.
  public mutating func exchange(with other: inout QuorumReplica) {
    if let version { other.store(version) }
    if let theirs = other.version { store(theirs) }
  }
}

extension StoredVersion {
  /// True when this version replaces `other`; nothing is older than anything.
  func isNewer(than other: StoredVersion?) -> Bool {
    other.map { tag > $0.tag } ?? true
  }
}
