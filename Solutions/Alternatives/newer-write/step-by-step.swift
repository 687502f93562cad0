// Written otherwise.
import ExerciseKit

enum NewestWrite: WriteOrder {
  static func replaces(time: Int, node: Int, heldTime: Int, heldNode: Int) -> Bool {
    if time != heldTime { return time > heldTime }
    return node > heldNode
  }
}
