import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `surely-before`.
  static let surelyBefore = SmallTable(
    "surely-before", of: "Instants",
    Teaching(
      "Corbett et al. 2012, section 3: TT.after and TT.before",
      in: "truetime#an-interval-instead-of-a-time"),
    forms: [
      .init(
        "surelyBefore(# ± #, # ± #)",
        [
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
        ])
    ],
    rows: [
      Rows(
        "intervals-apart",
        "One is before the other when the intervals do not overlap.",
        [
          ("surelyBefore(100 ± 5, 120 ± 5)", "true"), ("surelyBefore(100 ± 5, 108 ± 5)", "false"),
          ("surelyBefore(100 ± 0, 101 ± 0)", "true"), ("surelyBefore(100 ± 9, 106 ± 0)", "false"),
          ("surelyBefore(100 ± 0, 106 ± 9)", "false"), ("surelyBefore(120 ± 5, 100 ± 5)", "false"),
        ]),
      Rows(
        "touching-is-not-before",
        "Events that may have happened at one moment are in no sure order.",
        [
          ("surelyBefore(100 ± 5, 110 ± 5)", "false"), ("surelyBefore(7 ± 0, 7 ± 0)", "false"),
          ("surelyBefore(100 ± 5, 111 ± 5)", "true"),
          ("surelyBefore(0 ± 1000000000, 1000000000 ± 0)", "false"),
          ("surelyBefore(0 ± 0, 1000000000 ± 1000000000)", "false"),
          ("surelyBefore(0 ± 999999999, 1000000000 ± 0)", "true"),
          ("surelyBefore(0 ± 0, 1000000000 ± 999999999)", "true"),
        ]),
    ],
    whole: ("any-two-instants", "The answer is right for any two times and errors.")
  ) { numbers in
    return .truth(numbers[0] + numbers[1] < numbers[2] - numbers[3])
  } because: { numbers in
    "the first is at most \(numbers[0] + numbers[1]), the second at least \(numbers[2] - numbers[3])"
  }
}
