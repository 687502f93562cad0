import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `on-a-majority`.
  static let onAMajority = SmallTable(
    "on-a-majority", of: "Replication",
    Teaching(
      "Ongaro and Ousterhout 2014, section 5.3: an entry is committed once it is on a majority",
      in: "raft#committing"),
    forms: .lists("reached([*])", of: 1...7, NumberDomain(0...1_000_000_000)),
    rows: [
      Rows(
        "odd-clusters",
        "In a cluster of an odd size the middle log decides.",
        [
          ("reached([5, 5, 2])", "5"), ("reached([9, 1, 4])", "4"),
          ("reached([1, 2, 3, 4, 5])", "3"), ("reached([6, 6, 6, 1, 1])", "6"),
          ("reached([8])", "8"),
        ]),
      Rows(
        "even-clusters",
        "Half of a cluster is no majority.",
        [
          ("reached([7, 7, 3, 3])", "3"), ("reached([9, 4])", "4"),
          ("reached([1, 2, 3, 4, 5, 6])", "3"),
        ]),
    ],
    whole: ("any-logs", "The answer is right for any logs.")
  ) { numbers in
    return .number(Int(clamping: numbers.sorted()[(numbers.count - 1) / 2]))
  } because: { numbers in
    "\(numbers.count / 2 + 1) of \(numbers.count) must reach it"
  }
}
