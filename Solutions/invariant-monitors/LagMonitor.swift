public import ExerciseKit

/// Watches how far followers are behind their leader, in entries and in the age of what they miss.
///
/// Guarantee: the lag of a follower is the number of the leader's entries it has not stored, and its
/// commit age how long the oldest committed one of them has been committed, as far as it was watched.
/// The lag of the commit is what matters to clients: how far behind the fastest majority is, the
/// leader included, not the slowest follower (E-79). An entry of an earlier term is not committed by
/// being stored on a majority, only with one of the leader's own (Ongaro and Ousterhout 2014, section
/// 5.4.2).
///
/// It holds with reports repeated, late and reordered; one that is lost, or comes before the leader's own,
/// leaves a follower further behind than it is, until the next.
///
/// Cost: one time for each entry of the term.
public struct LagMonitor: Sendable {
  /// The size of the cluster, the leader included.
  private let clusterSize: Int
  private let committedBefore: Int
  private let firstIndexOfTerm: Int
  private var lastIndex = 0
  private var matched: [NodeID: Int] = [:]
  private var committedAt: [Millis] = []

  /// Watches a cluster of one leader and these followers, for one term.
  /// - Parameters:
  ///   - committed: the index up to which the leader knew entries to be committed when it was elected.
  ///   - firstIndexOfTerm: where the first entry of its own term stands, or will stand.
  public init(followers: [NodeID], committed: Int = 0, firstIndexOfTerm: Int = 1) {
    let followers = Set(followers)
    clusterSize = followers.count + 1
    committedBefore = committed
    self.firstIndexOfTerm = firstIndexOfTerm
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

  /// The largest index up to which entries are committed: a majority stores it, and with it one entry of
  /// the leader's term.
  public var commitIndex: Int {
    // As many nodes store this much or more as make a majority: three of four, not two.
    let stored = (matched.values + [lastIndex]).sorted(by: >)[clusterSize / 2]
    return stored >= firstIndexOfTerm ? stored : committedBefore
  }

  /// Entries that wait for a majority.
  public var uncommitted: Int { max(0, lastIndex - commitIndex) }

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
