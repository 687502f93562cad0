import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `how-deep`.
  static let howDeep = SmallTable(
    "how-deep", of: "BurialDepth",
    Teaching(
      "Nakamoto 2008, section 11: z blocks have been added after a transaction's block",
      in: "finality#confirmations"),
    forms: [
      .init(
        "confirmations(height: #, tip: #, fork: #)",
        [
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
          NumberDomain(0...1_000_000_000),
        ], where: { $0[0] <= $0[1] && $0[2] <= $0[1] })
    ],
    rows: [
      Rows(
        "the-block-itself-counts",
        "The block itself is the first confirmation.",
        [
          ("confirmations(height: 100, tip: 100, fork: 100)", "1"),
          ("confirmations(height: 100, tip: 105, fork: 105)", "6"),
          ("confirmations(height: 100, tip: 105, fork: 100)", "6"),
          ("confirmations(height: 100, tip: 105, fork: 103)", "6"),
        ]),
      Rows(
        "off-the-chain-is-none",
        "A block that is not on the chain has no confirmation.",
        [
          ("confirmations(height: 100, tip: 105, fork: 99)", "0"),
          ("confirmations(height: 100, tip: 100, fork: 0)", "0"),
        ]),
    ],
    whole: ("any-heights", "The answer is right for any heights.")
  ) { numbers in
    return .number(numbers[0] > numbers[2] ? 0 : Int(clamping: numbers[1] - numbers[0] + 1))
  } because: { numbers in
    numbers[0] > numbers[2]
      ? "it is above \(numbers[2]), so not on the chain"
      : "from \(numbers[0]) to \(numbers[1]), both included"
  }
}
