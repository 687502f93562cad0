import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `change-the-chain`.
  static let changeTheChain = SmallTable(
    "change-the-chain", of: "ChainChange",
    Teaching("Nakamoto 2008, section 5; Bitcoin improvement proposal 50", in: "cases#bitcoin-2013"),
    forms: [
      .init(
        "changes(own: #, other: #, largest: #, limit: #)",
        [
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
        ])
    ],
    rows: [
      Rows(
        "more-work-wins",
        "The valid branch with more work is followed; with equal work a node stays.",
        [
          ("changes(own: 100, other: 120, largest: 10, limit: 50)", "true"),
          ("changes(own: 120, other: 100, largest: 10, limit: 50)", "false"),
          ("changes(own: 100, other: 100, largest: 10, limit: 50)", "false"),
        ]),
      Rows(
        "invalid-stays-invalid",
        "No work makes an invalid branch valid.",
        [
          ("changes(own: 100, other: 120, largest: 60, limit: 50)", "false"),
          ("changes(own: 0, other: 9000, largest: 51, limit: 50)", "false"),
        ]),
      Rows(
        "exactly-the-limit",
        "A block that takes exactly the limit is valid.",
        [
          ("changes(own: 100, other: 120, largest: 50, limit: 50)", "true"),
          ("changes(own: 0, other: 1, largest: 0, limit: 0)", "true"),
        ]),
    ],
    whole: ("any-branches", "The answer is right for any branches.")
  ) { numbers in
    return .truth(numbers[2] <= numbers[3] && numbers[1] > numbers[0])
  } because: { numbers in
    numbers[2] > numbers[3]
      ? "a block of it takes \(numbers[2]) locks of \(numbers[3])"
      : "it is valid, with \(numbers[1]) to \(numbers[0])"
  }
}
