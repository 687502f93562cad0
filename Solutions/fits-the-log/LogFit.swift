public import ExerciseKit

/// Whether entries fit a log.
///
/// Guarantee: entries are taken only behind an entry that both logs have; by induction the logs then agree in
/// all places before it (Log Matching). Source: Ongaro and Ousterhout 2014, section 5.3.
public enum LogFit: LogMatching {
  /// True when entries that follow the one at `index`, of `term`, fit the log.
  /// - Parameters:
  ///   - index: `after`, the place of the entry before the new ones, from 1; 0 when they begin the log.
  ///   - term: that entry's term; 0 for index 0.
  ///   - log: the terms of the log's entries, from index 1.
  public static func fits(after index: Int, term: Int, log: [Int]) -> Bool {
    if index == 0 { return true }
    return index <= log.count && log[index - 1] == term
  }
}
