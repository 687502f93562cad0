public import ExerciseKit

/// Watches how far followers are behind their leader, in entries and in the age of what they miss.
///
/// Guarantee: the lag of a follower is the number of the leader's entries it has not stored, and its
/// commit age how long the oldest committed one of them has been committed. The lag of the commit is
/// what matters to clients: how far behind the fastest majority is, the leader included, not the
/// slowest follower (E-79).
public struct LagMonitor: Sendable {
  /// The size of the cluster, the leader included.
  private let clusterSize: Int
  private var lastIndex = 0
  private var matched: [NodeID: Int] = [:]
  private var committedAt: [Millis] = []

  /// Watches a cluster of one leader and these followers.
  public init(followers: [NodeID]) {
    clusterSize = followers.count + 1
    for follower in followers { matched[follower] = 0 }
  }

  /// The leader has appended entries up to an index.
  public mutating func appended(upTo index: Int) {
    lastIndex = max(lastIndex, index)
  }

  /// A follower has stored entries up to an index.
  public mutating func stored(upTo index: Int, at follower: NodeID, now: Millis) {
    guard let known = matched[follower] else { return }
    matched[follower] = max(known, min(index, lastIndex))
    while committedAt.count < commitIndex { committedAt.append(now) }
  }

  /// The largest index that a majority stores.
  public var commitIndex: Int {
    let indexes = (matched.values + [lastIndex]).sorted(by: >)
    return indexes[clusterSize / 2]
  }

  /// Entries that wait for a majority.
  public var uncommitted: Int { lastIndex - commitIndex }

  /// The leader's entries that a follower has not stored; nil for a stranger.
  public func lag(of follower: NodeID) -> Int? {
    matched[follower].map { lastIndex - $0 }
  }

  /// How long the oldest committed entry that a follower has not stored has been committed, in
  /// milliseconds; 0 when it has them all, nil for a stranger.
  public func commitAge(of follower: NodeID, now: Millis) -> Millis? {
    matched[follower].map { $0 < committedAt.count ? now - committedAt[$0] : 0 }
  }
}
