import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `age-of-a-copy`.
  static let ageOfACopy = SmallTable(
    "age-of-a-copy", of: "Copy",
    Teaching(
      "Cristian 1989, section 3: a reply bounds a reading from both sides",
      in: "preface-b#a-copy-is-not-a-fact"),
    forms: [
      .init(
        "oldest(sent: #, received: #, now: #)",
        [
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
          NumberDomain(0...1_000_000_000),
        ], where: { $0[0] <= $0[1] && $0[1] <= $0[2] })
    ],
    rows: [
      Rows(
        "the-question-counts",
        "The server may have read the value as early as the question was sent.",
        [
          ("oldest(sent: 0, received: 80, now: 80)", "80"),
          ("oldest(sent: 20, received: 100, now: 100)", "80"),
          ("oldest(sent: 50, received: 50, now: 60)", "10"),
        ]),
      Rows(
        "time-in-the-cache-counts",
        "A copy ages while it lies in the cache.",
        [
          ("oldest(sent: 0, received: 80, now: 100)", "100"),
          ("oldest(sent: 10, received: 10, now: 500)", "490"),
        ]),
    ],
    whole: ("any-times", "The answer is right for any three times in order.")
  ) { numbers in
    return .number(Int(clamping: numbers[2] - numbers[0]))
  } because: { numbers in
    "it may have been read at \(numbers[0])"
  }
}
