public import ExerciseKit

/// Which side of a cut cluster may go on.
///
/// Guarantee: at most one side goes on, and each side can decide it alone, since it needs only its own number and
/// the size of the whole cluster. Source: Davidson, Garcia-Molina and Skeen 1985, section 4.
public enum SplitCluster: PartitionChoice {
  /// Which side may go on after the network was cut in two.
  /// - Parameters:
  ///   - left: the nodes that live on the left side.
  ///   - right: those on the right side.
  ///   - stopped: those that have stopped, on whatever side.
  public static func goesOn(left: Int, right: Int, stopped: Int) -> SideThatGoesOn {
    let majority = (left + right + stopped) / 2 + 1
    return left >= majority ? .left : right >= majority ? .right : .neither
  }
}
