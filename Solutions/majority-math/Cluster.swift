public import ExerciseKit

/// How many of a cluster's nodes must agree, and how many may fail.
///
/// Guarantee: two majorities share a node, so two decisions of majorities cannot contradict each
/// other; two Byzantine quorums share more nodes than can be faulty, so at least one correct node.
/// Sources: Gifford 1979 (quorums that meet); Pease, Shostak and Lamport 1980, sections 3 and 4
/// (n >= 3f + 1 is enough and needed); Malkhi and Reiter 1998 (dissemination quorums of any size).
///
/// A cluster is counted whole: a node that decides counts itself and its peers. Asking about a cluster
/// without nodes is a programming error.
///
/// It holds for a set of nodes that does not change. A node that has stopped does nothing; a Byzantine one
/// does anything.
///
/// Cost: a few steps, whatever the size.
///
/// Deviation: Gifford gives nodes votes of different weight; here each has one.
///
/// Must be stored: nothing; every answer follows from the arguments.
public enum Cluster: QuorumArithmetic {
  /// The fewest nodes of `n` that are more than half of them: `floor(n / 2) + 1`.
  public static func majority(of n: Int) -> Int {
    precondition(n >= 1, "a cluster has at least one node")
    return n / 2 + 1
  }

  /// How many of `n` nodes may have stopped while the rest are still a majority.
  public static func crashFaultsTolerated(by n: Int) -> Int {
    n - majority(of: n)
  }

  /// The largest `f` with `n >= 3f + 1`: how many of `n` nodes may do anything at all, messages being
  /// unsigned and timing unknown.
  public static func byzantineFaultsTolerated(by n: Int) -> Int {
    precondition(n >= 1, "a cluster has at least one node")
    return (n - 1) / 3
  }

  /// The fewest nodes of `n` such that any two sets of that size share a correct node while as many
  /// are faulty as the cluster tolerates: `floor((n + f) / 2) + 1`.
  ///
  /// For `n = 3f + 1` this is the `2f + 1` of Castro and Liskov 1999. For other sizes `2f + 1` would be
  /// too few.
  public static func byzantineQuorum(of n: Int) -> Int {
    (n + byzantineFaultsTolerated(by: n)) / 2 + 1
  }

  /// True when every set of `a` and every set of `b` of the same `n` nodes share a node.
  ///
  /// Sizes below one or above `n` are a programming error.
  public static func quorumsIntersect(_ n: Int, _ a: Int, _ b: Int) -> Bool {
    precondition(n >= 1 && (1...n).contains(a) && (1...n).contains(b), "a quorum is 1...n nodes")
    return a + b > n
  }
}
