// Written otherwise.
import ExerciseKit

enum Threshold: MonotoneQuestion {
  static func reached(goal: Int, counted: Int, out: Int) -> ThresholdAnswer {
    let missing = max(0, goal - counted)
    return missing == 0 ? .yes : missing > out ? .no : .notYet
  }
}
