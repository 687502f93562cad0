// fails: reads-return-the-last-write, what-overlaps-comes-in-either-order, once-seen-it-stays, open-writes-may-have-happened, open-reads-say-nothing, comparisons-are-one-step, open-comparisons-may-have-come-out-either-way
// The starter as it is.
import ExerciseKit

/// Judges histories of one register.
enum LinearizabilityChecker: HistoryChecking {
  /// True when some order of the operations explains the history.
  static func isLinearizable(_ history: [TimedOperation], initial: Int) -> Bool {
    // TODO: Which operations can come first? What does the register hold then? And which next?
    false
  }
}
