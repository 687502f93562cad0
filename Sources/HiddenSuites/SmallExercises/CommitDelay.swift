import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `how-far-is-a-majority`.
  static let howFarIsAMajority = SmallTable(
    "how-far-is-a-majority", of: "CommitDelay",
    Teaching(
      "Ongaro and Ousterhout 2014, section 5.3; Bailis et al. 2014 for delays between regions",
      in: "regions#what-done-means"),
    forms: .lists("commitDelay([*])", of: 0...6, NumberDomain(0...1_000_000_000)),
    rows: [
      Rows(
        "a-majority-answers",
        "A majority has it, and the slowest are not waited for.",
        [
          ("commitDelay([80, 20])", "20"), ("commitDelay([10, 20, 90, 100])", "20"),
          ("commitDelay([100, 90, 20, 10])", "20"), ("commitDelay([5, 5])", "5"),
        ]),
      Rows(
        "the-leader-counts",
        "The leader has it at once.",
        [("commitDelay([])", "0"), ("commitDelay([70])", "70"), ("commitDelay([30, 70])", "30")]),
      Rows(
        "half-is-no-majority",
        "Half of a cluster is no majority.",
        [("commitDelay([80, 20, 30])", "30"), ("commitDelay([1, 2, 3, 4, 5])", "3")]),
    ],
    whole: ("any-delays", "The answer is right for any delays.")
  ) { numbers in
    let all = ([0] + numbers).sorted()
    return .number(Int(clamping: all[all.count / 2]))
  } because: { numbers in
    "\((numbers.count + 1) / 2 + 1) of \(numbers.count + 1) must have it, the leader at 0"
  }
}
