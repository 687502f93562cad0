/// What the exercise `majority-math` asks for: how many of a cluster's nodes must agree, and how many
/// may fail.
///
/// A cluster is counted whole: a node that decides counts itself and its peers. Every size is a number
/// of nodes from 1 to 1,000,000,000. Sources: Gifford 1979; Pease, Shostak and Lamport 1980, sections 3
/// and 4; Malkhi and Reiter 1998.
public protocol QuorumArithmetic {
  /// The fewest nodes of `n` that are more than half of them.
  static func majority(of n: Int) -> Int

  /// The most nodes of `n` that may have stopped while the rest are still a majority of `n`.
  static func crashFaultsTolerated(by n: Int) -> Int

  /// The largest `f` with `n >= 3f + 1`: how many of `n` nodes may do anything at all.
  static func byzantineFaultsTolerated(by n: Int) -> Int

  /// The fewest nodes of `n` such that any two sets of that size share a correct node while as many are
  /// faulty as `n` nodes tolerate.
  static func byzantineQuorum(of n: Int) -> Int

  /// True when every set of `a` and every set of `b` of the same `n` nodes share a node.
  ///
  /// `a` and `b` are from 1 to `n`.
  static func quorumsIntersect(_ n: Int, _ a: Int, _ b: Int) -> Bool
}
