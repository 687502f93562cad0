import ExerciseKit

/// How a leader orders transactions by clocks whose error has a bound.
struct CommitWaiter: CommitOrdering {
  /// A leader that has seen no transaction.
  init() {
    // TODO: What must be remembered of a transaction, and what of all together?
  }

  /// A participant's promise not to commit a transaction below a bound.
  mutating func prepare(_ id: Int, now: TimeInterval64) -> Int64? {
    // TODO: Which bound is kept whatever happens?
    nil
  }

  /// The coordinator's choice of a timestamp.
  mutating func begin(_ id: Int, now: TimeInterval64, prepared bounds: [Int64]) -> Int64 {
    // TODO: Which end of the interval?
    0
  }

  /// A participant hears which timestamp the coordinator chose.
  mutating func learn(_ id: Int, committedAt timestamp: Int64) -> Bool {
    // TODO: Does it contradict what is known here?
    false
  }

  /// A transaction will not commit.
  mutating func abort(_ id: Int) -> Bool {
    // TODO: Can it still abort?
    false
  }

  /// The transactions that may become visible now.
  mutating func poll(now: TimeInterval64) -> [Int] {
    // TODO: Whose timestamp is past on every clock?
    []
  }

  /// Whether a snapshot at `time` is complete.
  func safeSnapshot(at time: Int64) -> Bool {
    // TODO: What could still become visible at or before it?
    false
  }
}
