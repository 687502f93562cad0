import Checking
import ExerciseKit

extension SmallTable {
  /// The hidden tests of the small exercise `two-leaders`.
  static let twoLeaders = SmallTable(
    "two-leaders", of: "LeaderAlarm",
    Teaching(
      "Ongaro and Ousterhout 2014, section 5.2: at most one leader in a given term",
      in: "shock#two-leaders"),
    forms: (0...4).map { count in
      let claims = Array(repeating: "(#, #)", count: count).joined(separator: ", ")
      let numbers = [NumberDomain(1...9), NumberDomain(1...1_000_000_000)]
      return Form(
        "isAlarm([\(claims)])", Array(repeating: numbers, count: count).flatMap { $0 })
    },
    rows: [
      Rows(
        "different-terms-are-none",
        "Leaders of different terms are no alarm.",
        [
          ("isAlarm([(1, 11), (2, 12)])", "false"),
          ("isAlarm([(1, 11), (2, 12), (3, 13)])", "false"),
          ("isAlarm([(1, 1), (2, 1000001)])", "false"), ("isAlarm([(1, 1), (2, 257)])", "false"),
          ("isAlarm([])", "false"),
        ]),
      Rows(
        "one-leader-twice-is-none",
        "One leader that was heard twice is no alarm.",
        [
          ("isAlarm([(1, 12), (1, 12)])", "false"),
          ("isAlarm([(1, 12), (2, 13), (1, 12)])", "false"),
        ]),
      Rows(
        "any-two-of-them",
        "Any two claims of one term by different nodes are an alarm.",
        [
          ("isAlarm([(1, 12), (2, 12)])", "true"), ("isAlarm([(1, 11), (2, 12), (3, 11)])", "true"),
          ("isAlarm([(1, 12), (2, 13), (3, 14), (4, 12)])", "true"),
        ]),
    ],
    whole: ("any-claims", "The answer is right for any claims.")
  ) { numbers in
    var leaders: [Int128: Set<Int128>] = [:]
    for place in stride(from: 0, to: numbers.count, by: 2) {
      leaders[numbers[place + 1], default: []].insert(numbers[place])
    }
    return .truth(leaders.values.contains { $0.count > 1 })
  } because: { numbers in
    "an alarm is one term with two nodes"
  }
}
