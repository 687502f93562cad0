// Written otherwise.
import ExerciseKit

enum Copy: CopyAge {
  static func oldest(sent: Int, received: Int, now: Int) -> Int {
    let travelled = received - sent
    let kept = now - received
    return kept + travelled
  }
}
