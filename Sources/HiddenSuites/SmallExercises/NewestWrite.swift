import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `newer-write`.
  static let newerWrite = SmallTable(
    "newer-write", of: "NewestWrite",
    Teaching(
      "Thomas 1979, section 3: timestamps made unique by the node's name",
      in: "eventual#the-newest-write"),
    forms: [
      .init(
        "replaces(# by n#, held # by n#)",
        [
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
          NumberDomain(0...1_000_000_000), NumberDomain(0...1_000_000_000),
        ])
    ],
    rows: [
      Rows(
        "the-later-time-wins",
        "Where the times differ, the later write is held.",
        [
          ("replaces(20 by n1, held 10 by n3)", "true"),
          ("replaces(10 by n3, held 20 by n1)", "false"),
          ("replaces(11 by n0, held 10 by n9)", "true"),
          ("replaces(1 by n0, held 0 by n1000000000)", "true"),
        ]),
      Rows(
        "equal-times",
        "Where the times are equal, every replica decides alike, by the node.",
        [
          ("replaces(10 by n3, held 10 by n1)", "true"),
          ("replaces(10 by n1, held 10 by n3)", "false"),
          ("replaces(10 by n1, held 10 by n1)", "false"),
        ]),
    ],
    whole: ("any-two-writes", "The answer is right for any two writes.")
  ) { numbers in
    return .truth((numbers[0], numbers[1]) > (numbers[2], numbers[3]))
  } because: { numbers in
    numbers[0] == numbers[2] ? "the times are equal, so the nodes decide" : "the times differ"
  }
}
