// Written otherwise.
import ExerciseKit

enum BurialDepth: Confirmations {
  static func confirmations(height: Int, tip: Int, fork: Int) -> Int {
    guard height <= fork else { return 0 }
    return (height...tip).count
  }
}
