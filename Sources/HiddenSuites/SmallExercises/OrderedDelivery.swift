import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `nothing-earlier-comes`.
  static let nothingEarlierComes = SmallTable(
    "nothing-earlier-comes", of: "OrderedDelivery",
    Teaching(
      "Lamport 1978, on total ordering: a request waits until everybody has been heard from later",
      in: "levels#consensus-and-total-order"),
    forms: .lists(
      "mayDeliver(stamp: #, heard: [*])", [NumberDomain(1...1_000_000_000)], of: 0...5,
      NumberDomain(0...1_000_000_000)),
    rows: [
      Rows(
        "everybody-counts",
        "Every other node must be past the stamp.",
        [
          ("mayDeliver(stamp: 5, heard: [7, 9])", "true"),
          ("mayDeliver(stamp: 5, heard: [7, 3])", "false"),
          ("mayDeliver(stamp: 5, heard: [9, 9, 9, 1])", "false"),
        ]),
      Rows(
        "exactly-the-next",
        "What comes next is larger than what was heard, and an equal stamp is not smaller.",
        [
          ("mayDeliver(stamp: 5, heard: [4])", "true"),
          ("mayDeliver(stamp: 5, heard: [5, 4])", "true"),
          ("mayDeliver(stamp: 5, heard: [3])", "false"),
        ]),
      Rows(
        "the-silent-hold-it-up",
        "A node that was never heard may send anything; nobody else is nobody to wait for.",
        [
          ("mayDeliver(stamp: 5, heard: [0])", "false"),
          ("mayDeliver(stamp: 1, heard: [0, 0])", "true"),
          ("mayDeliver(stamp: 5, heard: [])", "true"),
        ]),
    ],
    whole: ("any-stamps", "The answer is right for any stamps.")
  ) { numbers in
    return .truth(numbers.dropFirst().allSatisfy { $0 + 1 >= numbers[0] })
  } because: { numbers in
    numbers.dropFirst().min().map { "the smallest stamp to come is \($0 + 1)" }
      ?? "nobody else sends"
  }
}
