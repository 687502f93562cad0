// Written otherwise.
import ExerciseKit

enum Instants: BoundedTime {
  static func surelyBefore(first: Int, error: Int, second: Int, otherError: Int) -> Bool {
    let gap = second - first
    return gap > error + otherError
  }
}
