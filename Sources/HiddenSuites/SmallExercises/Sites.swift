import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `lose-a-site`.
  static let loseASite = SmallTable(
    "lose-a-site", of: "Sites",
    Teaching(
      "Ongaro and Ousterhout 2014, section 2: available while a majority is",
      in: "deciding#the-checklist"),
    forms: .lists("survivesAnySite([*])", of: 1...6, NumberDomain(0...1_000_000)),
    rows: [
      Rows(
        "what-fails-together",
        "The worst site decides.",
        [
          ("survivesAnySite([1, 1, 1])", "true"), ("survivesAnySite([3, 2])", "false"),
          ("survivesAnySite([1, 3, 1])", "false"), ("survivesAnySite([2, 2, 1])", "true"),
          ("survivesAnySite([1])", "false"),
        ]),
      Rows(
        "half-is-no-majority",
        "Half of all voters is no majority.",
        [
          ("survivesAnySite([2, 2])", "false"), ("survivesAnySite([2, 1, 1])", "false"),
          ("survivesAnySite([0, 0, 0])", "false"),
        ]),
    ],
    whole: ("any-sites", "The answer is right for any sites.")
  ) { numbers in
    let all = numbers.reduce(0, +)
    return .truth(numbers.allSatisfy { 2 * (all - $0) > all })
  } because: { numbers in
    "\(numbers.reduce(0, +) - (numbers.max() ?? 0)) of \(numbers.reduce(0, +)) are left without the largest"
  }
}
