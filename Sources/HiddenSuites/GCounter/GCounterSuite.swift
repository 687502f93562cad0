import Checking

/// The hidden tests of the exercise `g-counter`: two counters, of which the second needs the first.
let gCounterSuite = ComposedSuite(
  exercise: "g-counter", version: 1,
  repeatability: .answersAlike(
    "Asked the same in the same order, a counter answers the same every time it is run.",
    chapter: section, points: 4),
  parts: [
    ReplicaPart(
      name: "g-counter/growing", model: GrowOnlyModel(), examples: growing,
      laws: [
        (
          laws.check(
            "merge-is-idempotent", "Merging the same state again, or one's own, changes nothing.",
            .cases, 4),
          .idempotent
        ),
        (
          laws.check(
            "merge-is-commutative", "Two replicas that merge each other are equal.", .cases, 4),
          .commutative
        ),
        (
          laws.check(
            "merge-is-associative", "Three states merged in either grouping are equal.", .cases, 4),
          .associative
        ),
        (
          laws.check(
            "merge-never-loses",
            "After a merge, no older state of either side brings anything new.", .cases, 4),
          .neverLoses
        ),
      ],
      equality: laws.check(
        "equality-is-about-the-state",
        "Two states are == exactly when they know the same increments, whoever holds them.", .cases,
        6),
      equalityExamples: [
        (2, "n1 looks; n1 counts 0; n2 looks"), (2, "n1 counts 1; n2 counts 1; n2 receives 1"),
        (3, "n1 counts 3; n2 receives 1; n3 receives 2; n3 counts 0"),
        (
          5,
          "n1 counts 1; n2 counts 1; n3 counts 1; n4 receives 1; n4 receives 2; n4 receives 3; "
            + "n4 counts 0; n5 receives 6; n5 receives 7"
        ),
        // Numbers that agree in their low bits.
        (
          1,
          "n1 counts 1; n1 counts 256; n1 counts 65280; n1 counts 4294901760; "
            + "n1 counts 281470681743360; n1 counts 9223090561878065152"
        ),
        // The same numbers in other slots, and the same sum in more of them.
        (
          7,
          "n1 counts 1; n2 counts 1; n3 counts 1; n4 counts 1; n5 receives 1; n5 receives 2; "
            + "n5 receives 3; n5 receives 4; n6 receives 8; n7 receives 8; n1 counts 1; n2 counts 1; "
            + "n5 receives 11; n6 receives 12; n7 counts 1"
        ),
      ],
      small: .init(
        check: growOnly.check(
          "small-histories",
          "In every history of up to 5 events that 2 replicas can have with increments by 1 and 3, the "
            + "value is what the causal past demands.", .search, 7),
        nodeCount: 2, depth: 5),
      random: growOnly.check(
        "agrees-with-the-increments",
        "In random histories whose states are delayed, doubled, reordered and lost, every value is the "
          + "sum of the increments in its causal past.", .schedules, 9)),
    ReplicaPart(
      name: "g-counter/up-down", model: UpDownModel(), examples: upDown,
      laws: [
        (
          laws.check(
            "up-down-merge-is-idempotent", "Merging the same PNCounter again changes nothing.",
            .cases, 2),
          .idempotent
        ),
        (
          laws.check(
            "up-down-merge-is-commutative", "Two PNCounters that merge each other are equal.",
            .cases, 2),
          .commutative
        ),
      ],
      equality: laws.check(
        "up-down-equality-is-about-the-state",
        "Two PNCounters are == exactly when they know the same changes, also where the values agree.",
        .cases, 3),
      equalityExamples: [
        (1, "n1 adds 1; n1 adds 65536; n1 adds -65536"),
        (1, "n1 adds 1; n1 adds 256; n1 adds 65280; n1 adds 4294901760"),
        (1, "n1 adds -1; n1 adds -256; n1 adds -65280; n1 adds -4294901760"),
        (2, "n1 adds 2; n1 adds -1; n2 adds 1; n2 looks"),
        // All that was added is taken away again.
        (1, "n1 looks; n1 adds 9; n1 adds -9; n1 adds -9; n1 adds 9"),
        (3, "n1 looks; n1 adds 9; n2 receives 2; n2 adds -9; n1 receives 4; n3 receives 4"),
        (1, "n1 adds 4611686018427387904; n1 adds 1; n1 adds -4611686018427387905"),
        // The same sum, counted by others.
        (7, counted(by: ["1", "1", "1", "1"])), (7, counted(by: ["-1", "-1", "-1", "-1"])),
        (7, counted(by: ["1", "-1", "2", "-2"])),
      ],
      small: .init(
        check: pair.check(
          "up-down-small-histories",
          "In every history of up to 5 events that 2 PNCounters can have with +2 and -1, the value is "
            + "what the causal past demands.", .search, 4),
        nodeCount: 2, depth: 5),
      random: pair.check(
        "up-down-agrees-with-the-changes",
        "In random histories every PNCounter's value is the sum of the changes in its causal past.",
        .schedules, 6)),
  ])

private let section = "crdts#a-counter-that-only-grows"
private let growOnly = Teaching("Shapiro et al. 2011, section 3.1.1, specification 6", in: section)
private let pair = Teaching("Shapiro et al. 2011, section 3.1.3, specification 7", in: section)
private let laws = Teaching(
  "Shapiro et al. 2011, section 2.3: merge is a least upper bound", in: "crdts#laws")

/// Two replicas know of a change of each of four, and each of one more by another of them, which brings no more
/// than the first did.
private func counted(by amounts: [String]) -> String {
  let own = amounts.enumerated().map { "n\($0.offset + 1) adds \($0.element)" }
  return
    (own + (1...4).map { "n5 receives \($0)" }
    + [
      "n6 receives 8", "n7 receives 8", "n1 adds 5", "n2 adds 5", "n5 receives 11",
      "n6 receives 12",
      "n7 receives 11", "n7 receives 12",
    ]).joined(separator: "; ")
}

private typealias Growing = ReplicaPart<GrowOnlyModel>.Examples
private typealias UpDown = ReplicaPart<UpDownModel>.Examples

private let growing = [
  Growing(
    growOnly.check(
      "counts-every-increment", "A new counter is at 0, and each increment adds its amount.",
      .examples, 5),
    [
      (1, "n1 looks", "0"),
      (1, "n1 counts 1", "1"),
      (1, "n1 counts 1; n1 counts 1; n1 counts 1", "3"),
      (1, "n1 counts 3; n1 counts 0; n1 counts 4", "7"),
    ]),
  Growing(
    growOnly.check(
      "merges-add-up-across-replicas",
      "[5,0,0], [0,3,0] and [0,0,2] merge to 10: what each replica has counted is added up.",
      .examples, 6),
    [
      (2, "n1 counts 1; n2 counts 1; n1 receives 2", "2"),
      (2, "n1 counts 5; n2 receives 1", "5"),
      (3, "n1 counts 5; n2 counts 3; n3 counts 2; n1 receives 2; n1 receives 3", "10"),
      (2, "n1 counts 5; n2 receives 1; n2 counts 1; n1 receives 3", "6"),
      (2, "n1 counts 1; n2 receives 1; n1 counts 1; n2 receives 3", "2"),
      (2, "n1 counts 5; n2 receives 1; n2 counts 1; n1 counts 1; n1 receives 3", "7"),
    ]),
  Growing(
    growOnly.check(
      "delivered-twice-counted-once",
      "A state that arrives again, or after a newer one, adds nothing and takes nothing back.",
      .examples, 6),
    [
      (2, "n1 counts 1; n2 receives 1; n2 receives 1", "1"),
      (2, "n1 counts 1; n1 counts 1; n2 receives 2; n2 receives 1", "2"),
      (2, "n1 counts 1; n2 receives 1; n1 receives 2", "1"),
      (3, "n1 counts 2; n2 receives 1; n3 receives 1; n3 receives 2", "2"),
      (1, "n1 counts 1; n1 counts 1; n1 receives 1", "2"),
    ]),
  Growing(
    growOnly.check(
      "amounts-of-any-size", "Amounts may be as large as UInt64 allows.", .examples, 3),
    [
      (1, "n1 counts 18446744073709551615", "18446744073709551615"),
      (
        2, "n1 counts 9223372036854775808; n2 counts 9223372036854775807; n2 receives 1",
        "18446744073709551615"
      ),
      (2, "n1 counts 4294967296; n2 receives 1; n2 counts 1", "4294967297"),
      // A count passes 2^63, and what it was arrives again.
      (
        2,
        "n1 counts 9223372036854775807; n2 receives 1; n1 counts 1; n2 receives 3; n2 receives 1; "
          + "n1 receives 2",
        "9223372036854775808"
      ),
      (
        2, "n1 counts 9223372036854775807; n2 receives 1; n1 counts 1; n2 receives 3",
        "9223372036854775808"
      ),
    ]
      // What something narrower or rounded loses, and what may be taken for nothing.
      + (8...63).flatMap { exponent -> [(Int, String, String)] in
        let power = UInt64(1) << UInt64(exponent)
        return [power - 1, power + 1].map { (2, "n1 counts \($0); n2 receives 1", "\($0)") }
      }
      + [99, 999, 9_999, 99_999].map { (2, "n1 counts \($0); n2 receives 1", "\($0)") }),
  Growing(
    growOnly.check(
      "values-are-independent",
      "A copy of a counter, such as a state on its way, does not change with its original.",
      .examples, 4),
    forks: true,
    [
      (2, "n1 counts 1; n1 counts 1; n2 receives 1", "1"),
      (2, "n1 counts 1; n2 receives 1; n2 counts 4; n1 looks", "1"),
      (2, "n1 counts 1; n2 counts 2; n1 receives 2; n2 looks", "2"),
    ]),
  Growing(
    growOnly.check(
      "rebuilt-replica-counts-on",
      "A replica made anew under its old name that has merged all its former increments counts on from "
        + "them.", .examples, 5),
    [
      (2, "n1 counts 2; n2 receives 1; n1 starts anew; n1 receives 2", "2"),
      (2, "n1 counts 2; n2 receives 1; n1 starts anew; n1 receives 2; n1 counts 1", "3"),
      (
        2, "n1 counts 2; n2 receives 1; n1 starts anew; n1 receives 2; n1 counts 1; n2 receives 5",
        "3"
      ),
    ]),
]

private let upDown = [
  UpDown(
    pair.check(
      "up-down-adds-and-takes-away", "A PNCounter's value is the sum of its changes.", .examples, 4),
    [
      (1, "n1 looks", "0"),
      (1, "n1 adds 5; n1 adds -3", "2"),
      (1, "n1 adds -1", "-1"),
      (1, "n1 adds 5; n1 adds -3; n1 adds -1; n1 adds 0", "1"),
    ]),
  UpDown(
    pair.check(
      "up-down-keeps-what-was-taken-away",
      "No merge with an older state gives back what was taken away, or takes back what was added.",
      .examples, 4),
    [
      (2, "n1 adds 2; n2 receives 1; n1 adds -1; n1 receives 2", "1"),
      (2, "n1 adds 2; n2 receives 1; n1 adds -1; n2 receives 3", "1"),
      (2, "n1 adds -2; n2 adds 3; n1 receives 2; n2 receives 3", "1"),
      (2, "n1 adds -2; n2 adds -2; n2 receives 1; n2 receives 1", "-4"),
      (2, "n1 adds 7; n2 receives 1; n1 adds -7; n1 receives 2", "0"),
      (2, "n1 adds -7; n2 receives 1; n1 adds 7; n1 receives 2", "0"),
      (2, "n1 adds 7; n2 receives 1; n1 adds -7; n2 receives 3; n2 receives 1", "0"),
    ]),
  UpDown(
    pair.check(
      "up-down-of-any-size", "Additions and subtractions may each come close to 2^63.", .examples, 2
    ),
    [
      (2, "n1 adds 9223372036854775807; n2 adds -9223372036854775807; n2 receives 1", "0"),
      (1, "n1 adds -9223372036854775807", "-9223372036854775807"),
      (
        2, "n1 adds -4611686018427387903; n2 receives 1; n1 adds -2; n2 receives 3; n2 receives 1",
        "-4611686018427387905"
      ),
      (
        2, "n1 adds 4611686018427387903; n2 receives 1; n1 adds 2; n2 receives 3; n2 receives 1",
        "4611686018427387905"
      ),
    ]),
  UpDown(
    pair.check(
      "up-down-values-are-independent", "A copy of a PNCounter does not change with its original.",
      .examples, 2),
    forks: true, [(2, "n1 adds 2; n1 adds -1; n2 receives 1", "2")]),
]
