import ExerciseKit

/// How many of a cluster's nodes must agree, and how many may fail.
///
/// Every `n` counts the whole cluster, and is at least 1.
enum Cluster: QuorumArithmetic {
  /// The fewest nodes of `n` that are more than half of them.
  static func majority(of n: Int) -> Int {
    // TODO: Half is not enough. Try an even number.
    0
  }

  /// The most nodes of `n` that may have stopped while the rest are still a majority of `n`.
  static func crashFaultsTolerated(by n: Int) -> Int {
    // TODO: How many must be left?
    0
  }

  /// The largest `f` with `n >= 3f + 1`.
  static func byzantineFaultsTolerated(by n: Int) -> Int {
    // TODO: Solve it for `f`; whole numbers round down.
    0
  }

  /// The fewest nodes of `n` such that any two sets of that size share a correct node.
  static func byzantineQuorum(of n: Int) -> Int {
    // TODO: How many nodes do two sets of this size share at least?
    0
  }

  /// True when every set of `a` and every set of `b` of the same `n` nodes share a node.
  static func quorumsIntersect(_ n: Int, _ a: Int, _ b: Int) -> Bool {
    // TODO: How many nodes would two sets need that share none?
    false
  }
}
