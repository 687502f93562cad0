import Checking
import Dialects
import Simulation

/// The hidden tests of the exercise `linearizability-checker`. The judge is `Histories`.
let linearizabilityCheckerSuite = ComposedSuite(
  exercise: "linearizability-checker", version: 1,
  repeatability: .answersAlike(
    "Asked the same again, the function answers the same.", chapter: "spectrum#judging-a-history",
    points: 4),
  parts: [TablePart(name: "linearizability-checker", table: historyTable, checks: historyChecks)])

/// What the function is asked and what is right.
let historyTable = FunctionTable<ObjectWords>(
  owner: "LinearizabilityChecker", arguments: .init(type: 0, numbers: []),
  functions: [
    TableFunction(
      "isLinearizable(#, initial: #)", RegisterRecord.domains,
      where: { RegisterRecord($0).isAskedFor }
    ) {
      .init(operation: 0, numbers: $0)
    } expected: {
      .init(1, [RegisterRecord($0).isLinearizable == true ? 1 : 0])
    } because: {
      RegisterRecord($0).reason
    }
  ],
  text: { answer in
    switch (answer.kind, answer.numbers) {
    case (1, [0]): "false"
    case (1, [1]): "true"
    default: "no answer of this kind"
    }
  })

private let definition = Teaching(
  "Herlihy and Wing 1990, section 2", in: "spectrum#linearizable")
private let searching = Teaching(
  "Wing and Gong 1993, section 4; Lowe 2017, section 5", in: "spectrum#judging-a-history")
private let grouping = Teaching(
  "Gibbons and Korach 1997, section 4", in: "spectrum#judging-a-history")

private func joined(_ operations: [String]) -> String { operations.joined(separator: ", ") }

/// Writes of 1, 2, 3, one after the other.
private func oneByOne(_ count: Int) -> String {
  joined((1...count).map { "write(\($0)) \(2 * $0)...\(2 * $0 + 1)" })
}

/// Rows of histories over 0.
private func rows(_ histories: [(String, Bool)]) -> TableCheck<ObjectWords>.Look {
  .rows(histories.map { ("isLinearizable([\($0)], initial: 0)", "\($1)") })
}

private func amount(drawn: Int, kept: Int) -> TableCheck<ObjectWords>.Amount {
  .init(small: 0, atBoundaries: 0, drawn: drawn, kept: kept)
}

private let historyChecks: [TableCheck<ObjectWords>] = [
  TableCheck(
    definition.check(
      "reads-return-the-last-write",
      "A read returns what the last write before it wrote, or the initial value before any.",
      .examples,
      8),
    rows([
      ("", true), ("read(0) 0...1", true), ("read(1) 0...1", false),
      ("write(1) 0...1, read(1) 2...3", true), ("write(1) 0...1, read(0) 2...3", false),
      ("write(1) 0...1, read(2) 2...3", false), ("read(1) 0...1, write(1) 2...3", false),
      ("write(1) 0...1, write(2) 2...3, read(1) 4...5", false),
      ("write(1) 0...1, write(2) 2...3, write(1) 4...5, read(1) 6...7", true),
      ("write(0) 0...1, read(0) 2...3", true),
      ("\(oneByOne(63)), read(63) 1000...1001", true),
      ("\(oneByOne(63)), read(7) 1000...1001", false),
      ("\(oneByOne(63)), write(7) 1000...1001", true),
      (joined((0..<64).map { "write(1) \(2 * $0)...\(2 * $0 + 1)" }), true),
    ])),
  TableCheck(
    definition.check(
      "what-overlaps-comes-in-either-order",
      "Operations that overlap may take effect in either order, and those that touch at an instant "
        + "overlap.", .examples, 8),
    rows([
      ("write(1) 0...5, read(0) 2...3", true), ("write(1) 0...5, read(1) 2...3", true),
      ("read(1) 0...5, write(1) 2...3", true), ("read(1) 2...3, write(1) 0...5", true),
      ("write(1) 0...2, read(0) 2...3", true), ("read(1) 0...2, write(1) 2...3", true),
      ("write(1) 0...9, write(2) 0...9, read(1) 10...11", true),
      ("write(1) 0...9, write(2) 0...9, read(2) 10...11", true),
      ("write(1) 0...9, write(2) 1...2, read(1) 3...4, read(1) 10...11", true),
      ("write(1) 0...9, read(2) 4...5, write(2) 0...9, read(1) 6...7", true),
      ("write(1) 3...3, read(0) 3...3", true), ("read(1) 3...3, write(1) 3...3", true),
    ])),
  TableCheck(
    definition.check(
      "once-seen-it-stays",
      "There is one order for all: once a write has been seen, no later read returns what was before.",
      .examples, 8),
    rows([
      ("write(1) 0...9, read(1) 1...2, read(0) 3...4", false),
      ("write(1) 0...9, read(0) 1...2, read(1) 3...4", true),
      ("write(1) 0...9, write(2) 0...9, read(1) 10...11, read(2) 12...13", false),
      ("write(1) 0...9, write(2) 0...9, read(1) 1...2, read(2) 3...4, read(1) 5...6", false),
      (
        "write(1) 0...9, write(2) 0...9, write(1) 0...9, read(1) 1...2, read(2) 3...4, read(1) 5...6",
        true
      ),
      ("write(1) 0...1, write(2) 2...9, read(2) 3...4, read(1) 5...6", false),
      ("write(1) 0...1, read(0) 2...3, read(1) 4...5", false),
      ("write(1) 0...9, read(1) 2...7, read(0) 3...6", true),
    ])),
  TableCheck(
    definition.check(
      "open-writes-may-have-happened",
      "An open write may take effect at any time after it was asked for, or never.", .examples, 8),
    rows([
      ("write(1) 0...", true), ("write(1) 0..., read(0) 5...6", true),
      ("write(1) 0..., read(1) 5...6", true), ("write(1) 0..., read(0) 5...6, read(1) 7...8", true),
      ("write(1) 0..., read(1) 5...6, read(0) 7...8", false),
      ("read(1) 0...1, write(1) 2...", false), ("read(1) 0...2, write(1) 2...", true),
      ("write(1) 0..., write(2) 1...2, read(2) 3...4, read(1) 5...6", true),
      ("write(1) 0..., write(2) 1...2, read(1) 3...4, read(2) 5...6", false),
      // Two that are equal are two.
      (
        "write(1) 0..., write(1) 0..., read(1) 1...2, write(2) 3...4, read(1) 5...6, "
          + "write(2) 7...8, read(1) 9...10", false
      ),
      (
        "write(1) 0..., write(1) 0..., write(2) 3...4, read(1) 5...6, write(2) 7...8, read(1) 9...10",
        true
      ),
    ])),
  TableCheck(
    definition.check(
      "open-reads-say-nothing", "An open read has returned nothing, whatever stands in it.",
      .examples,
      6),
    rows([
      ("read(7) 0...", true), ("read(1) 0..., write(1) 5...6", true),
      ("write(1) 0...1, read(0) 2...", true), ("read(7) 0..., read(0) 1...2", true),
      ("read(7) 0..., read(7) 1...2", false),
    ])),
  TableCheck(
    definition.check(
      "comparisons-are-one-step",
      "A swap that succeeded found the expected value and left the new one; one that failed found another "
        + "and left it.", .examples, 8),
    rows([
      ("swap(0, 1) 0...1, read(1) 2...3", true), ("swap(0, 1) 0...1, read(0) 2...3", false),
      ("swap(2, 1) 0...1", false), ("refused(0, 1) 0...1", false), ("refused(2, 1) 0...1", true),
      ("refused(2, 1) 0...1, read(0) 2...3", true), ("refused(2, 1) 0...1, read(1) 2...3", false),
      ("swap(0, 1) 0...9, swap(0, 2) 0...9", false),
      ("swap(0, 1) 0...9, refused(0, 2) 0...9", true),
      ("swap(1, 2) 0...9, swap(0, 1) 0...9, read(2) 10...11", true),
      ("swap(0, 0) 0...1, read(0) 2...3", true), ("refused(0, 0) 0...1", false),
      ("swap(5, 5) 0...1", false), ("refused(5, 5) 0...1", true),
      ("write(5) 0...1, swap(5, 5) 2...3", true), ("write(5) 0...1, refused(5, 5) 2...3", false),
      ("\(oneByOne(20)), swap(99, 100) 1000...1001", false),
      ("\(oneByOne(20)), swap(20, 100) 1000...1001, read(100) 1002...1003", true),
      ("\(oneByOne(20)), swap(20, 100) 1000...1001, read(20) 1002...1003", false),
      ("\(oneByOne(20)), refused(20, 100) 1000...1001", false),
      ("write(1) 0...9, refused(0, 2) 1...2, read(0) 3...4", false),
    ])),
  TableCheck(
    definition.check(
      "open-comparisons-may-have-come-out-either-way",
      "An open swap may have found what it expected, or something else, or never happen, whatever stands in "
        + "it.", .examples, 6),
    rows([
      ("swap(0, 1) 0..., read(1) 5...6", true), ("refused(0, 1) 0..., read(1) 5...6", true),
      ("swap(0, 1) 0..., read(0) 5...6", true), ("swap(2, 1) 0..., read(0) 5...6", true),
      ("swap(2, 1) 0..., read(1) 5...6", false), ("refused(2, 1) 0..., read(1) 5...6", false),
      ("refused(0, 1) 0...", true), ("write(2) 0...1, refused(2, 1) 0..., read(1) 2...3", true),
    ])),
  TableCheck(
    searching.check(
      "every-small-history",
      "Every history of up to four reads and writes is judged right, whatever overlaps.", .cases, 10
    ),
    .given(.init(0, listed: { smallPlainRecords }, draw: smallRecord)),
    amount(drawn: 0, kept: 60)),
  TableCheck(
    searching.check(
      "every-small-history-with-open-ones",
      "Every history of up to three operations is judged right, with swaps and with open ones.",
      .cases,
      10),
    .given(.init(0, listed: { smallMixedRecords }, draw: smallRecord)),
    amount(drawn: 300, kept: 60)),
  TableCheck(
    definition.check(
      "only-the-order-of-times-counts",
      "Operations stand in any order, times and values are any numbers, and only what came before what "
        + "counts.", .cases, 6),
    .given(.init(0, listed: { farRecords }, draw: oddRecord)), amount(drawn: 500, kept: 150)),
  TableCheck(
    searching.check(
      "registers-that-work-and-that-do-not",
      "Histories of simulated registers are told apart: right ones, and such that lose writes, answer too "
        + "soon or from an old copy.", .cases, 8),
    .given(.init(0, draw: simulatedRecord)), amount(drawn: 700, kept: 200)),
  TableCheck(
    grouping.check(
      "many-at-once",
      "Where no value is written twice the answer comes at once, however many operations overlap.",
      .cases,
      5),
    .given(.init(0, listed: { crowdedRecords }, draw: crowdedRecord)), amount(drawn: 40, kept: 20)),
  TableCheck(
    searching.check(
      "long-histories",
      "Where up to six operations overlap the answer comes at once, however long the history is.",
      .cases,
      5),
    .given(.init(0, listed: { longRecords }, draw: longRecord)), amount(drawn: 40, kept: 20)),
]
