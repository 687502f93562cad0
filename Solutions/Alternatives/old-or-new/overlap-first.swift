// Written otherwise.
import ExerciseKit

enum Reading: ReadOverlap {
  static func possible(
    writeCalled: Int, writeAnswered: Int, readCalled: Int, readAnswered: Int
  ) -> PossibleReads {
    let overlap = readCalled <= writeAnswered && writeCalled <= readAnswered
    return overlap ? .either : readCalled < writeCalled ? .old : .new
  }
}
