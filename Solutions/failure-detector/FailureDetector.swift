public import ExerciseKit

/// A failure detector that learns how slow its network is.
///
/// Guarantee: a node that has stopped is suspected for ever from some time on (completeness), and if from
/// some unknown time on every heartbeat arrives within some unknown bound, no live node is suspected any
/// more after finitely many mistakes (eventual accuracy): each mistake makes the wait longer. Without such
/// a bound it may be wrong for ever. It holds with nodes that crash, and with heartbeats lost, repeated and
/// late before that time. Source: Chandra and Toueg 1996, section 9 and figure 10 (an eventually perfect
/// detector).
///
/// Nothing must be stored: a detector that starts again learns anew how slow the network is. Cost: one
/// heartbeat from everybody to everybody in each period.
///
/// Deviation: the caller asks with the time of its own steady clock; nothing runs in the
/// background.
public struct FailureDetector: Sendable {
  private let step: Millis
  private var timeouts: [NodeID: Millis]
  private var lastHeard: [NodeID: Millis]
  private var suspected: Set<NodeID> = []

  /// Begins to watch.
  /// - Parameters:
  ///   - timeout: how long a silence may last at first.
  ///   - step: how much longer it may last after each mistake; positive.
  public init(peers: [NodeID], timeout: Millis, step: Millis, now: Millis) {
    self.step = step
    timeouts = Dictionary(uniqueKeysWithValues: peers.map { ($0, timeout) })
    lastHeard = Dictionary(uniqueKeysWithValues: peers.map { ($0, now) })
  }

  /// A heartbeat has arrived; returns true when the peer was suspected wrongly.
  public mutating func heard(from peer: NodeID, now: Millis) -> Bool {
    guard let timeout = timeouts[peer] else { return false }
    lastHeard[peer] = now
    guard suspected.remove(peer) != nil else { return false }
    timeouts[peer] = timeout + step
    return true
  }

  /// Who is suspected now, by number.
  public mutating func suspects(now: Millis) -> [NodeID] {
    for (peer, last) in lastHeard where now - last > timeouts[peer, default: 0] {
      suspected.insert(peer)
    }
    return suspected.sorted()
  }

  /// How long a silence of this peer may last before it is suspected; nil for a stranger.
  public func timeout(of peer: NodeID) -> Millis? {
    timeouts[peer]
  }
}
