/// Which side of a cut may go on.
public enum SideThatGoesOn: String, Hashable, Sendable, CaseIterable {
  /// The left one.
  case left
  /// The right one.
  case right
  /// Nobody.
  case neither
}

/// What the small exercise `which-half-goes-on` asks for: which side of a cut cluster may go on.
///
/// Source: Davidson, Garcia-Molina and Skeen 1985, section 4: at most one group may go on.
public protocol PartitionChoice: SmallFunction {
  /// Which side may go on after the network was cut in two.
  /// - Parameters:
  ///   - left: the nodes that live on the left side.
  ///   - right: those on the right side.
  ///   - stopped: those that have stopped, on whatever side.
  static func goesOn(left: Int, right: Int, stopped: Int) -> SideThatGoesOn
}

extension PartitionChoice {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    .word(goesOn(left: numbers[0], right: numbers[1], stopped: numbers[2]).rawValue)
  }
}
