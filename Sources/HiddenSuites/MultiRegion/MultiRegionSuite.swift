import Checking
import Dialects
import ExerciseKit

/// The hidden tests of the exercise `multi-region`.
let multiRegionSuite = ComposedSuite(
  exercise: "multi-region", version: 1,
  repeatability: .answersAlike(
    "Asked the same again, a function answers the same.", chapter: "regions#what-done-means",
    points: 4),
  parts: [TablePart(name: "multi-region", table: regionTable, checks: regionChecks)])

/// What the functions are asked and what is right.
let regionTable = FunctionTable<ObjectWords>(
  owner: "RegionPlanner", arguments: .init(type: 0, numbers: []),
  functions: zip(
    RegionCase.Asked.allCases,
    [
      "isDone(.#, takenBy: #, storedAt: #, in: #, #, else #)",
      "commitDistance(.#, from: #, in: #, #, else #)",
      "survives(.#, takenBy: #, losing: #, in: #, #, else #)",
      "bestLeader(.#, for: #, in: #, #, else #)",
    ]
  ).map { asked, pattern in
    TableFunction(
      pattern, RegionCase.domains(asked), where: { RegionCase($0, asked) != nil }
    ) {
      (RegionCase($0, asked) ?? RegionCase()).call(asked)
    } expected: {
      RegionCase($0, asked)?.expected(asked) ?? .init(0)
    } because: {
      RegionCase($0, asked)?.reason(asked) ?? ""
    }
  },
  text: { answer in
    switch (answer.kind, answer.numbers.first) {
    case (1, 0): "false"
    case (1, 1): "true"
    case (2, let time?): "\(time)"
    case (3, 0): "a data centre that is not on the map"
    case (3, let place?): "data centre \(place)"
    default: "no answer of this kind"
    }
  })

private let promises = Teaching(
  "Gifford 1979, section 2, for regions in place of copies", in: "regions#what-done-means")
private let geography = Teaching(
  "Ongaro and Ousterhout 2014, section 5.3", in: "regions#distance")

/// Three regions of three, one of one, and one of two data centres.
private let three =
  "[r1/c1, r1/c2, r1/c3, r2/c1, r2/c2, r2/c3, r3/c1, r3/c2, r3/c3], [], else 1"
private let uneven = "[r2/c1, r1/c1, r1/c2, r1/c3, r1/c4, r3/c1], [], else 1"
private let two = "[r1/c1, r2/c1], [], else 1"

private func rows(_ rows: [(String, String)]) -> TableCheck<ObjectWords>.Look {
  .rows(rows.map { ($0, $1) })
}

private func done(
  _ concern: WriteConcern, _ cases: [(leader: Int, copies: String, map: String, isDone: Bool)]
) -> [(String, String)] {
  cases.map {
    (
      "isDone(.\(concern), takenBy: \($0.leader), storedAt: [\($0.copies)], in: \($0.map))",
      "\($0.isDone)"
    )
  }
}

private func lost(
  _ concern: WriteConcern, _ cases: [(leader: Int, lost: String, map: String, survives: Bool)]
) -> [(String, String)] {
  cases.map {
    (
      "survives(.\(concern), takenBy: \($0.leader), losing: [\($0.lost)], in: \($0.map))",
      "\($0.survives)"
    )
  }
}

private func distances(
  _ cases: [(concern: WriteConcern, leader: Int, map: String, time: Int)]
) -> [(String, String)] {
  cases.map { ("commitDistance(.\($0.concern), from: \($0.leader), in: \($0.map))", "\($0.time)") }
}

/// US-East, US-West, Europe and Asia with one data centre each, by the second document's round trips.
private let world = "[r1/c1, r2/c1, r3/c1, r4/c1], [1 to 2: 70, 1 to 3: 80, 1 to 4: 170], else 250"
/// Three regions of three: within them 2 and 4 ms, between them 80, 170 and 250.
private let continents =
  "[r1/c1, r1/c2, r1/c3, r2/c1, r2/c2, r2/c3, r3/c1, r3/c2, r3/c3], "
  + "[1 to 2: 2, 1 to 3: 4, 2 to 3: 3, 4 to 5: 2, 4 to 6: 4, 5 to 6: 3, 7 to 8: 2, 7 to 9: 4, 8 to 9: 3, "
  + "1 to 4: 80, 1 to 5: 81, 1 to 6: 95, 1 to 7: 170, 1 to 8: 165, 1 to 9: 168], else 250"
private let halves =
  "[r1/c1, r1/c2, r1/c3, r1/c4, r2/c1], [1 to 2: 5, 1 to 3: 9, 1 to 4: 40, 1 to 5: 7, 2 to 3: 1, 2 to 4: 1], else 100"

private func best(
  _ cases: [(concern: WriteConcern, clients: String, map: String, place: Int)]
) -> [(String, String)] {
  cases.map {
    ("bestLeader(.\($0.concern), for: [\($0.clients)], in: \($0.map))", "data centre \($0.place)")
  }
}

/// So many data centres of one region, and so many regions of one.
private func one(_ count: Int) -> String {
  "[\((1...count).map { "r1/c\($0)" }.joined(separator: ", "))], [], else 1"
}

private func each(_ count: Int) -> String {
  "[\((1...count).map { "r\($0)/c1" }.joined(separator: ", "))], [], else 1"
}

/// So many data centres, each a millisecond further from the first than the one before it.
private func rising(_ count: Int, _ name: (Int) -> String) -> String {
  let times = (2...count).map { "1 to \($0): \($0 - 1)" }
  return "[\((1...count).map(name).joined(separator: ", "))], "
    + "[\(times.joined(separator: ", "))], else 0"
}

private func first(_ count: Int) -> String {
  (1...count).map(String.init).joined(separator: ", ")
}

private func last(_ count: Int, of all: Int) -> String {
  (all - count + 1...all).map(String.init).joined(separator: ", ")
}

/// Half, and one more, of as many as a byte or a word has bits, and of as many as there may be.
private let sizes = [8, 9, 10, 16, 20, 32, 33, 39, 40]

private func any(
  _ asked: RegionCase.Asked, _ check: Check
) -> TableCheck<ObjectWords> {
  TableCheck(
    check, .given(.init(asked.rawValue) { RegionCase.drawn(asked, &$0) }),
    .init(small: 0, atBoundaries: 0, drawn: 400, kept: 150))
}

private let regionChecks: [TableCheck<ObjectWords>] = [
  TableCheck(
    promises.check(
      "local-is-one-copy-at-home", "A local write is done when its own data centre has stored it.",
      .examples, 8),
    rows(
      done(
        .local,
        [
          (1, "1", three, true), (1, "", three, false), (1, "2, 3, 4", three, false),
          (5, "5", three, true), (5, "1", three, false), (1, "2", two, false), (2, "2", two, true),
        ]))),
  TableCheck(
    promises.check(
      "regional-is-a-majority-at-home",
      "A regional write is done when a majority of the data centres of its own region has stored it.",
      .examples, 9),
    rows(
      done(
        .regional,
        [
          (1, "1", three, false), (1, "1, 2", three, true), (1, "2, 3", three, true),
          (1, "1, 4, 5, 6", three, false), (5, "4, 6", three, true), (5, "1, 2, 3", three, false),
          (1, "1", uneven, true), (2, "2, 3", uneven, false), (2, "2, 3, 4", uneven, true),
          (6, "1, 2, 3", uneven, false),
        ]
          + sizes.flatMap { size in
            [
              (1, first(size / 2), one(size), false), (1, first(size / 2 + 1), one(size), true),
              (1, last(size / 2 + 1, of: size), one(size), true),
            ]
          }))),
  TableCheck(
    promises.check(
      "global-is-a-majority-of-majorities",
      "A global write is done when a majority of the regions has stored it, each in a majority of its data "
        + "centres.", .examples, 10),
    rows(
      done(
        .global,
        [
          (1, "1, 2, 3", three, false), (1, "1, 2, 4, 5", three, true),
          (1, "1, 2, 3, 4, 7", three, false), (1, "4, 6, 7, 9", three, true),
          (1, "1, 4, 7", three, false), (1, "1, 6", uneven, true), (1, "1, 2, 3, 4", uneven, true),
          (1, "2, 3, 4, 5", uneven, false), (1, "1, 2, 3", uneven, false), (1, "1", two, false),
          (1, "1, 2", two, true),
        ]
          + sizes.flatMap { size in
            [
              (1, first(size / 2), each(size), false), (1, first(size / 2 + 1), each(size), true),
              (1, last(size / 2 + 1, of: size), each(size), true),
            ]
          }))),
  TableCheck(
    geography.check(
      "a-commit-waits-for-the-majority",
      "A regional write takes the round trip to the data centre that completes the majority, the leader's own "
        + "copy being there at once; a local one takes no time.", .examples, 9),
    rows(
      distances(
        [
          (.local, 1, continents, 0), (.regional, 1, continents, 2), (.regional, 3, continents, 3),
          (.regional, 5, continents, 2), (.regional, 1, halves, 9), (.regional, 4, halves, 40),
          (.regional, 5, halves, 0), (.regional, 2, world, 0), (.regional, 2, halves, 1),
        ] + sizes.map { (.regional, 1, rising($0) { "r1/c\($0)" }, $0 / 2) }))),
  TableCheck(
    geography.check(
      "a-global-commit-waits-for-regions",
      "A global write takes until the region that completes the majority has a majority of its own.",
      .examples, 10),
    rows(
      distances(
        [
          (.global, 1, world, 80), (.global, 4, world, 250), (.global, 2, world, 250),
          (.global, 1, continents, 81), (.global, 7, continents, 250), (.global, 1, halves, 9),
          (.global, 5, halves, 100), (.global, 1, "[r1/c1], [], else 5", 0),
        ] + sizes.map { (.global, 1, rising($0) { "r\($0)/c1" }, $0 / 2) }))),
  TableCheck(
    promises.check(
      "what-is-done-survives",
      "A write that is done survives a loss exactly when the lost data centres alone could not have made it "
        + "done.", .examples, 10),
    rows(
      lost(
        .local, [(1, "1", three, false), (1, "2, 3", three, true), (1, "4, 5, 6", three, true)])
        + lost(
          .regional,
          [
            (1, "1", three, true), (1, "1, 2", three, false), (1, "1, 2, 3", three, false),
            (1, "4, 5, 6, 7, 8, 9", three, true), (1, "1, 4, 7", three, true),
          ])
        + lost(
          .global,
          [
            (1, "1, 2, 3", three, true), (1, "1, 2, 3, 4", three, true),
            (1, "1, 2, 4, 5", three, false), (1, "4, 5, 7, 8", three, false), (1, "", three, true),
            (1, "1, 4, 7", three, true), (1, "1", two, true), (1, "1, 6", uneven, false),
          ]
            + sizes.flatMap { size in
              [
                (1, first(size / 2), each(size), true),
                (1, last(size - 1, of: size), each(size), false),
              ]
            })
        + lost(.regional, sizes.map { (1, last($0 - 1, of: $0), one($0), false) })
        + lost(.local, sizes.map { (1, last($0 - 1, of: $0), one($0), true) }))),
  TableCheck(
    geography.check(
      "the-leader-stands-near-its-clients",
      "The best leader is the one for which all clients together wait least: for the way to it and back, and "
        + "for its commit.", .examples, 10),
    rows(
      best([
        (.global, "1: 1", world, 1), (.global, "4: 10", world, 1), (.local, "4: 10", world, 4),
        (.global, "4: 1, 1: 3", world, 1), (.local, "4: 1, 1: 3", world, 1),
        (.local, "4: 3, 1: 1", world, 4), (.local, "2: 1, 3: 1, 4: 1", world, 1),
        (.regional, "3: 1", continents, 3), (.regional, "9: 5, 1: 5", continents, 1),
        (.regional, "5: 1, 1: 0", halves, 5), (.regional, "4: 1", halves, 2),
        // All clients count, however many there are, and wherever.
        (
          .local, "1: 2, 2: 2, 3: 2, 4: 2, 5: 2, 6: 1",
          "[r1/c1, r2/c1, r3/c1, r4/c1, r5/c1, r6/c1], [2 to 6: 1], else 2", 2
        ),
        (
          .local, (1...9).map { "\($0): \($0 == 9 ? 1 : 2)" }.joined(separator: ", "),
          "[\((1...9).map { "r\($0)/c1" }.joined(separator: ", "))], [2 to 9: 1], else 2", 2
        ),
        (.local, "1: 999999, 2: 1000000", two, 2),
        // Sums in which one millisecond decides.
        (
          .global, (1...6).map { "\($0): 1000000, " }.joined() + "7: 1",
          "[\((1...7).map { "r\($0)/c1" }.joined(separator: ", "))], [2 to 7: 999999999], "
            + "else 1000000000", 2
        ),
      ]))),
  TableCheck(
    geography.check(
      "of-equals-the-first",
      "Of leaders for which clients wait as long it is the first in the order of data centres.",
      .examples, 6),
    rows(
      best([
        (.local, "", three, 1), (.local, "", uneven, 2), (.global, "1: 0", uneven, 2),
        (.global, "", "[r3/c2, r3/c1, r2/c9], [], else 7", 3),
        (.local, "1: 1, 2: 1", "[r2/c1, r1/c1], [], else 7", 2),
      ]))),
  any(
    .done,
    promises.check(
      "copies-of-any-writes",
      "Whether a write is done is right for regions of any sizes, in any order.",
      .cases, 6)),
  any(
    .distance,
    geography.check(
      "distances-on-any-map", "How long a write takes is right on any map.", .cases, 6)),
  any(
    .survival,
    promises.check(
      "losses-of-any-data-centres", "What a write survives is right for any loss.", .cases, 6)),
  any(
    .leader,
    geography.check("clients-anywhere", "The best leader is right for any clients.", .cases, 6)),
]
