public import ExerciseKit

/// How many of `n` replicas a read and a write wait for.
///
/// Guarantee: when `readsOverlapWrites`, the replicas that answer a read include one that took the
/// last write finished before the read began. That is not linearizability: a write under way may be
/// seen and then missed, and versions must be ordered besides. Sources: Gifford 1979 (both rules);
/// Attiya, Bar-Noy and Dolev 1995 (what linearizable reads need on top); DeCandia et al. 2007,
/// section 4.5 (R and W as dials).
///
/// It holds while all use the same n replicas, and none forgets what it has acknowledged; the
/// probabilities, for replicas that fail independently and sets that are drawn evenly.
///
/// Cost: a few steps; a probability of n replicas takes at most n² steps.
///
/// Deviation: Gifford gives replicas votes of different weight; here each has one.
///
/// Must be stored: nothing; every answer follows from the arguments.
public struct QuorumConfig: QuorumDial, Hashable, Sendable {
  /// The number of replicas.
  public let n: Int
  /// The replicas a read waits for.
  public let r: Int
  /// The replicas a write waits for.
  public let w: Int

  /// Makes a configuration; nil unless `r` and `w` are in `1...n`.
  public init?(n: Int, r: Int, w: Int) {
    guard n >= 1, (1...n).contains(r), (1...n).contains(w) else { return nil }
    self.n = n
    self.r = r
    self.w = w
  }

  /// True when R + W > N: each read set meets each write set.
  public var readsOverlapWrites: Bool { r + w > n }

  /// True when 2W > N: any two write sets meet, so that of two concurrent writes one replica at least
  /// sees both.
  public var writesOverlapWrites: Bool { 2 * w > n }

  /// The fewest replicas that a read set and a write set share.
  public var minimumOverlap: Int { max(0, r + w - n) }

  /// How many replicas may be down while reads are still answered.
  public var readFailuresTolerated: Int { n - r }

  /// How many replicas may be down while writes are still taken.
  public var writeFailuresTolerated: Int { n - w }

  /// Which side waits for less, where there is an overlap.
  public var label: QuorumLabel {
    guard readsOverlapWrites else { return .noOverlap }
    return r == w ? .balanced : r < w ? .fastReads : .fastWrites
  }

  /// The probability that a read set and a write set, each drawn at random and independently of the
  /// other, share a replica: `1 - C(n - w, r) / C(n, r)`, replicas being drawn without putting them
  /// back.
  ///
  /// For a read right after the write: as the write spreads further, the probability of meeting it
  /// grows (Bailis et al. 2012, equation 1).
  public func overlapProbability() -> Double {
    // All of R miss W: the first drawn is one of n - w in n, the next one of n - w - 1 in n - 1, …
    guard !readsOverlapWrites else { return 1 }
    var miss = 1.0
    for drawn in 0..<r {
      miss *= Double(n - w - drawn) / Double(n - drawn)
    }
    return 1 - miss
  }

  /// The probability that enough replicas are up, each being up with probability `p` independently of
  /// the others.
  /// - Parameter ofRead: true for reads, false for writes.
  public func availability(ofRead: Bool, nodeUp p: Double) -> Double {
    Self.availability(ofAtLeast: ofRead ? r : w, of: n, nodeUp: p)
  }

  /// The probability that at least `k` of `n` nodes are up, each with probability `p`.
  public static func availability(ofAtLeast k: Int, of n: Int, nodeUp p: Double) -> Double {
    precondition(k >= 0 && k <= n && (0...1).contains(p), "k is in 0...n and p in 0...1")
    // up[j] is the probability that exactly j of the nodes so far are up: sums of products of numbers
    // in 0...1 only, so nothing cancels or overflows for any n.
    var up = [1.0]
    for _ in 0..<n {
      var next = Array(repeating: 0.0, count: up.count + 1)
      for (count, probability) in up.enumerated() {
        next[count] += probability * (1 - p)
        next[count + 1] += probability * p
      }
      up = next
    }
    return min(1, up[k...].reduce(0, +))
  }
}
