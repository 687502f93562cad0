import ExerciseKit

/// What a read may return beside one write.
enum Reading: ReadOverlap {
  /// What a linearizable register may answer to a read beside a single write.
  ///
  /// All times are of one clock; an operation lasts from its call to its answer, both included.
  static func possible(
    writeCalled: Int, writeAnswered: Int, readCalled: Int, readAnswered: Int
  ) -> PossibleReads {
    // TODO: Which of the two is over before the other begins?
    .either
  }
}
