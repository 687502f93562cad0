public import ExerciseKit

/// Whether a write replaces another.
///
/// Guarantee: of any two writes exactly one replaces the other, so replicas that have met the same writes hold
/// the same one. Which of two concurrent writes is lost is the clocks' choice. Source: Thomas 1979,
/// section 3.
public enum NewestWrite: WriteOrder {
  /// True when the write that arrives replaces the one that is held.
  ///
  /// A write has the time on its writer's clock and the writer's number.
  public static func replaces(time: Int, node: Int, heldTime: Int, heldNode: Int) -> Bool {
    (time, node) > (heldTime, heldNode)
  }
}
