import ExerciseKit

/// How old a copy may be, by the reader's own clock.
enum Copy: CopyAge {
  /// The most milliseconds that may have passed since the server read the value.
  static func oldest(sent: Int, received: Int, now: Int) -> Int {
    // TODO: When may the server have read it, at the earliest?
    0
  }
}
