public import ExerciseKit

/// Whether some order of the operations explains the history of one register.
///
/// Guarantee: every read returns what the last write before it wrote, every comparison came out as it must
/// there, and an operation that had its answer before another was asked for comes first (Herlihy and Wing 1990,
/// section 2). An operation without an answer may have happened or not.
public enum LinearizabilityChecker: HistoryChecking {
  /// True when there is such an order.
  ///
  /// Where no value is written twice it takes time with the square of the operations, however many overlap.
  /// - Parameters:
  ///   - history: the operations, in any order; at most 64.
  ///   - initial: what the register holds before the first write.
  public static func isLinearizable(_ history: [Operation], initial: Int) -> Bool {
    ValueGroups(history, initial: initial)?.fitTogether
      ?? (RegisterHistory(history).linearization(initial: initial) != nil)
  }
}

/// Whether some order of the operations explains a history, as `LinearizabilityChecker` says.
public func isLinearizable(_ history: [Operation], initial: Int) -> Bool {
  LinearizabilityChecker.isLinearizable(history, initial: initial)
}
