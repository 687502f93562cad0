import Checking
import Dialects

/// The hidden tests of the exercise `hybrid-clock`.
let hybridClockSuite = ComposedSuite(
  exercise: "hybrid-clock", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, a clock stamps the same.", chapter: "clocks#hybrid-clocks",
    points: 4),
  parts: [
    ConversationPart(
      name: "hybrid-clock", object: clock, rules: rules,
      random: kulkarni.check(
        "any-readings-and-stamps",
        "Whatever the local clock reads and other nodes stamp, and restarts in between: every stamp is what "
          + "the rules say.", .schedules, 16),
      copies: .copiesApart(
        "A copy of a clock does not change with its original.", chapter: "clocks#hybrid-clocks",
        points: 4))
  ])

private let kulkarni = Teaching("Kulkarni et al. 2014, figure 5", in: "clocks#hybrid-clocks")
private let poison = Teaching("Kulkarni et al. 2014, section 3.3", in: "clocks#hybrid-clocks")

/// What a clock must hold.
private struct Clock {
  let node: Int128
  let maxOffset: Int128
  var last: (wall: Int128, logical: Int128)?

  static let full = Int128(UInt32.max)

  /// The moment after one, without a look at the clock.
  static func next(_ moment: (wall: Int128, logical: Int128)) -> (Int128, Int128) {
    moment.logical < full ? (moment.wall, moment.logical + 1) : (moment.wall + 1, 0)
  }

  mutating func stamp(_ moment: (Int128, Int128)) -> ObjectWords.Answer {
    last = moment
    return record
  }

  var record: ObjectWords.Answer {
    last.map { .init(1, [$0.wall, $0.logical, node]) } ?? .init(0)
  }

  /// Readings around what was stamped, and where a stamp is too far ahead.
  var readings: [Int128] {
    let wall = last?.wall ?? 0
    return [wall, wall, wall + 1, wall - maxOffset]
  }
}

/// Readings of which none is so near the ends that adding to it leaves 64 bits.
private let reading = NumberDomain(-(1 << 61)...(1 << 61))
private let logical = NumberDomain(0...Clock.full)

private let clock = SequentialObject<Clock>(
  subject: "clock",
  setting: NumberForm("n#, stamps at most # ahead", [.node, NumberDomain(0...(1 << 60))]),
  start: { Clock(node: $0[0], maxOffset: $0[1]) },
  operations: [
    .init(
      NumberForm("now(physical: #)", [reading]), weight: 4, near: { [$0.readings] }
    ) { numbers, state in
      guard let last = state.last, numbers[0] <= last.wall else {
        return (
          state.stamp((numbers[0], 0)),
          state.last == nil
            ? "before the first stamp any reading is past"
            : "the reading is past every wall part so far"
        )
      }
      return (
        state.stamp(Clock.next(last)),
        "the reading is not past \(last.wall), so the counter goes on"
      )
    },
    .init(
      NumberForm(
        "receive(#.# of n#, physical: #)", [reading, logical, .node, reading]), weight: 5,
      near: { state in
        let walls = state.readings + [(state.last?.wall ?? 0) + state.maxOffset]
        return [
          walls, [Clock.full, Clock.full / 2, state.last?.logical ?? 0, 0], [], state.readings,
        ]
      }
    ) { numbers, state in
      let (told, physical) = ((wall: numbers[0], logical: numbers[1]), numbers[3])
      // Measured by the message alone: the last stamp may be ahead by anything.
      let ahead = Clock.next(told).0 - physical
      guard ahead <= state.maxOffset else {
        return (
          .init(2, [ahead]),
          told.logical == Clock.full
            ? "the counter is full, so its receipt counts as one more than \(told.wall), which is "
              + "\(ahead) ahead of \(physical), and \(state.maxOffset) are allowed"
            : "\(told.wall) is \(ahead) ahead of \(physical), and \(state.maxOffset) are allowed"
        )
      }
      let last = state.last ?? (wall: .min, logical: 0)
      guard physical <= max(told.wall, last.wall) else {
        return (
          state.stamp((physical, 0)),
          state.last == nil
            ? "the reading is past the received wall part, and there is no last stamp"
            : "the reading is past both other wall parts"
        )
      }
      let counters =
        [told, last].filter { $0.wall == max(told.wall, last.wall) }.map(\.logical)
      return (
        state.stamp(Clock.next((max(told.wall, last.wall), counters.max() ?? 0))),
        "beside the largest wall part the counter \(counters.max() ?? 0) goes on"
      )
    },
    .init(NumberForm("restart(from: stored)")) { _, state in
      (state.record, "the last stamp is stored")
    },
  ],
  text: { answer in
    let words = answer.numbers.map(String.init)
    switch (answer.kind, words.count) {
    case (1, 3): return "\(words[0]).\(words[1])@n\(words[2])"
    case (2, 1): return "an error, \(words[0]) ahead"
    case (0, 0): return "nil"
    default: return "no answer of this kind"
    }
  },
  isTelling: { $0.kind == 1 && $0.numbers.count > 1 && $0.numbers[1] > 0 },
  longest: 2_000, moments: reading)

private let n1 = "n1, stamps at most 50 ahead"

private let rules: [ObjectRule] = [
  (
    kulkarni.check(
      "follows-the-wall-clock",
      "While the local clock goes on, a stamp has its reading and counter 0.",
      .examples, 10),
    [
      (n1, ["now(physical: 1000)", "now(physical: 1001)", "now(physical: 1700000000000000)"]),
      (n1, ["now(physical: -2305843009213693952)", "now(physical: -2305843009213693951)"]),
      (n1, ["now(physical: -7)", "now(physical: -6)", "now(physical: 0)"]),
      (n1, ["now(physical: 0)"]),
      (n1, ["receive(1000.3 of n2, physical: 1001)", "now(physical: 1002)"]),
    ]
  ),
  (
    kulkarni.check(
      "counts-while-it-stands-still",
      "While the local clock stands still or goes back, the wall part stays and the counter goes on.",
      .examples, 10),
    [
      (
        n1,
        [
          "now(physical: 1000)", "now(physical: 1000)", "now(physical: 1000)",
          "now(physical: 1001)",
        ]
      ),
      (
        n1,
        ["now(physical: 1000)", "now(physical: 400)", "now(physical: 999)", "now(physical: 1000)"]
      ),
    ]
  ),
  (
    kulkarni.check(
      "a-receipt-is-later-than-the-message",
      "A receipt is stamped later than the message and than everything before it at this node.",
      .examples, 16),
    [
      (n1, ["receive(1010.4 of n2, physical: 1000)", "now(physical: 1000)"]),
      (n1, ["now(physical: 1000)", "receive(1000.7 of n2, physical: 1000)"]),
      (n1, ["now(physical: 1000)", "now(physical: 1000)", "receive(1000.0 of n2, physical: 990)"]),
      (
        n1,
        ["now(physical: 1000)", "now(physical: 1000)", "receive(1000.3 of n2, physical: 1000)"]
      ),
      (n1, ["now(physical: 1020)", "receive(1010.9 of n2, physical: 1015)"]),
      (n1, ["now(physical: 1000)", "receive(990.4 of n2, physical: 1001)"]),
      // Wall parts that are the same, at zero and before.
      (n1, ["now(physical: -10)", "receive(0.3 of n2, physical: 0)"]),
      (n1, ["now(physical: -10)", "receive(-7.3 of n2, physical: -7)"]),
      (n1, ["now(physical: -7)", "now(physical: -7)", "receive(-9.5 of n2, physical: -7)"]),
      (n1, ["now(physical: 0)", "now(physical: -1)", "receive(-1.5 of n2, physical: 0)"]),
      (n1, ["receive(0.3 of n2, physical: 0)", "receive(0.0 of n3, physical: -1)"]),
    ]
  ),
  (
    kulkarni.check(
      "the-counter-starts-anew", "A counter goes on only beside the wall part it belongs to.",
      .examples,
      12),
    [
      (
        n1,
        [
          "now(physical: 5)", "now(physical: 5)", "now(physical: 5)",
          "receive(9.0 of n2, physical: 8)",
        ]
      ),
      (n1, ["now(physical: 9)", "receive(5.800 of n2, physical: 7)"]),
      (n1, ["receive(9.800 of n2, physical: 10)", "now(physical: 10)"]),
    ]
  ),
  (
    poison.check(
      "refuses-what-is-too-far-ahead",
      "A stamp further ahead of the local reading than allowed is refused with how far, and changes "
        + "nothing; one just within is taken.", .examples, 14),
    [
      (n1, ["receive(1051.0 of n2, physical: 1000)", "now(physical: 1000)"]),
      (n1, ["receive(1050.7 of n2, physical: 1000)", "now(physical: 1000)"]),
      (
        n1,
        [
          "receive(1050.7 of n2, physical: 1000)", "receive(1050.9 of n2, physical: 990)",
          "now(physical: 990)",
        ]
      ),
      (
        "n1, stamps at most 0 ahead",
        ["receive(7.3 of n2, physical: 7)", "receive(8.0 of n2, physical: 7)"]
      ),
    ]
  ),
  (
    kulkarni.check(
      "a-full-counter-moves-on",
      "After the largest counter the wall part moves on by one; a receipt whose stamp would be out of "
        + "reach by that is refused.", .examples, 6),
    [
      (n1, ["receive(1000.4294967294 of n2, physical: 1000)", "now(physical: 1000)"]),
      (n1, ["receive(1000.4294967295 of n2, physical: 1000)", "now(physical: 1000)"]),
      (n1, ["receive(1050.4294967295 of n2, physical: 1000)", "now(physical: 1000)"]),
      (n1, ["receive(-5.4294967295 of n2, physical: -5)", "now(physical: -5)"]),
      (n1, ["receive(-1.4294967295 of n2, physical: -1)", "now(physical: -1)"]),
    ]
  ),
  (
    kulkarni.check(
      "a-restart-repeats-no-stamp",
      "A clock that starts again from its last stamp goes on after it, also when its wall clock was set "
        + "back.", .examples, 8),
    [
      (n1, ["restart(from: stored)", "now(physical: 3)"]),
      (
        n1,
        [
          "now(physical: 1000)", "now(physical: 1000)", "restart(from: stored)",
          "now(physical: 900)", "restart(from: stored)",
          "receive(950.2 of n2, physical: 950)",
        ]
      ),
    ]
  ),
]
