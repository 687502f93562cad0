public import ExerciseKit

/// What a read may return beside one write.
///
/// Guarantee: each operation takes effect at one moment between its call and its answer, so of two that do not
/// overlap the earlier comes first, and of two that do, either may. Source: Herlihy and Wing 1990,
/// section 2.
public enum Reading: ReadOverlap {
  /// What a linearizable register may answer to a read beside a single write.
  ///
  /// All times are of one clock; an operation lasts from its call to its answer, both included.
  public static func possible(
    writeCalled: Int, writeAnswered: Int, readCalled: Int, readAnswered: Int
  ) -> PossibleReads {
    if readAnswered < writeCalled { return .old }
    return writeAnswered < readCalled ? .new : .either
  }
}
