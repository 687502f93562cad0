public import ExerciseKit

/// How two vector clocks of two nodes compare.
///
/// Guarantee: `before` exactly when the left event could have caused the right one. Sources: Fidge 1988;
/// Mattern 1989, section 5.
public enum Comparison: VectorComparison {
  /// How `(a1, a2)` compares with `(b1, b2)`: counters of the nodes n1 and n2.
  public static func order(_ a1: Int, _ a2: Int, _ b1: Int, _ b2: Int) -> VectorOrder {
    let leftIsAhead = a1 > b1 || a2 > b2
    let rightIsAhead = b1 > a1 || b2 > a2
    if leftIsAhead && rightIsAhead { return .concurrent }
    return leftIsAhead ? .after : rightIsAhead ? .before : .equal
  }
}
