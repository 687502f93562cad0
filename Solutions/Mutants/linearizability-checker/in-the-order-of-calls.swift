// fails: what-overlaps-comes-in-either-order, once-seen-it-stays, every-small-history
// Tries the order in which operations were invoked, and no other.
import ExerciseKit

enum LinearizabilityChecker: HistoryChecking {
  static func isLinearizable(_ history: [TimedOperation], initial: Int) -> Bool {
    var value = initial
    for operation in history.filter({ $0.returned != nil }).sorted(by: { $0.invoked < $1.invoked })
    {
      switch operation.kind {
      case .write(let written): value = written
      case .read(let seen):
        if seen != value { return false }
      case .compareAndSet(let expected, let new, let succeeded):
        if succeeded != (value == expected) { return false }
        if succeeded { value = new }
      }
    }
    return true
  }
}
