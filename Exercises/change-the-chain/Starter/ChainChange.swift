import ExerciseKit

/// Whether a node changes to another branch.
enum ChainChange: ChainChoice {
  /// True when a node leaves its branch for the other one.
  /// - Parameters:
  ///   - own: the work in the branch that the node follows.
  ///   - other: the work in the other branch.
  ///   - largest: the most locks that a block of the other branch takes.
  ///   - limit: how many locks this node has; a block that takes more is invalid to it.
  static func changes(own: Int, other: Int, largest: Int, limit: Int) -> Bool {
    // TODO: Is the other branch valid to this node?
    other > own
  }
}
