import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `merged-count`.
  static let mergedCount = SmallTable(
    "merged-count", of: "MergedCount",
    Teaching("Shapiro et al. 2011, specification 6", in: "crdts#a-counter-that-only-grows"),
    forms: [
      .init(
        "total([#, #, #], [#, #, #])",
        [
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
        ])
    ],
    rows: [
      Rows(
        "both-sides-count",
        "What either side alone knows counts.",
        [
          ("total([2, 0, 0], [0, 3, 0])", "5"), ("total([1, 5, 0], [4, 2, 0])", "9"),
          ("total([0, 0, 7], [0, 0, 0])", "7"), ("total([0, 0, 0], [0, 0, 7])", "7"),
        ]),
      Rows(
        "news-counts-once",
        "What both know counts once.",
        [("total([2, 1, 0], [2, 0, 0])", "3"), ("total([3, 3, 3], [3, 3, 3])", "9")]),
    ],
    whole: ("any-counts", "The answer is right for any counts.")
  ) { numbers in
    return .number(Int(clamping: (0..<3).reduce(0) { $0 + max(numbers[$1], numbers[$1 + 3]) }))
  } because: { numbers in
    "the newest counts are \((0..<3).map { "\(max(numbers[$0], numbers[$0 + 3]))" }.joined(separator: ", "))"
  }
}
