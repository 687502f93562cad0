public import ExerciseKit

/// A failure detector that learns how slow its network is.
///
/// Guarantee: a node that has stopped is suspected for ever from some time on (completeness), and
/// if from some unknown time on every heartbeat arrives within some unknown bound, no live node is
/// suspected any more after finitely many mistakes (eventual accuracy): each mistake makes the wait
/// longer. Then all live nodes have the same leader, a live one. Without such a bound it may be wrong for
/// ever. It holds with nodes that crash and start again, and with heartbeats lost, repeated and late before
/// that time. Source: Chandra and Toueg 1996, section 9 and figure 10 (an eventually perfect detector); Chandra,
/// Hadzilacos and Toueg 1996, section 3, for the leader.
///
/// Must be stored: by whoever sends heartbeats, in which life it is, before the first of that life; a detector
/// that starts again learns anew how slow the network is. Cost: one heartbeat from everybody to everybody in each
/// period; a heartbeat and two times in memory for each peer.
///
/// Deviations: the caller asks with the time of its own steady clock, and nothing runs in the
/// background. Nodes may start again, which the paper does not know: a peer that comes back in a new life was
/// suspected rightly, so that its timeout stays. A heartbeat that was overtaken is no sign of life.
public struct FailureDetector: FailureDetecting {
  private struct Peer: Hashable {
    var timeout: Millis
    var lastHeard: Millis
    var newest: Heartbeat?
  }

  private let node: NodeID
  private let step: Millis
  private var peers: [NodeID: Peer]
  /// Who is suspected.
  public private(set) var suspects: Set<NodeID> = []

  /// Begins to watch.
  public init(node: NodeID, peers: [NodeID], timeout: Millis, step: Millis, now: Millis) {
    self.node = node
    self.step = step
    let fresh = Peer(timeout: timeout, lastHeard: now)
    self.peers = Dictionary(uniqueKeysWithValues: peers.map { ($0, fresh) })
  }

  /// The smallest name of those that are not suspected.
  public var leader: NodeID {
    peers.keys.reduce(node) { suspects.contains($1) ? $0 : min($0, $1) }
  }

  /// How long a silence of this peer may last before it is suspected; nil for whoever is no peer.
  public func timeout(of peer: NodeID) -> Millis? {
    peers[peer]?.timeout
  }

  /// Looks who has been silent for too long.
  public mutating func check(now: Millis) -> Set<NodeID> {
    let silent = peers.filter { now - $0.value.lastHeard > $0.value.timeout }.keys
    let new = Set(silent).subtracting(suspects)
    suspects.formUnion(new)
    return new
  }

  /// Takes a heartbeat; returns whether its sender was suspected by mistake.
  public mutating func heard(
    _ heartbeat: Heartbeat, from peer: NodeID, now: Millis
  ) -> Bool {
    guard var known = peers[peer] else { return false }
    if let newest = known.newest, heartbeat <= newest { return false }
    let isOfThisLife = known.newest.map { $0.life == heartbeat.life } ?? true
    let isMistake = suspects.remove(peer) != nil && isOfThisLife
    known.newest = heartbeat
    known.lastHeard = now
    if isMistake {
      let (longer, isTooLong) = known.timeout.addingReportingOverflow(step)
      known.timeout = isTooLong ? .max : longer
    }
    peers[peer] = known
    return isMistake
  }
}
