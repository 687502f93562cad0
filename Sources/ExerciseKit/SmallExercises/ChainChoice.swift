/// What the small exercise `change-the-chain` asks for: whether a node changes to another branch.
///
/// Source: Nakamoto 2008, section 5; Bitcoin improvement proposal 50.
public protocol ChainChoice: SmallFunction {
  /// True when a node leaves its branch for the other one.
  /// - Parameters:
  ///   - own: the work in the branch that the node follows.
  ///   - other: the work in the other branch.
  ///   - largest: the most locks that a block of the other branch takes.
  ///   - limit: how many locks this node has; a block that takes more is invalid to it.
  static func changes(own: Int, other: Int, largest: Int, limit: Int) -> Bool
}

extension ChainChoice {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    .truth(
      changes(own: numbers[0], other: numbers[1], largest: numbers[2], limit: numbers[3]))
  }
}
