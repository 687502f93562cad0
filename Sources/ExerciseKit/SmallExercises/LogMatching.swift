/// What the small exercise `fits-the-log` asks for: whether entries fit a log.
///
/// Source: Ongaro and Ousterhout 2014, section 5.3: the consistency check of AppendEntries.
public protocol LogMatching: SmallFunction {
  /// True when entries that follow the one at `index`, of `term`, fit the log.
  /// - Parameters:
  ///   - index: `after`, the place of the entry before the new ones, from 1; 0 when they begin the log.
  ///   - term: that entry's term; 0 for index 0.
  ///   - log: the terms of the log's entries, from index 1.
  static func fits(after index: Int, term: Int, log: [Int]) -> Bool
}

extension LogMatching {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    .truth(fits(after: numbers[0], term: numbers[1], log: Array(numbers.dropFirst(2))))
  }
}
