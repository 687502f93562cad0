import ExerciseKit

/// Judges histories of one register.
enum LinearizabilityChecker: HistoryChecking {
  /// True when some order of the operations explains the history.
  static func isLinearizable(_ history: [TimedOperation], initial: Int) -> Bool {
    // TODO: Which operations can come first? What does the register hold then? And which next?
    false
  }
}
