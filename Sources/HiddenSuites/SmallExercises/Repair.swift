import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `whom-to-repair`.
  static let whomToRepair = SmallTable(
    "whom-to-repair", of: "Repair",
    Teaching(
      "Attiya, Bar-Noy and Dolev 1995, section 3: a reader writes back what it returns",
      in: "quorums#writing-back"),
    forms: .lists("behind([*])", of: 1...7, NumberDomain(0...1_000_000_000)),
    rows: [
      Rows(
        "who-has-it-needs-nothing",
        "Only who holds something older is written to, and everybody who does.",
        [
          ("behind([3, 3, 3])", "0"), ("behind([3, 2, 3])", "1"), ("behind([1, 1, 9])", "2"),
          ("behind([4, 5, 6, 7])", "3"), ("behind([8])", "0"),
        ]),
      Rows(
        "an-empty-replica-is-behind",
        "Who holds nothing is behind as soon as somebody holds something.",
        [("behind([0, 2, 1])", "2"), ("behind([0, 0, 0])", "0"), ("behind([0, 0, 5])", "2")]),
    ],
    whole: ("any-answers", "The answer is right for any versions.")
  ) { numbers in
    let newest = numbers.max() ?? 0
    return .number(numbers.count { $0 < newest })
  } because: { numbers in
    "the newest is \(numbers.max() ?? 0)"
  }
}
