public import ExerciseKit

/// Whether a node changes to another branch.
///
/// Guarantee: nodes with one limit that have seen the same branches follow one with the most work among those
/// valid to them. Nodes with different limits need not: that was the fork of March 2013. Sources: Nakamoto 2008, section 5; Bitcoin
/// improvement proposal 50.
public enum ChainChange: ChainChoice {
  /// True when a node leaves its branch for the other one.
  /// - Parameters:
  ///   - own: the work in the branch that the node follows.
  ///   - other: the work in the other branch.
  ///   - largest: the most locks that a block of the other branch takes.
  ///   - limit: how many locks this node has; a block that takes more is invalid to it.
  public static func changes(own: Int, other: Int, largest: Int, limit: Int) -> Bool {
    largest <= limit && other > own
  }
}
