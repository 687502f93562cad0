/// What a read beside one write may return.
public enum PossibleReads: String, Hashable, Sendable, CaseIterable {
  /// Only what was there before.
  case old
  /// Only what the write has written.
  case new
  /// Both are possible.
  case either
}

/// What the small exercise `old-or-new` asks for: which value a read may return beside one write.
///
/// Source: Herlihy and Wing 1990, section 2: operations that overlap may take effect in either order.
public protocol ReadOverlap: SmallFunction {
  /// What a linearizable register may answer to a read beside a single write.
  ///
  /// All times are of one clock; an operation lasts from its call to its answer, both included.
  static func possible(
    writeCalled: Int, writeAnswered: Int, readCalled: Int, readAnswered: Int
  ) -> PossibleReads
}

extension ReadOverlap {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    .word(
      possible(
        writeCalled: numbers[0], writeAnswered: numbers[1], readCalled: numbers[2],
        readAnswered: numbers[3]
      ).rawValue)
  }
}
