import ExerciseKit

// Wrong answers to exercises about histories.

/// Believes every history.
enum CredulousChecker: HistoryChecking {
  static func isLinearizable(_ history: [TimedOperation], initial: Int) -> Bool { true }
}

/// Believes none.
enum DoubtingChecker: HistoryChecking {
  static func isLinearizable(_ history: [TimedOperation], initial: Int) -> Bool { false }
}

/// Takes operations in the order in which they were asked for.
enum OneOrderChecker: HistoryChecking {
  static func isLinearizable(_ history: [TimedOperation], initial: Int) -> Bool {
    var value = initial
    for operation in history.sorted(by: { $0.invoked < $1.invoked }) {
      switch operation.kind {
      case .write(let written): value = written
      case .read(let seen): if seen != value { return false }
      case .compareAndSet(let expected, let new, let succeeded):
        if succeeded != (value == expected) { return false }
        if succeeded { value = new }
      }
    }
    return true
  }
}
