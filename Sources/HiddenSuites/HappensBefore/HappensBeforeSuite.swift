import Checking
import Dialects
import ExerciseKit

/// The hidden tests of the exercise `happens-before`.
///
/// Comparisons are judged by the definition over every node that either clock names, and by traces whose
/// happens-before relation the suite knows from the messages themselves.
let happensBeforeSuite = ComposedSuite(
  exercise: "happens-before", version: 4,
  repeatability: .answersAlike(
    "Asked the same in the same order, a clock answers the same every time it is run.",
    chapter: "clocks#vector-clocks", points: 4), asksTwice: false,
  parts: [
    ConversationPart(name: "happens-before/start", object: clockLines, startRules),
    TablePart(name: "happens-before/pairs", table: clockPairs, checks: pairChecks),
    ConversationPart(name: "happens-before/lines", object: clockLines, lineRules),
    RelationPart(
      name: "happens-before/traces", model: TraceModel(),
      small: .init(
        check: traces.check(
          "small-traces",
          "In every trace of up to 5 events that 2 processes can have, every two events compare as the "
            + "messages between them demand.", .search, 8),
        nodeCount: 2, depth: 5),
      random: traces.check(
        "agrees-with-the-event-graph",
        "In random traces of 3 and 4 processes, every two events compare as the messages between them "
          + "demand.", .schedules, 8)),
  ])

private let mattern = "Mattern 1989, section 4"
private let sparse = Teaching(mattern, in: "clocks#sparse-clocks")
private let comparing = Teaching(mattern, in: "clocks#comparing")
private let traces = Teaching(
  "Lamport 1978, section 2; Mattern 1989, theorem 10", in: "clocks#happens-before")

// MARK: Pairs of clocks

private typealias Question = FunctionTable<ObjectWords>.Question

/// The two clocks that are compared, and which of them is asked.
private func clocks(_ numbers: [Int128]) -> (left: SparseClock, right: SparseClock) {
  let parts = clockPairs.functions[0].space.parts(of: numbers) ?? [[], []]
  return (SparseClock(parts[0]), SparseClock(parts[1]))
}

private let clockPairs = FunctionTable<ObjectWords>(
  owner: "VectorClock", arguments: .init(type: 0, numbers: []),
  functions: [
    TableFunction("compare(#, #)", [.clock, .clock]) {
      .init(operation: 9, numbers: $0)
    } expected: {
      let (left, right) = clocks($0)
      return ClockOrder(left.relation(to: right)).answer
    } because: {
      let (left, right) = clocks($0)
      return left.reason(for: right)
    },
    TableFunction("# == #", named: "==", [.clock, .clock]) {
      .init(operation: 10, numbers: $0)
    } expected: {
      let (left, right) = clocks($0)
      return .init(3, [left == right ? 1 : 0, 1])
    } because: {
      let (left, right) = clocks($0)
      return left.reason(for: right)
    },
  ],
  text: clockText)

/// Rows of the function `compare`.
private func rows(
  _ pairs: [(left: String, right: String, order: Causality)]
) -> TableCheck<ObjectWords>.Look {
  .rows(pairs.map { ("compare(\($0), \($1))", $2.rawValue) })
}

/// The same pairs both ways round.
private func mirrored(
  _ pairs: [(left: String, right: String, order: Causality)]
) -> [(left: String, right: String, order: Causality)] {
  pairs.flatMap { [($0, $1, $2), ($1, $0, $2.mirrored)] }
}

private let pairChecks: [TableCheck<ObjectWords>] = [
  TableCheck(
    comparing.check(
      "equal-is-not-concurrent",
      "Clocks with the same counters are equal: neither before, nor after, nor concurrent.",
      .examples, 10),
    rows([
      ("[]", "[]", .equal), ("[n1: 1]", "[n1: 1]", .equal),
      ("[n1: 1, n2: 2, n3: 3]", "[n1: 1, n2: 2, n3: 3]", .equal),
      ("[n1: 1, n2: 0]", "[n1: 1]", .equal), ("[n1: 1]", "[n1: 1, n2: 0]", .equal),
      ("[n1: 0]", "[]", .equal), ("[n0: 0]", "[]", .equal),
      ("[n4294967295: 0, n1: 1]", "[n1: 1]", .equal), ("[n0: 0, n4294967295: 0]", "[]", .equal),
      ("[n2: 0, n3: 2]", "[n1: 0, n3: 2]", .equal),
    ])),
  TableCheck(
    sparse.check(
      "compares-the-union-of-keys",
      "A comparison looks at every node that either clock names, not only at one side's.",
      .examples, 10),
    rows(
      mirrored([
        ("[]", "[n1: 1]", .before), ("[n1: 1]", "[n1...n2: 1]", .before),
        ("[n2: 1]", "[n1: 1, n2: 1]", .before), ("[n1: 2]", "[n1: 2, n3: 1]", .before),
        ("[n1: 1, n3: 1]", "[n1: 1, n2: 3, n3: 1]", .before),
        ("[n1: 0, n2: 1]", "[n2: 1, n3: 1]", .before),
      ]))),
  TableCheck(
    Teaching("Fidge 1988; \(mattern)", in: "clocks#comparing").check(
      "documented-vectors",
      "The cart, the three writers, the like nobody saw: each pair compares as worked out.",
      .examples, 6),
    rows([
      ("[n1: 1, n2: 0]", "[n1: 0, n2: 1]", .concurrent),
      ("[n1: 1, n2: 0, n3: 0]", "[n1: 1, n2: 1, n3: 0]", .before),
      ("[n1: 1, n2: 1, n3: 0]", "[n1: 1, n2: 1, n3: 1]", .before),
      ("[n1: 1, n2: 0, n3: 0]", "[n1: 1, n2: 1, n3: 1]", .before),
      ("[n1: 2, n2: 0, n3: 0]", "[n1: 1, n2: 1, n3: 1]", .concurrent),
      ("[n1: 1, n2: 0, n3: 0]", "[n1: 2, n2: 0, n3: 0]", .before),
      ("[n1: 2, n2: 0, n3: 0]", "[n1: 1, n2: 1, n3: 0]", .concurrent),
      ("[n1: 1, n2: 0, n3: 0]", "[n1: 0, n2: 0, n3: 1]", .concurrent),
      ("[n1: 1, n2: 1, n3: 0]", "[n1: 0, n2: 0, n3: 1]", .concurrent),
      ("[n1: 10, n2: 5, n3: 3]", "[n1: 8, n2: 7, n3: 3]", .concurrent),
      ("[n1: 10, n2: 5, n3: 3]", "[n1: 9, n2: 5, n3: 4]", .concurrent),
      ("[n1: 8, n2: 7, n3: 3]", "[n1: 9, n2: 5, n3: 4]", .concurrent),
      ("[n1: 10, n2: 5, n3: 3]", "[n1: 11, n2: 7, n3: 4]", .before),
      ("[n1: 1, n2: 2, n3: 3]", "[n1: 1, n2: 2, n3: 3]", .equal),
    ])),
  TableCheck(
    comparing.check(
      "comparison-mirrors",
      "compare(a, b) is the mirror of compare(b, a), and happensBefore and isConcurrent agree with it.",
      .cases, 6),
    .laws([
      TableLaw(
        [.clock, .clock],
        given: ["[n1...n6: 1], [n1...n7: 1]", "[n1...n24: 1], [n1...n25: 1]"]
      ) { numbers in
        [Question(0, numbers)]
      } complaint: { _, answers in
        guard let order = answers.first.flatMap(ClockOrder.init) else {
          return "these are no answers"
        }
        return order.contradiction.map { "\($0), which contradicts what compare says" }
      },
      // The first differs by more than a signed number holds.
      TableLaw([.clock, .clock], given: ["[], [n1: \(UInt64(1) << 63)]"]) { numbers in
        let parts = clockPairs.functions[0].space.parts(of: numbers) ?? [[], []]
        let turned = parts.reversed().flatMap { NumberDomain.clock.numbers(of: $0) }
        return [Question(0, numbers), Question(0, turned)]
      } complaint: { _, answers in
        let orders = answers.compactMap(ClockOrder.init)
        guard orders.count == 2 else { return "these are no answers" }
        let (one, other) = (orders[0].causality, orders[1].causality)
        return other == one.mirrored
          ? nil : "\(one) one way and \(other) the other way round cannot both be right"
      },
    ]), .init(small: 49, atBoundaries: 30, drawn: 45, kept: 12)),
  TableCheck(
    Teaching("Lamport 1978, section 2", in: "clocks#happens-before").check(
      "ordering-laws",
      "Happens-before is a strict partial order: no clock is before itself, no two before each other, "
        + "and before is transitive.", .cases, 4),
    .law(
      TableLaw(
        [.clock, .clock, .clock],
        // What looks at one side's nodes, or takes an absent one for something, may go wrong here.
        given: [
          "[n1: 1], [n1: 2, n2: 1], [n2: 2]", "[n1: 0], [n1: 1, n2: 0], [n2: 1]",
          "[n1: 1], [n2: 1], [n1: 1]",
        ],
        isTelling: { $0.compactMap(ClockOrder.init).contains { $0.causality == .before } },
        questions: { numbers in
          let parts = clockTriples.parts(of: numbers) ?? [[], [], []]
          let clocks = parts.map { SparseClock($0) }
          // Where two are the same there is less to ask.
          let pairs =
            clocks[0] == clocks[1]
            ? [(0, 1)] : [(0, 1), (1, 2)] + (clocks[0] == clocks[2] ? [] : [(0, 2)])
          return pairs.map { left, right in
            Question(0, [left, right].flatMap { NumberDomain.clock.numbers(of: parts[$0]) })
          }
        },
        complaint: { _, answers in
          let isBefore = answers.map { ClockOrder($0)?.causality == .before }
          guard isBefore.first == true else { return nil }
          if isBefore.count == 1 { return "no clock is before itself" }
          guard isBefore[1] else { return nil }
          if isBefore.count == 2 { return "no two clocks are before each other" }
          return isBefore[2] ? nil : "what is before something is before all that this is before"
        })), .init(small: 173, outOf: 4_096, atBoundaries: 0, drawn: 40, kept: 10)),
  TableCheck(
    everyCounter, .oracle([0]), .init(small: 256, atBoundaries: 100, drawn: 200, kept: 40)),
  TableCheck(
    sameClock, .oracle([1]), .init(small: 144, atBoundaries: 80, drawn: 120, kept: 30)),
  TableCheck(
    comparing.check(
      "compares-large-counters",
      "Counters are compared one by one as the 64-bit numbers they are, never added up.", .examples,
      4),
    rows(
      mirrored(
        [
          ("[n1: \(UInt64.max), n2: 1]", "[n1: \(UInt64.max), n2: 2]", .before),
          ("[n1...n2: \(UInt64.max)]", "[n1...n2: \(UInt64.max)]", .equal),
          ("[n1: \(UInt64.max)]", "[n2: \(UInt64.max)]", .concurrent),
          ("[]", "[n1: \(UInt64.max)]", .before), ("[n1: 1]", "[n1: 4294967298]", .before),
          // Whose sums, in 64 bits, are the same.
          ("[n1...n2: 1]", "[n1...n2: \(UInt64(1) << 63 + 1)]", .before),
          ("[n1...n4: 1]", "[n1...n4: \(UInt64(1) << 62 + 1)]", .before),
          ("[n1: 9007199254740992]", "[n1: 9007199254740993]", .before),
          ("[n1: \(UInt64.max)]", "[n2: 1]", .concurrent),
          ("[n1: \(UInt64.max), n2: 1]", "[n1: \(UInt64.max - 1), n2: 2]", .concurrent),
        ]
          + (2..<64).map {
            let power = UInt64(1) << $0
            return ("[n1: \(power + 1), n2: 1]", "[n1: \(power), n2: 2]", .concurrent)
          } + (1..<64).map { ("[n1: \(UInt64(1) << $0 - 1)]", "[n1: \(UInt64(1) << $0)]", .before) }
      ))
  ),
]

private let clockTriples = NumberSpace(domains: [.clock, .clock, .clock]) { _ in true }

/// Found by pairs that are given, and by clocks of very many entries.
private let everyCounter = comparing.check(
  "compares-every-counter",
  "a is before b exactly when no counter of a is larger and at least one is smaller.", .cases, 9)

private let sameClock = Teaching("Swift standard library, Hashable", in: "clocks#sparse-clocks")
  .check(
    "equality-and-hash-agree",
    "Clocks with the same counters are == and hash alike, zeros written out or not.", .cases, 4)

/// After the checks of ticks and merges, which are told first where these are at fault.
private let anew = Teaching(
  "Mattern 1989, section 4; Swift standard library, Hashable", in: "clocks#sparse-clocks"
)
.check(
  "changed-clocks-compare-anew",
  "However a clock came to its counters, by ticks, by merges or as a copy, ==, hash and comparisons go "
    + "by those it has now.", .cases, 3)

// MARK: Lines of code

/// Conversations of these lines.
/// - Parameter crowded: those about clocks of many entries and odd nodes.
private func talks(
  _ lines: [[String]], crowded: [[String]] = []
) -> [(setting: String, lines: [String])] {
  (lines + crowded).map { ("a, b and c are empty", $0) }
}

/// Each node with a counter of its own.
private let ascending =
  "[\((1...500).map { "n\($0): \($0)" }.joined(separator: ", "))]"

private let startRules: [(rule: ObjectRule, lives: ObjectLives?)] = [
  (
    (
      sparse.check(
        "keeps-its-counters",
        "A clock has the counters it is made with: init keeps them, and reading finds them.",
        .examples, 2),
      talks([
        ["a = [n1: 1]", "a[n1]"], ["a = [n1: 1, n2: 2, n3: 3]", "a[n1...n3]"],
        ["a = [n1...n8: 4]", "a[n8]", "a[n1...n8]"], ["a = [n1...n65: 1]", "a[n1, n32, n65]"],
        ["a = \(ascending)", "a[n1, n250, n257, n500]"],
      ])
    ), nil
  ),
  (
    (
      sparse.check(
        "absent-means-zero", "The counter of a node a clock has no entry for is zero.", .examples, 4
      ),
      talks([
        ["a[n1]"], ["a = [n1: 1]", "a[n2...n3, n9]"], ["a = [n1: 0, n2: 2]", "a[n1...n3]"],
        ["a = [n3: 7]", "a[n1...n3, n9]"],
        ["a = [n1...n8: 5]", "c = [n2: 1]", "a[n9]", "b[n1, n9]", "c[n1...n3]"],
      ])
    ), nil
  ),
]

private let powers: [UInt64] = (1..<64).map { 1 << $0 }

private let lineRules: [(rule: ObjectRule, lives: ObjectLives?)] = [
  (
    (
      Teaching("Fidge 1988", in: "clocks#vector-clocks").check(
        "tick-counts-one-event",
        "tick(n) adds one to n's counter, from zero for a new node, and changes no other.",
        .examples, 6),
      talks(
        [
          ["a = [n1: 1, n2: 2]", "a.tick(n1)", "a[n1...n2]", "a.tick(n2)", "a[n1...n3, n9]"],
          ["a.tick(n1)", "a[n1...n2]", "a.tick(n1)", "a.tick(n1)", "a[n1...n2]"],
          ["a = [n1: 3]", "a.tick(n2)", "a.tick(n9)", "a[n1...n3, n9]"],
          ["a = [n1: 0]", "a.tick(n1)", "a[n1]"],
          [
            "a = [n4: 4, n1...n3: 0]", "a.tick(n2)", "a.tick(n3)", "a.tick(n2)", "a[n1...n4]",
          ],
        ]
          + powers.map {
            ["a = [n1: \($0 - 1)]", "a.tick(n1)", "a[n1...n2]", "a.tick(n1)", "a[n1]"]
          } + [["a = [n1: \(UInt64.max - 1)]", "a.tick(n1)", "a[n1...n2]"]]
          + [
            // What counts operations, or makes room for a fixed number of nodes, comes to its end here.
            ["for _ in 1...1200 { a.tick(n1) }", "a[n1...n2]"],
            [
              "for _ in 1...1200 { a.tick(n1) }", "for n in [n1...n510] { a.tick(n) }",
              "a[n1...n510]",
            ],
          ], crowded: CrowdedClocks.ticks)
    ),
    ObjectLives(count: (14, 3), lines: 6...20, weights: [2, 0, 8, 0, 4, 0, 0, 0, 0])
  ),
  (
    (
      Teaching(mattern, in: "clocks#merging").check(
        "merge-takes-the-maximum",
        "After a.merge(b) each counter of a is the larger of the two; nothing ticks, and b stays as it was.",
        .examples, 8),
      talks(
        merges.map { merging($0, $1) }
          + powers.map {
            [
              "a = [n1: \($0 - 1), n2: \($0)]", "b = [n1: \($0), n2: \($0 - 1)]", "a.merge(b)",
              "a[n1...n2]",
            ]
          }, crowded: CrowdedClocks.merges)
    ),
    ObjectLives(count: (22, 4), lines: 6...20, weights: [4, 0, 1, 4, 4, 0, 0, 0, 0])
  ),
  (
    (
      Teaching(
        "\(mattern): a message carries the clock's value at the send", in: "clocks#vector-clocks"
      )
      .check(
        "values-are-independent",
        "A copy of a clock, such as one in a message, does not change with its original.",
        .examples,
        4),
      talks(
        [
          ["a = [n1: 1]", "b = a", "b.tick(n1)", "a[n1]", "a.tick(n2)", "b[n1...n2]"],
          ["b = a", "a.tick(n1)", "b[n1]", "b.tick(n2)", "a[n1...n2]"],
          ["a = [n1: 1]", "b = [n2: 2]", "c = a", "a.merge(b)", "c[n1...n2]", "b[n1...n2]"],
          [
            "b = [n1: 1, n2: 2]", "a.merge(b)", "a.tick(n1)", "b.tick(n2)", "b[n1...n2]",
            "a[n1...n2]",
          ],
          [
            "a = [n1...n25: 3]", "b = a", "a.tick(n90)", "b[n25, n90]", "b.tick(n25)",
            "a[n25, n90]",
          ],
        ], crowded: CrowdedClocks.copies)
    ),
    ObjectLives(count: (30, 4), lines: 6...16, weights: [1, 4, 4, 3, 4, 0, 0, 0, 0])
  ),
  (
    (everyCounter, talks([], crowded: CrowdedClocks.comparisons)), nil
  ),
  ((sameClock, talks(lookalikes)), nil),
  (
    (anew, talks(roads + comparedCopies + grown, crowded: CrowdedClocks.roads)),
    ObjectLives(count: (34, 6), lines: 8...20, weights: [2, 2, 4, 4, 1, 1, 4, 0, 0])
  ),
]

private let merges: [(left: String, right: String)] = [
  ("[n1: 1]", "[n2: 1]"), ("[n1: 1, n2: 0]", "[n1: 0, n2: 1]"),
  ("[n1: 2, n2: 1]", "[n1: 1, n2: 3]"), ("[n1: 1]", "[n1: 3]"), ("[]", "[n1: 1, n2: 2]"),
  ("[n1: 10, n2: 5, n3: 3]", "[n1: 8, n2: 7, n3: 3]"), ("[n1...n2: 1]", "[n1...n2: 1]"),
  ("[n1: 4, n3: 2]", "[n2: 1, n3: 2]"), ("[n1: 1]", "[n1: \(UInt64.max)]"),
  ("[n1: 9007199254740992]", "[n1: 9007199254740993]"), ("[n1...n200: 3]", "[n1: 4, n300: 1]"),
  ("[n1: 5]", "[n1: 2, n3: \(UInt64.max)]"), ("[n3: \(UInt64.max), n1: 2]", "[n1: 5, n2: 1]"),
]

/// Merges in both directions, twice, and what they leave.
private func merging(_ left: String, _ right: String) -> [String] {
  [
    "a = \(left)", "b = \(right)", "c = \(left)", "a.merge(b)", "a[n1...n4, n300]",
    "b[n1...n4, n300]",
    "a.merge(b)", "b.merge(c)", "a[n1...n4]", "b[n1...n4, n300]", "b.tick(n2)", "b[n1...n3]",
  ]
}

/// What copies of a clock are to others, before and after one of them changes: a clock that keeps what it has
/// worked out must not keep it for its copies.
private let comparedCopies: [[String]] = [
  [
    "a = [n1: 1]", "b = a", "a == b", "b.tick(n1)", "c = [n1: 2]", "b == c", "a == c",
    "c = [n1: 1]",
    "a == c", "b == c",
  ],
  [
    "a = [n1: 1]", "c = [n2: 1]", "b = a", "a.compare(to: c)", "b.merge(c)", "b.compare(to: c)",
    "a.compare(to: c)", "a == b", "c.compare(to: a)",
  ],
  [
    "b = a", "a.tick(n1)", "b.tick(n2)", "c = [n1: 1]", "a.compare(to: c)", "b.compare(to: c)",
    "a == c", "b == c",
  ],
  [
    "a = [n1...n6: 1]", "b = a", "c = [n1...n5: 1, n7: 2]", "a.compare(to: c)",
    "c = [n1: 2, n2...n6: 1]", "a.compare(to: c)", "b.compare(to: c)", "b.tick(n1)",
    "b.compare(to: c)", "a.compare(to: c)",
  ],
  [
    "a = [n1: 1]", "b = a", "c = [n1: 3]", "a == c", "b.merge(c)", "b == c", "a == c", "a == b",
    "c = [n1: 1]", "a == c", "c.tick(n1)", "c.tick(n1)", "a.tick(n1)", "b == c", "a == b",
  ],
]

/// Clocks that are made, then count or learn something, and are compared before and after.
private let grown: [[String]] = [
  // The fortieth merge is one like the first.
  (1...40).flatMap { ["b.tick(n\($0))", "a.merge(b)", "a == b", "a.compare(to: b)"] }
    + (1...40).flatMap { ["a.tick(n\($0))", "b.merge(a)", "b.compare(to: a)"] } + ["b == a"],
  (1...40).flatMap { ["c.tick(n90)", "c = [n91: \($0)]", "a.tick(n1)", "a.merge(c)"] }
    + ["b = [n1: 40, n91: 40]", "a == b", "a.compare(to: b)", "b.compare(to: a)"],
  [
    "a = [n2: 1]", "a.tick(n1)", "b = [n3: 7]", "b.tick(n2)", "a.compare(to: b)",
    "b.compare(to: a)",
  ],
  [
    "a = [n1: 5]", "b = [n2: 1]", "b.tick(n1)", "a.tick(n2)", "a.compare(to: b)",
    "b.compare(to: a)",
  ],
  [
    "a = [n1: 1]", "b = [n1: 1, n2: 1]", "a.compare(to: b)", "a.merge(b)", "a.compare(to: b)",
    "b.tick(n2)", "a.compare(to: b)",
  ],
  ["a = [n1...n1100: 1]", "b = [n1...n1099: 1, n1100: 2]", "a.compare(to: b)", "b.compare(to: a)"],
]

/// Clocks that are other ones, and look alike when they are written down or added up.
private let lookalikes: [[String]] =
  [
    ["a = [n0: 0]", "a == b", "b == a", "a = [n4294967295: 0]", "a == b", "a.tick(n0)", "a == b"],
    // Counters that a signed number does not hold, and sums that no number does.
    ["a = [n1: \(UInt64(1) << 63)]", "b = [n1: \(UInt64(1) << 63)]", "a == b"],
    [
      "a = [n1...n9: \(UInt64.max)]", "b = [n1...n9: \(UInt64.max)]", "a == b", "b.tick(n10)",
      "a == b",
    ],
    ["a = [n1: 12]", "b = [n11: 2]", "a == b", "a = [n1: 1, n2: 3]", "b = [n1: 123]", "a == b"],
    [
      "a = [n1: 1, n2: 3]", "b = [n1: 2, n2: 2]", "a == b", "c = [n1: 3, n2: 1]", "a == c",
      "c == b",
    ],
  ]
  + [20, 70, 300].map { count in
    let (next, last) = ("n\(count + 1)", "n\(count + 2)")
    return [
      "a = [n1...n\(count): 2, \(next): 1, \(last): 3]",
      "b = [n1...n\(count): 2, \(next): 3, \(last): 1]", "a == b", "b == a",
    ]
  }

/// Equal counters by roads that leave a trace in a careless clock, and unequal ones that look alike.
private let roads: [[String]] = [
  ["a.merge(b)", "a == b", "b = [n1...n2: 0]", "a.merge(b)", "a == b", "a.tick(n3)", "a == b"],
  ["a = [n1: 1]", "b = [n1: 2]", "a == b", "a.merge(b)", "a == b"],
  ["a = [n1: 1]", "b = [n1: 1, n2: 1]", "a == b", "a.merge(b)", "a == b", "b.tick(n2)", "a == b"],
  ["a.tick(n1)", "a.tick(n2)", "b.tick(n2)", "b.tick(n1)", "a == b", "c = [n1...n2: 1]", "c == b"],
  ["a = [n1: 1]", "b = [n2: 1]", "c = b", "b.merge(a)", "a.merge(c)", "a == b", "b == a"],
  ["a = [n1: 1]", "b = [n1: 1]", "c = a", "a[n9]", "a == b", "c[n2]", "a == c", "c == b"],
  [3, 2, 1].map { "for _ in 1...400 { a.tick(n\($0)) }" } + ["b = [n1...n3: 400]", "a == b"]
    + Array(repeating: "a.merge(b)", count: 100) + [
      "a == b", "c = a", "c.tick(n1)", "a == c", "a.compare(to: c)", "a.tick(n2)",
      "a.compare(to: c)", "a.merge(c)", "c.compare(to: a)",
    ],
]
