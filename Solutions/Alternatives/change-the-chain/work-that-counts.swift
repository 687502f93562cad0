// Written otherwise.
import ExerciseKit

enum ChainChange: ChainChoice {
  static func changes(own: Int, other: Int, largest: Int, limit: Int) -> Bool {
    let counted = largest > limit ? 0 : other
    return counted > own
  }
}
