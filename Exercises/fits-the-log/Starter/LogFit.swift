import ExerciseKit

/// Whether entries fit a log.
enum LogFit: LogMatching {
  /// True when entries that follow the one at `index`, of `term`, fit the log.
  /// - Parameters:
  ///   - index: `after`, the place of the entry before the new ones, from 1; 0 when they begin the log.
  ///   - term: that entry's term; 0 for index 0.
  ///   - log: the terms of the log's entries, from index 1.
  static func fits(after index: Int, term: Int, log: [Int]) -> Bool {
    // TODO: Is there such an entry? Is it of that term?
    true
  }
}
