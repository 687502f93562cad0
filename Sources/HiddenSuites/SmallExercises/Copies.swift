import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `value-of-the-majority`.
  static let valueOfTheMajority = SmallTable(
    "value-of-the-majority", of: "Copies",
    Teaching(
      "Thomas 1979, section 3: a majority of the copies decides",
      in: "preface-a#six-answers-six-prices"),
    forms: [
      .init(
        "agreed(#, #, #)",
        [
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
          NumberDomain(0...1_000_000_000),
        ])
    ],
    rows: [
      Rows(
        "two-agree",
        "What two copies hold is the answer, whichever two they are.",
        [
          ("agreed(5, 5, 9)", "5"), ("agreed(9, 5, 9)", "9"), ("agreed(4, 8, 8)", "8"),
          ("agreed(7, 7, 7)", "7"),
        ]),
      Rows(
        "nobody-agrees",
        "Three different copies have no majority.",
        [("agreed(1, 5, 9)", "nil"), ("agreed(9, 1, 5)", "nil"), ("agreed(0, 1, 2)", "nil")]),
    ],
    whole: ("any-three-copies", "The answer is right for any three numbers.")
  ) { numbers in
    let (a, b, c) = (numbers[0], numbers[1], numbers[2])
    let agreed = a == b || a == c ? a : b == c ? b : nil
    return SmallAnswer(agreed.map { Int(clamping: $0) })
  } because: { numbers in
    Set(numbers).count == 3 ? "no two of them are equal" : "at least two copies hold it"
  }
}
