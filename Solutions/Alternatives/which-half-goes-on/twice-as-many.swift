// Written otherwise.
import ExerciseKit

enum SplitCluster: PartitionChoice {
  static func goesOn(left: Int, right: Int, stopped: Int) -> SideThatGoesOn {
    let whole = left + right + stopped
    if 2 * left > whole { return .left }
    return 2 * right > whole ? .right : .neither
  }
}
