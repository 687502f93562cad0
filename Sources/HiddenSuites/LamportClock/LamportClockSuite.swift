import Checking
import Dialects
import ExerciseKit
import Wire

/// The hidden tests of the exercise `lamport-clock`: the order of stamps, and the clocks that make them.
let lamportClockSuite = ComposedSuite(
  exercise: "lamport-clock", version: 1,
  repeatability: .answersAlike(
    "Asked the same in the same order, a clock answers the same every time it is run.",
    chapter: section, points: 4),
  parts: [
    ReplicaPart(
      name: "lamport-clock", model: LamportModel(), examples: examples,
      small: .init(
        check: rules.check(
          "small-runs",
          "In every run of up to 5 events of 3 processes, each stamp is the number of the longest chain "
            + "of events that led to it.", .search, 12),
        nodeCount: 3, depth: 5),
      random: rules.check(
        "cause-has-the-smaller-stamp",
        "In random runs whose messages are late, doubled, reordered and lost, what led to an event has a "
          + "smaller stamp than it, and every stamp is as small as that allows.", .schedules,
        14)),
    TablePart(name: "lamport-clock/order", table: stamps, checks: orderChecks),
  ])

private let section = "clocks#a-single-counter"
private let rules = Teaching("Lamport 1978, rules IR1 and IR2", in: section)
private let kit = Teaching(Check.contract, in: section)
private let totalOrder = Teaching("Lamport 1978, \"Ordering the Events Totally\"", in: section)

private typealias Examples = ReplicaPart<LamportModel>.Examples

private let examples = [
  Examples(
    rules.check(
      "an-event-counts-one", "A clock starts at 0, and every tick adds one and stamps the event.",
      .examples, 8),
    [
      (1, "n1 looks", "0 at n1, no stamp"),
      (1, "n1 ticks", "1@n1"),
      (1, "n1 ticks; n1 ticks; n1 ticks", "3@n1"),
      (1, Array(repeating: "n1 ticks", count: 320).joined(separator: "; "), "320@n1"),
      (2, "n1 ticks; n2 ticks", "1@n2"),
    ]),
  Examples(
    rules.check(
      "a-receipt-is-later-than-its-sending",
      "A receipt's number is larger than the message's, also when the receiver was behind.",
      .examples, 10),
    [
      (2, "n1 ticks; n2 receives 1", "2@n2"),
      (2, "n1 ticks; n1 ticks; n1 ticks; n2 receives 3", "4@n2"),
      (2, "n1 ticks; n1 ticks; n2 ticks; n2 receives 2; n2 ticks", "4@n2"),
      (3, "n1 ticks; n2 receives 1; n3 receives 2", "3@n3"),
    ]),
  Examples(
    rules.check(
      "a-receipt-is-later-than-what-came-before",
      "A receipt's number is larger than that of the receiver's last event, also when the message is "
        + "from long ago.", .examples, 10),
    [
      (2, "n1 ticks; n2 ticks; n2 ticks; n2 ticks; n2 receives 1", "4@n2"),
      (2, "n1 ticks; n2 ticks; n2 receives 1", "2@n2"),
      (2, "n1 ticks; n2 receives 1; n2 receives 1", "3@n2"),
      (1, "n1 ticks; n1 receives 1", "2@n1"),
      (2, "n1 ticks; n1 ticks; n2 ticks; n2 ticks; n2 receives 2", "3@n2"),
    ]),
  Examples(
    rules.check(
      "clocks-far-apart", "Counters may be close to the largest UInt64.", .examples, 4),
    [
      (1, "n1 hears 4294967296@n1000000", "4294967297@n1"),
      (1, "n1 hears 18446744073708551615@n1000000; n1 ticks", "18446744073708551617@n1"),
    ]
      // One below each power of two, which something narrower or rounded loses.
      + (8...63).flatMap { exponent -> [(Int, String, String)] in
        let power = UInt64(1) << UInt64(exponent)
        return [
          (1, "n1 hears \(power - 1)@n1000000", "\(power)@n1"),
          (1, "n1 hears \(power - 2)@n1000000; n1 ticks", "\(power)@n1"),
          (1, "n1 hears \(power - 1)@n1000000; n1 ticks", "\(power + 1)@n1"),
        ]
      }),
  Examples(
    kit.check(
      "values-are-independent", "A copy of a clock does not change with its original.", .examples, 4
    ),
    forks: true,
    [
      (2, "n1 ticks; n1 ticks; n2 receives 1", "2@n2"),
      (2, "n1 ticks; n2 receives 1; n2 ticks; n1 looks", "1@n1"),
    ]),
]

// MARK: The order of stamps

private let counters = NumberDomain.unsigned()
private let nodeNumbers = NumberDomain(0...Int128(UInt32.max))
private let pairOfStamps = [counters, nodeNumbers, counters, nodeNumbers]

/// The one function: how two stamps compare.
private let stamps = FunctionTable<LamportWords>(
  owner: "LamportStamp", arguments: NodeID(1),
  functions: [
    TableFunction("#@n# compared with #@n#", pairOfStamps) { numbers in
      .compare(
        UInt64(clamping: numbers[0]), node(numbers[1]), UInt64(clamping: numbers[2]),
        node(numbers[3]))
    } expected: { numbers in
      order(of: (numbers[0], numbers[1]), (numbers[2], numbers[3]))
    } because: { numbers in
      numbers[0] == numbers[2]
        ? numbers[1] == numbers[3]
          ? "counter and node are the same" : "the counters tie, so the nodes decide"
        : "the smaller counter is earlier, whatever the nodes"
    }
  ],
  text: { answer in
    guard case .order(let isLess, let isEqual, let isGreater, let hashesAgree) = answer else {
      return "no answer"
    }
    let signs = [(isLess, "<"), (isEqual, "=="), (isGreater, ">")].filter(\.0).map(\.1)
    let order = signs.isEmpty ? "none of <, ==, >" : signs.joined(separator: " and ")
    return isEqual && !hashesAgree ? order + ", but of another hash" : order
  })

private func node(_ number: Int128) -> NodeID { NodeID(UInt32(clamping: number)) }

private func order(
  of left: (Int128, Int128), _ right: (Int128, Int128)
) -> LamportWords.Answer {
  .order(
    isLess: left < right, isEqual: left == right, isGreater: left > right, hashesAgree: true)
}

/// Nodes, and counters, that are the same but for one bit.
private let alikeButForOneBit: [(call: String, answer: String)] =
  (0..<32).flatMap { bit -> [(call: String, answer: String)] in
    let (node, other) = ("7@n0", "7@n\(UInt32(1) << UInt32(bit))")
    return [("\(node) compared with \(other)", "<"), ("\(other) compared with \(node)", ">")]
  }
  + (0..<64).flatMap { bit -> [(call: String, answer: String)] in
    let (count, other) = ("0@n5", "\(UInt64(1) << UInt64(bit))@n5")
    return [("\(count) compared with \(other)", "<"), ("\(other) compared with \(count)", ">")]
  }

private let orderChecks: [TableCheck<LamportWords>] = [
  TableCheck(
    totalOrder.check(
      "ties-are-broken-by-node",
      "Of two stamps the one with the smaller counter is earlier, and with one counter the smaller node.",
      .examples, 10),
    .rows(
      [
        ("1@n1 compared with 2@n1", "<"), ("2@n1 compared with 1@n2", ">"),
        ("3@n1 compared with 3@n2", "<"), ("3@n2 compared with 3@n1", ">"),
        ("3@n2 compared with 3@n2", "=="), ("9@n9 compared with 10@n1", "<"),
        ("10@n1 compared with 9@n10", ">"),
      ] + alikeButForOneBit)),
  TableCheck(
    totalOrder.check(
      "every-node-sorts-alike",
      "Two different stamps are ordered in one way, and the two ways of asking agree.",
      .cases, 10),
    .law(
      TableLaw(pairOfStamps) { numbers in
        [.init(0, numbers), .init(0, Array(numbers[2...] + numbers[..<2]))]
      } complaint: { numbers, answers in
        guard case .order(let isLess, let isEqual, let isGreater, _) = answers[0],
          case .order(let less, let equal, let greater, _) = answers[1]
        else { return "these are no answers" }
        if [isLess, isEqual, isGreater].count(where: \.self) != 1 {
          return "exactly one of <, ==, > must be true"
        }
        return (isLess, isEqual, isGreater) == (greater, equal, less)
          ? nil : "asked the other way round, the answer must turn round"
      })),
  TableCheck(
    totalOrder.check(
      "stamps-of-any-size", "The order is right for every UInt64 and every node.",
      .cases,
      14),
    .oracle([0])),
]
