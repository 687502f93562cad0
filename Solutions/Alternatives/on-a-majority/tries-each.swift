// Written otherwise.
import ExerciseKit

enum Replication: MajorityReach {
  static func reached(_ ends: [Int]) -> Int {
    let majority = ends.count / 2 + 1
    return ends.filter { index in ends.count { $0 >= index } >= majority }.max() ?? 0
  }
}
