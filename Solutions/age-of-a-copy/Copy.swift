public import ExerciseKit

/// How old a copy may be, by the reader's own clock.
///
/// Guarantee: the server read the value between the question and the answer, so its age is at least
/// `now - received` and at most `now - sent`. It needs no clock but the reader's own. Source: Cristian 1989,
/// section 3.
public enum Copy: CopyAge {
  /// The most milliseconds that may have passed since the server read the value.
  public static func oldest(sent: Int, received: Int, now: Int) -> Int {
    now - sent
  }
}
