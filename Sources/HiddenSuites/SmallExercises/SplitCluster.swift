import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `which-half-goes-on`.
  static let whichHalfGoesOn = SmallTable(
    "which-half-goes-on", of: "SplitCluster",
    Teaching(
      "Davidson, Garcia-Molina and Skeen 1985, section 4: at most one group may go on",
      in: "specters#split-brain"),
    forms: [
      .init(
        "goesOn(left: #, right: #, stopped: #)",
        [
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
          NumberDomain(0...1_000_000_000),
        ])
    ],
    rows: [
      Rows(
        "a-majority-goes-on",
        "A side with a majority of the cluster goes on.",
        [
          ("goesOn(left: 3, right: 2, stopped: 0)", ".left"),
          ("goesOn(left: 1, right: 2, stopped: 0)", ".right"),
          ("goesOn(left: 0, right: 3, stopped: 2)", ".right"),
          ("goesOn(left: 1, right: 0, stopped: 0)", ".left"),
        ]),
      Rows(
        "neither-without-a-majority",
        "Without a majority nobody goes on.",
        [
          ("goesOn(left: 2, right: 2, stopped: 0)", ".neither"),
          ("goesOn(left: 3, right: 2, stopped: 1)", ".neither"),
          ("goesOn(left: 0, right: 0, stopped: 0)", ".neither"),
        ]),
      Rows(
        "the-stopped-count",
        "Nodes that have stopped belong to the cluster.",
        [
          ("goesOn(left: 2, right: 1, stopped: 2)", ".neither"),
          ("goesOn(left: 3, right: 0, stopped: 2)", ".left"),
          ("goesOn(left: 1, right: 0, stopped: 1)", ".neither"),
        ]),
    ],
    whole: ("any-cut", "The answer is right for any cut.")
  ) { numbers in
    let whole = numbers[0] + numbers[1] + numbers[2]
    return .word(2 * numbers[0] > whole ? "left" : 2 * numbers[1] > whole ? "right" : "neither")
  } because: { numbers in
    "a majority of \(numbers[0] + numbers[1] + numbers[2]) is \((numbers[0] + numbers[1] + numbers[2]) / 2 + 1)"
  }
}
