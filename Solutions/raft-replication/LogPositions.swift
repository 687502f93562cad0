public import ExerciseKit

extension [LogEntry] {
  /// Where the log ends; term 0 and index 0 when it is empty.
  public var lastPosition: LogPosition {
    LogPosition(term: last?.term ?? 0, index: count)
  }

  /// The term of the entry at an index from 1; 0 for index 0, nil beyond the end.
  public func term(at index: Int) -> Term? {
    guard index > 0 else { return index == 0 ? 0 : nil }
    return index <= count ? self[index - 1].term : nil
  }
}
