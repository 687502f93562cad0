import ExerciseKit

/// Which side of a cut cluster may go on.
enum SplitCluster: PartitionChoice {
  /// Which side may go on after the network was cut in two.
  /// - Parameters:
  ///   - left: the nodes that live on the left side.
  ///   - right: those on the right side.
  ///   - stopped: those that have stopped, on whatever side.
  static func goesOn(left: Int, right: Int, stopped: Int) -> SideThatGoesOn {
    // TODO: A majority of what?
    left > right ? .left : .right
  }
}
