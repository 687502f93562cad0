import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `before-or-beside`.
  static let beforeOrBeside = SmallTable(
    "before-or-beside", of: "Comparison",
    Teaching(
      "Mattern 1989, section 5: vector time is isomorphic to causality", in: "clocks#comparing"),
    forms: [
      .init(
        "order(#, #, #, #)",
        [
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
        ])
    ],
    rows: [
      Rows(
        "before-and-after",
        "Before is: no counter larger, one smaller. Equal is neither.",
        [
          ("order(1, 0, 1, 2)", ".before"), ("order(2, 1, 1, 1)", ".after"),
          ("order(3, 3, 3, 3)", ".equal"), ("order(0, 0, 1, 1)", ".before"),
          ("order(5, 7, 0, 7)", ".after"),
        ]),
      Rows(
        "beside-each-other",
        "When each has a counter that is larger, neither was first.",
        [
          ("order(2, 0, 0, 5)", ".concurrent"), ("order(0, 5, 2, 0)", ".concurrent"),
          ("order(1, 2, 2, 1)", ".concurrent"), ("order(1, 0, 0, 1000)", ".concurrent"),
          ("order(0, 1000000, 1, 0)", ".concurrent"),
        ]),
    ],
    whole: ("any-two-clocks", "The answer is right for any two clocks.")
  ) { numbers in
    let left = numbers[0] > numbers[2] || numbers[1] > numbers[3]
    let right = numbers[2] > numbers[0] || numbers[3] > numbers[1]
    return .word(left && right ? "concurrent" : left ? "after" : right ? "before" : "equal")
  } because: { numbers in
    "n1 has counted \(numbers[0]) and \(numbers[2]), n2 \(numbers[1]) and \(numbers[3])"
  }
}
