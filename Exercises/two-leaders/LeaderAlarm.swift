import ExerciseKit

/// Whether what nodes say of themselves is an alarm.
enum LeaderAlarm: LeaderWatch {
  /// True when two different nodes say that they lead one term.
  /// - Parameter claims: a node and a term, one pair for each claim that was heard, one after the other.
  static func isAlarm(_ claims: [(node: Int, term: Int)]) -> Bool {
    // TODO: Which two claims contradict each other?
    claims.count > 1
  }
}
