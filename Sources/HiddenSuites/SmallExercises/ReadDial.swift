import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `smallest-read`.
  static let smallestRead = SmallTable(
    "smallest-read", of: "ReadDial",
    Teaching(
      "Gifford 1979, section 2: any two quorums must have a node in common", in: "choosing#a-dial"),
    forms: [
      .init(
        "smallestRead(n: #, w: #, down: #)",
        [NumberDomain(1...1_000), NumberDomain(1...1_000), NumberDomain(0...1_000)],
        where: { $0[1] <= $0[0] && $0[2] <= $0[0] })
    ],
    rows: [
      Rows(
        "reads-meet-writes",
        "One more than may lack the write is enough, and one less is not.",
        [
          ("smallestRead(n: 3, w: 2, down: 0)", "2"), ("smallestRead(n: 3, w: 3, down: 0)", "1"),
          ("smallestRead(n: 3, w: 1, down: 0)", "3"), ("smallestRead(n: 5, w: 4, down: 0)", "2"),
          ("smallestRead(n: 1, w: 1, down: 0)", "1"),
        ]),
      Rows(
        "enough-must-be-left",
        "When too few are left there is no such read.",
        [
          ("smallestRead(n: 5, w: 2, down: 1)", "4"), ("smallestRead(n: 5, w: 2, down: 2)", "nil"),
          ("smallestRead(n: 3, w: 3, down: 3)", "nil"), ("smallestRead(n: 3, w: 3, down: 2)", "1"),
        ]),
    ],
    whole: ("any-dial", "The answer is right for any dial.")
  ) { numbers in
    let least = numbers[0] - numbers[1] + 1
    return least <= numbers[0] - numbers[2] ? .number(Int(clamping: least)) : .none
  } because: { numbers in
    "\(numbers[0] - numbers[1]) may lack it, and \(numbers[0] - numbers[2]) are left"
  }
}
