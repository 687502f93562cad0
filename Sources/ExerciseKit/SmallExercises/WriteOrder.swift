/// What the small exercise `newer-write` asks for: whether a write replaces another.
///
/// Source: Thomas 1979, section 3: timestamps made unique by the node's name.
public protocol WriteOrder: SmallFunction {
  /// True when the write that arrives replaces the one that is held.
  ///
  /// A write has the time on its writer's clock and the writer's number.
  static func replaces(time: Int, node: Int, heldTime: Int, heldNode: Int) -> Bool
}

extension WriteOrder {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    .truth(
      replaces(time: numbers[0], node: numbers[1], heldTime: numbers[2], heldNode: numbers[3]))
  }
}
