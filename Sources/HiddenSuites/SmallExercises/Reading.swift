import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `old-or-new`.
  static let oldOrNew = SmallTable(
    "old-or-new", of: "Reading",
    Teaching(
      "Herlihy and Wing 1990, section 2: operations that overlap may take effect in either order",
      in: "spectrum#linearizable"),
    forms: [
      .init(
        "possible(write: #...#, read: #...#)",
        [
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
        ], where: { $0[0] <= $0[1] && $0[2] <= $0[3] })
    ],
    rows: [
      Rows(
        "order-of-what-does-not-overlap",
        "Of two operations that do not overlap the earlier comes first.",
        [
          ("possible(write: 10...20, read: 1...9)", ".old"),
          ("possible(write: 10...20, read: 21...30)", ".new"),
        ]),
      Rows(
        "overlapping-is-either",
        "Of two operations that overlap either may come first.",
        [
          ("possible(write: 10...20, read: 15...16)", ".either"),
          ("possible(write: 10...20, read: 5...15)", ".either"),
          ("possible(write: 10...20, read: 15...25)", ".either"),
          ("possible(write: 10...20, read: 5...25)", ".either"),
        ]),
      Rows(
        "touching-is-overlapping",
        "Operations that share one moment overlap.",
        [
          ("possible(write: 10...20, read: 20...30)", ".either"),
          ("possible(write: 10...20, read: 1...10)", ".either"),
          ("possible(write: 10...10, read: 10...10)", ".either"),
        ]),
    ],
    whole: ("any-two-operations", "The answer is right for any two operations.")
  ) { numbers in
    if numbers[3] < numbers[0] { return .word("old") }
    return .word(numbers[1] < numbers[2] ? "new" : "either")
  } because: { numbers in
    numbers[3] < numbers[0]
      ? "the read is over before the write begins"
      : numbers[1] < numbers[2] ? "the write is over before the read begins" : "they overlap"
  }
}
