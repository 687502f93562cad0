public import ExerciseKit

/// Whether what nodes say of themselves is an alarm.
///
/// Guarantee: an alarm is a broken election, and every broken election that is heard of is an alarm. Leaders of
/// different terms are none. Source: Ongaro and Ousterhout 2014, section 5.2.
public enum LeaderAlarm: LeaderWatch {
  /// True when two different nodes say that they lead one term.
  /// - Parameter claims: a node and a term, one pair for each claim that was heard, one after the other.
  public static func isAlarm(_ claims: [(node: Int, term: Int)]) -> Bool {
    claims.contains { first in
      claims.contains { $0.term == first.term && $0.node != first.node }
    }
  }
}
