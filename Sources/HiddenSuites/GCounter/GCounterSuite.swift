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
          law(
            "merge-is-idempotent", "Merging the same state again, or one's own, changes nothing.", 4
          ),
          .idempotent
        ),
        (
          law("merge-is-commutative", "Two replicas that merge each other are equal.", 4),
          .commutative
        ),
        (
          law("merge-is-associative", "Three states merged in either grouping are equal.", 4),
          .associative
        ),
        (
          law(
            "merge-never-loses",
            "After a merge, no older state of either side brings anything new.", 4),
          .neverLoses
        ),
      ],
      equality: check(
        "equality-is-about-the-state",
        "Two states are == exactly when they know the same increments, whoever holds them.",
        shapiro,
        "crdts#laws", .cases, 6),
      small: .init(
        check: check(
          "small-histories",
          "In every history of up to 5 events that 2 replicas can have with increments by 1 and 3, the "
            + "value is what the causal past demands.", specification, section, .search, 7),
        nodeCount: 2, depth: 5),
      random: check(
        "agrees-with-the-increments",
        "In random histories whose states are delayed, doubled, reordered and lost, every value is the "
          + "sum of the increments in its causal past.", specification, section, .schedules, 9)),
    ReplicaPart(
      name: "g-counter/up-down", model: UpDownModel(), examples: upDown,
      laws: [
        (
          law(
            "up-down-merge-is-idempotent", "Merging the same PNCounter again changes nothing.", 2),
          .idempotent
        ),
        (
          law("up-down-merge-is-commutative", "Two PNCounters that merge each other are equal.", 2),
          .commutative
        ),
      ],
      equality: check(
        "up-down-equality-is-about-the-state",
        "Two PNCounters are == exactly when they know the same changes, also where the values agree.",
        shapiro, "crdts#laws", .cases, 3),
      small: .init(
        check: check(
          "up-down-small-histories",
          "In every history of up to 5 events that 2 PNCounters can have with +2 and -1, the value is "
            + "what the causal past demands.", pairOfCounters, section, .search, 4),
        nodeCount: 2, depth: 5),
      random: check(
        "up-down-agrees-with-the-changes",
        "In random histories every PNCounter's value is the sum of the changes in its causal past.",
        pairOfCounters, section, .schedules, 6)),
  ])

private let section = "crdts#a-counter-that-only-grows"
private let specification = "Shapiro et al. 2011, section 3.1.1, specification 6"
private let pairOfCounters = "Shapiro et al. 2011, section 3.1.3, specification 7"
private let shapiro = "Shapiro et al. 2011, section 2.3: merge is a least upper bound"

private func check(
  _ name: String, _ guarantee: String, _ source: String, _ chapter: String,
  _ kind: Check.Kind, _ points: Int
) -> Check {
  Check(
    name: name, guarantee: guarantee, source: source, chapter: chapter, kind: kind, points: points)
}

private func law(_ name: String, _ guarantee: String, _ points: Int) -> Check {
  check(name, guarantee, shapiro, "crdts#laws", .cases, points)
}

private func example(_ name: String, _ guarantee: String, _ points: Int) -> Check {
  check(name, guarantee, specification, section, .examples, points)
}

private typealias Growing = ReplicaPart<GrowOnlyModel>.Examples
private typealias UpDown = ReplicaPart<UpDownModel>.Examples

private let growing = [
  Growing(
    example(
      "counts-every-increment", "A new counter is at 0, and each increment adds its amount.", 5),
    [
      (1, ["n1 looks"], shows: "0"),
      (1, ["n1 counts 1"], shows: "1"),
      (1, ["n1 counts 1", "n1 counts 1", "n1 counts 1"], shows: "3"),
      (1, ["n1 counts 3", "n1 counts 0", "n1 counts 4"], shows: "7"),
    ]),
  Growing(
    example(
      "merges-add-up-across-replicas",
      "[5,0,0], [0,3,0] and [0,0,2] merge to 10: what each replica has counted is added up.", 6),
    [
      (2, ["n1 counts 1", "n2 counts 1", "n1 receives 2"], shows: "2"),
      (2, ["n1 counts 5", "n2 receives 1"], shows: "5"),
      (
        3, ["n1 counts 5", "n2 counts 3", "n3 counts 2", "n1 receives 2", "n1 receives 3"],
        shows: "10"
      ),
      (2, ["n1 counts 5", "n2 receives 1", "n2 counts 1", "n1 receives 3"], shows: "6"),
      (2, ["n1 counts 1", "n2 receives 1", "n1 counts 1", "n2 receives 3"], shows: "2"),
      (
        2, ["n1 counts 5", "n2 receives 1", "n2 counts 1", "n1 counts 1", "n1 receives 3"],
        shows: "7"
      ),
    ]),
  Growing(
    example(
      "delivered-twice-counted-once",
      "A state that arrives again, or after a newer one, adds nothing and takes nothing back.", 6),
    [
      (2, ["n1 counts 1", "n2 receives 1", "n2 receives 1"], shows: "1"),
      (2, ["n1 counts 1", "n1 counts 1", "n2 receives 2", "n2 receives 1"], shows: "2"),
      (2, ["n1 counts 1", "n2 receives 1", "n1 receives 2"], shows: "1"),
      (3, ["n1 counts 2", "n2 receives 1", "n3 receives 1", "n3 receives 2"], shows: "2"),
      (1, ["n1 counts 1", "n1 counts 1", "n1 receives 1"], shows: "2"),
    ]),
  Growing(
    example("amounts-of-any-size", "Amounts may be as large as UInt64 allows.", 3),
    [
      (1, ["n1 counts 18446744073709551615"], shows: "18446744073709551615"),
      (
        2, ["n1 counts 9223372036854775808", "n2 counts 9223372036854775807", "n2 receives 1"],
        shows: "18446744073709551615"
      ),
      (2, ["n1 counts 4294967296", "n2 receives 1", "n2 counts 1"], shows: "4294967297"),
    ]),
  Growing(
    example(
      "values-are-independent",
      "A copy of a counter, such as a state on its way, does not change with its original.", 4),
    [
      (2, ["n1 counts 1", "n1 counts 1", "n2 receives 1"], shows: "1"),
      (2, ["n1 counts 1", "n2 receives 1", "n2 counts 4", "n1 looks"], shows: "1"),
      (2, ["n1 counts 1", "n2 counts 2", "n1 receives 2", "n2 looks"], shows: "2"),
    ]),
  Growing(
    example(
      "rebuilt-replica-counts-on",
      "A replica made anew under its old name that has merged all its former increments counts on from "
        + "them.", 5),
    [
      (2, ["n1 counts 2", "n2 receives 1", "n1 starts anew", "n1 receives 2"], shows: "2"),
      (
        2, ["n1 counts 2", "n2 receives 1", "n1 starts anew", "n1 receives 2", "n1 counts 1"],
        shows: "3"
      ),
      (
        2,
        [
          "n1 counts 2", "n2 receives 1", "n1 starts anew", "n1 receives 2", "n1 counts 1",
          "n2 receives 5",
        ], shows: "3"
      ),
    ]),
]

private let upDown = [
  UpDown(
    example("up-down-adds-and-takes-away", "A PNCounter's value is the sum of its changes.", 4),
    [
      (1, ["n1 looks"], shows: "0"),
      (1, ["n1 adds 5", "n1 adds -3"], shows: "2"),
      (1, ["n1 adds -1"], shows: "-1"),
      (1, ["n1 adds 5", "n1 adds -3", "n1 adds -1", "n1 adds 0"], shows: "1"),
    ]),
  UpDown(
    example(
      "up-down-keeps-what-was-taken-away",
      "No merge with an older state gives back what was taken away, or takes back what was added.",
      4),
    [
      (2, ["n1 adds 2", "n2 receives 1", "n1 adds -1", "n1 receives 2"], shows: "1"),
      (2, ["n1 adds 2", "n2 receives 1", "n1 adds -1", "n2 receives 3"], shows: "1"),
      (2, ["n1 adds -2", "n2 adds 3", "n1 receives 2", "n2 receives 3"], shows: "1"),
      (2, ["n1 adds -2", "n2 adds -2", "n2 receives 1", "n2 receives 1"], shows: "-4"),
    ]),
  UpDown(
    example(
      "up-down-of-any-size", "Additions and subtractions may each come close to 2^63.", 2),
    [
      (
        2, ["n1 adds 9223372036854775807", "n2 adds -9223372036854775807", "n2 receives 1"],
        shows: "0"
      ),
      (1, ["n1 adds -9223372036854775807"], shows: "-9223372036854775807"),
    ]),
  UpDown(
    example(
      "up-down-values-are-independent", "A copy of a PNCounter does not change with its original.",
      2),
    [(2, ["n1 adds 2", "n1 adds -1", "n2 receives 1"], shows: "2")]),
]
