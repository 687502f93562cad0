/// How two vector clocks compare.
public enum VectorOrder: String, Hashable, Sendable, CaseIterable {
  /// The left one happened before the right one.
  case before
  /// The right one happened before the left one.
  case after
  /// They are the same.
  case equal
  /// Neither happened before the other.
  case concurrent
}

/// What the small exercise `before-or-beside` asks for: how two vector clocks of two nodes compare.
///
/// Source: Mattern 1989, section 5: vector time is isomorphic to causality.
public protocol VectorComparison: SmallFunction {
  /// How `(a1, a2)` compares with `(b1, b2)`: counters of the nodes n1 and n2.
  static func order(_ a1: Int, _ a2: Int, _ b1: Int, _ b2: Int) -> VectorOrder
}

extension VectorComparison {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    .word(order(numbers[0], numbers[1], numbers[2], numbers[3]).rawValue)
  }
}
