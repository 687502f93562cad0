import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `both-sides-count`.
  static let bothSidesCount = SmallTable(
    "both-sides-count", of: "Healing",
    Teaching(
      "Terry et al. 1995, section 4: conflicting updates are merged, not dropped",
      in: "anti-patterns#healing-by-forgetting"),
    forms: [
      .init(
        "healed(base: #, left: #, right: #)",
        [
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
          NumberDomain(0...1_000_000_000),
        ])
    ],
    rows: [
      Rows(
        "one-side-alone",
        "What one side did alone is all there is to do.",
        [
          ("healed(base: 10, left: 7, right: 10)", "7"),
          ("healed(base: 10, left: 10, right: 12)", "12"),
          ("healed(base: 10, left: 10, right: 10)", "10"),
        ]),
      Rows(
        "changes-of-both",
        "Both sides' changes count.",
        [
          ("healed(base: 10, left: 7, right: 8)", "5"),
          ("healed(base: 10, left: 13, right: 8)", "11"),
          ("healed(base: 10, left: 12, right: 12)", "14"),
        ]),
      Rows(
        "what-was-oversold-shows",
        "A stock below zero is shown as it is.",
        [
          ("healed(base: 10, left: 2, right: 3)", "-5"),
          ("healed(base: 1, left: 0, right: 0)", "-1"),
          ("healed(base: 1000000000, left: 0, right: 0)", "-1000000000"),
        ]),
    ],
    whole: ("any-stock", "The answer is right for any stock.")
  ) { numbers in
    return .number(Int(clamping: numbers[1] + numbers[2] - numbers[0]))
  } because: { numbers in
    "the changes are \(numbers[1] - numbers[0]) and \(numbers[2] - numbers[0])"
  }
}
