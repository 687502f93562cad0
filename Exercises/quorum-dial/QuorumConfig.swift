import ExerciseKit

/// How many of `n` replicas a read and a write wait for, and what that is worth.
struct QuorumConfig: QuorumDial {
  /// Nil unless `r` and `w` are from 1 to `n`.
  init?(n: Int, r: Int, w: Int) {
    // TODO: Keep the numbers.
    return nil
  }

  /// True when every read set meets every write set.
  var readsOverlapWrites: Bool {
    // TODO: How many replicas would two sets need that share none?
    false
  }

  /// True when any two write sets meet.
  var writesOverlapWrites: Bool {
    // TODO: The same question, of two write sets.
    false
  }

  /// The fewest replicas that a read set and a write set share.
  var minimumOverlap: Int {
    // TODO: Lay the two sets as far apart as the cluster allows.
    0
  }

  /// The most replicas that may be down while reads are still answered.
  var readFailuresTolerated: Int {
    // TODO: How many must be left?
    0
  }

  /// The most replicas that may be down while writes are still taken.
  var writeFailuresTolerated: Int {
    // TODO: How many must be left?
    0
  }

  /// Which side waits for fewer replicas, where there is an overlap.
  var label: QuorumLabel {
    // TODO: Which of the two is answered sooner?
    .noOverlap
  }

  /// The probability that a read set and a write set, drawn at random, share a replica.
  func overlapProbability() -> Double {
    // TODO: How likely does the read set miss the write set? Draw its replicas one after the other.
    0
  }

  /// The probability that enough replicas are up, each being up with probability `p`.
  func availability(ofRead: Bool, nodeUp p: Double) -> Double {
    // TODO: How likely are exactly so many up? Sum over all numbers that are enough.
    0
  }
}
