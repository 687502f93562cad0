import Checking
import Simulation

/// The hidden tests of the exercise `oral-messages`: what one lieutenant does at each step, and what an army of them
/// keeps.
let oralMessagesSuite = ComposedSuite(
  exercise: "oral-messages", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, lieutenants do the same.", chapter: section, points: 4),
  parts: [
    ConversationPart(
      name: "oral-messages", object: lieutenant, rules: rules,
      random: algorithm.check(
        "any-messages",
        "Whatever arrives, along whichever path, doubled, late, forged or not at all: every answer is what "
          + "the rules say.", .schedules, 10),
      copies: .copiesApart(
        "A copy of a lieutenant does not change with its original.", chapter: section, points: 4)),
    ArmyPart(
      agreement: interactive.check(
        "loyal-lieutenants-agree",
        "Among four and five generals, whatever the one who is a traitor says to each, the loyal lieutenants "
          + "decide alike.", .search, 8),
      obedience: interactive.check(
        "a-loyal-commander-is-obeyed",
        "Among four and five generals, whatever a traitor among them says, the loyal lieutenants decide as a "
          + "loyal commander orders.", .search, 8),
      random: theorem.check(
        "several-traitors",
        "Armies of up to ten generals with more than 3m bear m traitors who know of each other, and send what "
          + "they like when they like.", .schedules, 8)),
  ])

private let section = "specters#generals-who-lie"
private let algorithm = Teaching("Lamport, Shostak and Pease 1982, section 3", in: section)
private let interactive = Teaching(
  "Lamport, Shostak and Pease 1982, section 1, IC1 and IC2", in: section)
private let theorem = Teaching("Lamport, Shostak and Pease 1982, theorem 1", in: section)
private let network = Teaching("Lamport, Shostak and Pease 1982, section 3, A1 to A3", in: section)

private let ends = "the round ends"

/// n2 under n1, among so many from n1 on.
private func army(_ size: Int, _ traitors: Int, or fallback: Int = 9) -> String {
  army(Array(1...size), traitors, or: fallback)
}

/// n2 under n1, among these.
private func army(_ generals: [Int], _ traitors: Int, or fallback: Int = 9) -> String {
  army(generals, traitors, orText: "v\(fallback)")
}

private func army(_ generals: [Int], _ traitors: Int, orText fallback: String) -> String {
  "general n2 under general n1 among [\(generals.map { "n\($0)" }.joined(separator: ", "))], "
    + "for \(traitors) traitors, or else \(fallback)"
}

/// A message by its path; whoever is last has sent it.
private func told(_ order: Int, _ path: Int...) -> String {
  let names = path.map { "n\($0)" }
  return "v\(order) along \(names.joined(separator: " ")), from \(names[names.count - 1])"
}

/// So many of those from n3 to n5 or another, in every order.
private func orders(_ count: Int, last: Int = 5) -> [[Int]] {
  (0..<count).reduce([[]]) { orders, _ in
    orders.flatMap { order in (3...last).filter { !order.contains($0) }.map { order + [$0] } }
  }
}

/// A message along the commander's and these names.
private func told(_ order: Int, via relays: [Int]) -> String {
  let names = ([1] + relays).map { "n\($0)" }
  return "v\(order) along \(names.joined(separator: " ")), from \(names[names.count - 1])"
}

/// All rounds among so many, of which everything comes; the last one says something else.
private func wholeLife(_ size: Int, _ traitors: Int, last: (Int, [Int]) -> Int) -> (
  String, [String]
) {
  let rounds = (0...traitors).map { round in
    orders(round, last: size).enumerated().map { place, relays in
      told(round == traitors ? last(place, relays) : 1, via: relays)
    } + [ends]
  }
  return (army(size, traitors), Array(rounds.joined()))
}

/// All rounds among so many, in which three of four messages come, with one of two orders.
private func drawnLife(_ size: Int, _ traitors: Int, seed: UInt64) -> (String, [String]) {
  var random = RandomSource(seed: seed)
  let rounds = (0...traitors).map { round in
    orders(round, last: size).compactMap { relays in
      let order = 1 + random.index(below: 2)
      return random.chance(1, in: 4) ? nil : told(order, via: relays)
    } + [ends]
  }
  return (army(size, traitors), Array(rounds.joined()))
}

/// Two orders that are alike for eighty letters.
private let long = String(repeating: "v1", count: 40)

/// What n3 and those behind him say of the commander, one after the other, and what comes of it.
private func vote(_ own: Int, _ said: [Int]) -> (String, [String]) {
  (
    army(said.count + 2, 1),
    [told(own, 1), ends] + said.enumerated().map { told($1, 1, $0 + 3) } + [ends]
  )
}

private let rules: [ObjectRule] = [
  (
    algorithm.check(
      "rounds-are-counted",
      "In round r messages count that r generals have passed on; after round m + 1 a lieutenant has decided, for "
        + "good.", .examples, 8),
    [
      (army(2, 0), [told(1, 1), ends, ends, told(2, 1)]), (army(3, 0), [ends, told(2, 1)]),
      (
        army(4, 1),
        [told(1, 1, 3), told(1, 1), ends, told(1, 1), told(2, 1, 3), told(2, 1, 4), ends, ends]
      ),
      (army(4, 1), [ends, told(1, 1), told(1, 1, 3), ends, told(1, 1, 4)]),
      (
        army(7, 2),
        [told(1, 1), ends, told(1, 1, 3), told(2, 1, 4, 3), ends, told(2, 1, 4), told(1, 1, 4, 3)]
          + [ends, told(1, 1, 5, 3), ends]
      ),
      // However often the last round ends.
      (army(4, 1), Array(repeating: ends, count: 256) + [told(1, 1), ends, told(1, 1, 3)]),
      (army(6, 4), Array(repeating: ends, count: 4) + [told(1, 1, 3, 4, 5, 6), ends, ends]),
      (army(7, 5), Array(repeating: ends, count: 5) + [told(1, 1, 3, 4, 5, 6, 7), ends, ends]),
      (
        "general n3 under general n0 among [n0, n3], for 0 traitors, or else v9",
        ["v1 along n0, from n0", ends, ends]
      ),
    ]
  ),
  (
    algorithm.check(
      "what-came-is-relayed",
      "What came along a path goes, his own name behind it, to every general who is not on it, once; and the "
        + "fallback where nothing came.", .examples, 10),
    [
      (army(4, 1), [told(1, 1), ends]), (army(4, 1), [ends]), (army(5, 1), [told(5, 1), ends]),
      // An order of no letters is one, and no silence.
      (army(4, 1), ["\"\" along n1, from n1", ends]),
      (army([1, 2, 3, 4], 1, orText: "\"\""), [ends, told(1, 1, 3), ends]),
      (army(4, 1), ["\"v1:1\" along n1, from n1", ends]),
      (army(4, 1), ["\"v1,v2\" along n1, from n1", ends]),
      (army(4, 1), ["\"v1\\nv2\" along n1, from n1", ends]),
      // Others than before, as many; and many.
      (army([1, 2, 5, 6], 1), [told(1, 1), ends]), (army([6, 2, 1, 9], 1), [told(1, 1), ends]),
      (army(65, 1), [told(1, 1), ends, told(1, 1, 65), told(2, 1, 11), ends]),
      (army(3, 1), [told(1, 1), ends]), (army(2, 0), [told(1, 1), ends]),
      (army(7, 2), [told(1, 1), ends, told(2, 1, 3), told(3, 1, 5), ends, ends]),
      (army(5, 3), [told(1, 1), ends, told(2, 1, 3), ends, told(3, 1, 3, 4), ends, ends]),
      (
        "general n196608 under general n524288 among [n0, n65536, n131072, n196608, n262144, n524288], "
          + "for 2 traitors, or else v1",
        ["v2 along n524288, from n524288", ends, "v3 along n524288 n0, from n0", ends]
      ),
    ]
  ),
  (
    network.check(
      "only-true-paths-count",
      "A path begins with the commander and ends with the sender, and has only generals on it, none twice and not "
        + "the one who is told.", .examples, 8),
    [
      (
        army(4, 1),
        ["v1 along nobody, from n1", "v1 along n1, from n3", told(1, 3), told(1, 2), told(1, 1)]
          + [ends, "v2 along n1 n3, from n4", told(2, 1, 2), told(2, 1, 1), told(2, 1, 7)]
          + [told(2, 3, 4), told(2, 3, 3), told(2, 1, 3), ends]
      ),
      (
        army(7, 2),
        [ends, ends, told(1, 1, 3, 3), told(1, 1, 3, 1), told(1, 1, 2, 3), told(1, 3, 1, 4)]
          + [told(1, 1, 8, 3), told(1, 1, 3, 8), told(1, 1, 3, 2), told(1, 1, 4, 3), ends]
      ),
      // Between generals' names there may be others.
      (
        army([9, 1, 5, 2], 1),
        [told(1, 1), ends, told(1, 1, 3), told(1, 1, 4), told(1, 1, 7), told(1, 1, 10)]
          + [told(1, 1, 0), told(1, 1, 9), told(1, 1, 5), ends]
      ),
      // Names that are alike in their low bits.
      (
        army([1, 2, 3, 4], 1),
        [told(1, 1), ends]
          + [8, 16, 31].flatMap { [told(1, 1, 3 + 1 << $0), told(1, 1, 4 + 1 << $0)] }
          + [told(1, 1, 3), told(1, 1, 4), ends]
      ),
      (
        army([1, 2, 3, 4_294_967_295, 2_147_483_651, 65_539, 259], 1),
        [told(1, 1), ends, told(1, 1, 3), told(2, 1, 259), told(2, 1, 65_539)]
          + [told(1, 1, 2_147_483_651), told(1, 1, 4_294_967_295), ends]
      ),
      // At each place of a long path.
      (
        army(6, 3),
        [ends, ends, ends, told(1, 1, 3, 9, 4), told(1, 1, 9, 3, 4), told(1, 1, 3, 2, 4)]
          + [told(1, 1, 3, 1, 4), told(1, 1, 3, 4, 3), told(1, 1, 3, 4, 2), told(1, 1, 3, 4, 9)]
          + ["v1 along n1 n3 n4 n5, from n6", "v1 along n1 n3 n4 n5, from n4"]
          + [told(1, 3, 1, 4, 5), told(1, 1, 3, 4, 5), ends]
      ),
    ]
  ),
  (
    network.check(
      "the-first-word-counts",
      "Of several messages along one path in its round the first counts, whatever the others say.",
      .examples, 8),
    [
      (army(4, 1), [told(1, 1), told(2, 1), ends, told(1, 1, 3), told(2, 1, 3), told(1, 1, 3)]),
      (
        army(4, 1),
        [told(3, 1), told(3, 1), ends, told(4, 1, 4), told(3, 1, 4), told(3, 1, 3), ends]
      ),
      (army(4, 1, or: 1), [told(1, 1), told(2, 1), ends, told(1, 1, 3), told(2, 1, 3), ends]),
      (
        army(4, 1),
        ["\"\" along n1, from n1", told(1, 1), ends, told(1, 1, 3), told(1, 1, 4), ends]
      ),
      // What does not count comes before nothing.
      (army(4, 1), ["v2 along n1, from n3", told(1, 1), ends, told(2, 1, 1), told(1, 1, 3)]),
    ]
  ),
  (
    algorithm.check(
      "more-than-half-decides",
      "What more than half say is believed, his own word counting as one and silence as the fallback; without a "
        + "majority the fallback.", .examples, 14),
    [
      (army(4, 1), [told(1, 1), ends, told(1, 1, 3), told(2, 1, 4), ends]),
      vote(1, [1, 1, 1, 2, 2, 2, 2]), vote(1, [1, 1, 1, 1, 2, 2, 2, 2]),
      vote(1, [1, 2, 3, 4]), vote(1, [1, 2, 3, 4, 5]), vote(1, [1, 1, 2, 2, 3]),
      vote(1, [1, 2, 2, 2, 3, 4]), vote(12, [21, 1]), vote(12, [21, 2, 3]),
      vote(1, Array(repeating: 1, count: 40)), vote(1, Array(repeating: 1, count: 139)),
      (
        army(4, 1),
        ["\"\(long)\" along n1, from n1", ends, "\"\(long)0\" along n1 n3, from n3"]
          + [told(2, 1, 4), ends]
      ),
      vote(1, Array(repeating: 1, count: 80) + Array(repeating: 2, count: 80)),
      vote(1, Array(repeating: 1, count: 151) + Array(repeating: 2, count: 150)),
      vote(2, Array(repeating: 1, count: 260)),
      (
        army([1, 2, 3, 4, 5], 1, orText: "\"\""),
        [ends, told(1, 1, 3), told(1, 1, 4), told(2, 1, 5), ends]
      ),
      // Capitals differ; what Swift calls equal is equal, in whichever bytes.
      (
        army(5, 1),
        ["\"V1\" along n1, from n1", ends, "\"V1\" along n1 n3, from n3", told(1, 1, 4)]
          + [told(1, 1, 5), ends]
      ),
      (
        army(4, 1),
        ["\"v\\u{C5}\" along n1, from n1", ends, "\"v\\u{212B}\" along n1 n3, from n3"]
          + [told(1, 1, 4), ends]
      ),
      (army(4, 1), [told(1, 1), ends, told(2, 1, 3), told(2, 1, 4), ends]),
      (army(4, 1), [told(1, 1), ends, told(2, 1, 3), told(3, 1, 4), ends]),
      (army(3, 1), [told(1, 1), ends, told(2, 1, 3), ends]),
      (army(3, 1, or: 2), [told(1, 1), ends, ends]),
      (army(4, 1), [told(1, 1), ends, ends]), (army(4, 1), [ends, told(1, 1, 3), ends]),
      (army(4, 1), [ends, told(1, 1, 3), told(1, 1, 4), ends]),
      (army(5, 1), [told(1, 1), ends, told(1, 1, 3), told(2, 1, 4), told(2, 1, 5), ends]),
      (army(5, 1), [told(1, 1), ends, told(1, 1, 3), told(2, 1, 4), told(3, 1, 5), ends]),
      (
        army(6, 1),
        [told(1, 1), ends, told(1, 1, 3), told(2, 1, 4), told(3, 1, 5), told(2, 1, 6), ends]
      ),
    ]
  ),
  // Two rounds: what a lieutenant is held to have been told is settled before it is counted.
  (
    algorithm.check(
      "words-about-words-are-settled-first",
      "What a lieutenant was told is what most say, he and those to whom he has relayed it; only this counts as his "
        + "word.", .examples, 10),
    [
      (
        army(4, 2),
        [told(1, 1), ends, told(2, 1, 3), told(1, 1, 4), ends, told(1, 1, 3, 4), told(2, 1, 4, 3)]
          + [ends]
      ),
      (
        army(5, 2),
        [told(1, 1), ends, told(2, 1, 3), told(2, 1, 4), told(1, 1, 5), ends]
          + [told(1, 1, 3, 4), told(1, 1, 3, 5), told(2, 1, 4, 3), told(1, 1, 4, 5)]
          + [told(1, 1, 5, 3), told(2, 1, 5, 4), ends]
      ),
      // Of all that was said a half says v1; of what is settled three of four.
      (
        army(5, 2),
        [told(1, 1), ends, told(1, 1, 3), told(1, 1, 4), told(2, 1, 5), ends]
          + [told(1, 1, 3, 4), told(2, 1, 3, 5), told(1, 1, 4, 3), told(2, 1, 4, 5)]
          + [told(2, 1, 5, 3), told(2, 1, 5, 4), ends]
      ),
      // Paths that are one text when names are written without anything between them.
      (
        "general n31 under general n21 among [n1, n11, n21, n31], for 2 traitors, or else v9",
        [told(1, 21), ends, told(2, 21, 1), told(1, 21, 11), ends, told(1, 21, 1, 11)]
          + [told(2, 21, 11, 1), ends]
      ),
      // Silence along whole paths is the fallback's voice, and not what came before it.
      (army(5, 2), [told(1, 1), ends] + (3...5).map { told(1, 1, $0) } + [ends, ends]),
      (
        army(5, 2),
        [told(1, 1), ends] + (3...5).map { told(1, 1, $0) } + [ends, told(1, 1, 3, 4), ends]
      ),
      // Nothing at all in the last of four rounds; and the rules hold also where there are too few loyal ones.
      (
        army(5, 3),
        [told(1, 1), ends] + (3...5).map { told(1, 1, $0) } + [ends]
          + orders(2).map { told(1, via: $0) } + [ends, ends]
      ),
      wholeLife(5, 3) { _, _ in 1 },
      // Paths that are one number in some base.
      (
        army([1, 2, 3, 4, 5, 15, 21, 36, 105, 261, 1_005, 65_541], 2),
        [ends, ends]
          + [15, 21, 36, 105, 261, 1_005, 65_541].map { told(1, 1, 3, $0) }
          + [told(2, 1, 4, 5), ends]
      ),
      // Paths of five that differ in one name.
      (
        army(8, 4),
        Array(repeating: ends, count: 4)
          + [[3, 6, 7, 8], [4, 6, 7, 8], [3, 5, 7, 8], [3, 6, 5, 8], [3, 6, 7, 5]].map {
            told(1, via: $0)
          }
      ),
      wholeLife(6, 3) { place, relays in 1 + (place + relays[0]) % 2 },
      wholeLife(6, 4) { place, _ in place % 3 == 0 ? 1 : 2 },
      wholeLife(7, 5) { place, relays in 1 + (place + relays[2]) % 2 },
      drawnLife(5, 2, seed: 1), drawnLife(5, 2, seed: 2), drawnLife(6, 2, seed: 3),
      drawnLife(7, 2, seed: 4), drawnLife(5, 3, seed: 5), drawnLife(6, 3, seed: 6),
      drawnLife(6, 3, seed: 7), drawnLife(6, 4, seed: 8), drawnLife(6, 4, seed: 9),
      drawnLife(7, 4, seed: 10), drawnLife(7, 5, seed: 11), drawnLife(7, 5, seed: 12),
      // Four rounds: what is said in the last one decides what all others were told.
      (
        army(5, 3),
        [told(1, 1), ends] + (3...5).map { told(1, 1, $0) } + [ends]
          + orders(2).map { told(1, 1, $0[0], $0[1]) } + [ends]
          + orders(3).map { told(2, 1, $0[0], $0[1], $0[2]) } + [ends]
      ),
      (
        army(7, 2),
        [told(1, 1), ends] + (3...7).map { told(2, 1, $0) } + [ends]
          + (3...7).flatMap { relay in
            (3...7).filter { $0 != relay }.map { told(1 + ($0 + relay) % 2, 1, relay, $0) }
          } + [ends]
      ),
    ]
  ),
]
