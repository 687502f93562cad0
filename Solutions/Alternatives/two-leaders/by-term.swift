// Written otherwise.
import ExerciseKit

enum LeaderAlarm: LeaderWatch {
  static func isAlarm(_ claims: [(node: Int, term: Int)]) -> Bool {
    var leaders: [Int: Int] = [:]
    for claim in claims {
      if let known = leaders[claim.term], known != claim.node { return true }
      leaders[claim.term] = claim.node
    }
    return false
  }
}
