/// What the exercise `quorum-dial` asks for: how many of `n` replicas a read and a write wait for, and
/// what that is worth.
///
/// Replicas have one vote each. Sources: Gifford 1979, section 2 (both rules of overlap); DeCandia et
/// al. 2007, section 4.5 (R and W as dials); Bailis et al. 2012, section 2 (sets drawn at random).
public protocol QuorumDial {
  /// A read waits for `r` of `n` replicas and a write for `w`; nil unless both are from 1 to `n`.
  init?(n: Int, r: Int, w: Int)

  /// True when every read set meets every write set.
  var readsOverlapWrites: Bool { get }

  /// True when any two write sets meet.
  var writesOverlapWrites: Bool { get }

  /// The fewest replicas that a read set and a write set share.
  var minimumOverlap: Int { get }

  /// The most replicas that may be down while reads are still answered.
  var readFailuresTolerated: Int { get }

  /// The most replicas that may be down while writes are still taken.
  var writeFailuresTolerated: Int { get }

  /// Which side waits for fewer replicas, where there is an overlap.
  var label: QuorumLabel { get }

  /// The probability, from 0 to 1, that a read set and a write set share a replica, each being drawn at
  /// random and independently of the other.
  func overlapProbability() -> Double

  /// The probability, from 0 to 1, that enough replicas are up for a read or a write, each replica being
  /// up with probability `p`, independently of the others.
  /// - Parameter ofRead: true for reads, false for writes.
  func availability(ofRead: Bool, nodeUp p: Double) -> Double
}
