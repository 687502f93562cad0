import ExerciseKit

/// Whether a write replaces another.
enum NewestWrite: WriteOrder {
  /// True when the write that arrives replaces the one that is held.
  ///
  /// A write has the time on its writer's clock and the writer's number.
  static func replaces(time: Int, node: Int, heldTime: Int, heldNode: Int) -> Bool {
    // TODO: What if the times are equal?
    time > heldTime
  }
}
