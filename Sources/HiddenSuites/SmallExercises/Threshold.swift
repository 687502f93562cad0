import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `not-yet`.
  static let notYet = SmallTable(
    "not-yet", of: "Threshold",
    Teaching(
      "Hellerstein and Alvaro 2020, section 2: monotone questions need no coordination",
      in: "paradoxes#when-is-eventual-enough"),
    forms: [
      .init(
        "reached(goal: #, counted: #, out: #)",
        [
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
          NumberDomain(0...1_000_000_000),
        ])
    ],
    rows: [
      Rows(
        "yes-is-said-at-once",
        "A threshold that is reached stays reached.",
        [
          ("reached(goal: 10, counted: 10, out: 5)", ".yes"),
          ("reached(goal: 10, counted: 12, out: 0)", ".yes"),
          ("reached(goal: 10, counted: 7, out: 5)", ".notYet"),
          ("reached(goal: 0, counted: 0, out: 9)", ".yes"),
        ]),
      Rows(
        "no-waits",
        "No is said only when all that may still come is too little.",
        [
          ("reached(goal: 10, counted: 7, out: 3)", ".notYet"),
          ("reached(goal: 10, counted: 7, out: 2)", ".no"),
          ("reached(goal: 10, counted: 9, out: 0)", ".no"),
          ("reached(goal: 1, counted: 0, out: 0)", ".no"),
        ]),
    ],
    whole: ("any-votes", "The answer is right for any votes.")
  ) { numbers in
    if numbers[1] >= numbers[0] { return .word("yes") }
    return .word(numbers[1] + numbers[2] < numbers[0] ? "no" : "notYet")
  } because: { numbers in
    "\(numbers[1]) are here, at most \(numbers[1] + numbers[2]) can be"
  }
}
