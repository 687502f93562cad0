import Checking
import ExerciseKit
import Simulation

/// The hidden tests of the exercise `paxos`: what each half does at each step, and what a cluster of both
/// keeps.
let paxosSuite = ComposedSuite(
  exercise: "paxos", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, acceptors and proposers do the same.", chapter: section,
    points: 2),
  parts: [
    ConversationPart(
      name: "paxos/acceptor", object: paxosAcceptor, rules: acceptorRules,
      random: phase1.check(
        "any-order-at-the-acceptor",
        "Whatever is asked, late, doubled and in any ballots, with crashes between any two effects: every "
          + "step of the acceptor is what the rules say.", .schedules, 8),
      copies: contract.check(
        "acceptors-are-independent", "A copy of an acceptor does not change with its original.",
        .examples, 3)),
    ConversationPart(
      name: "paxos/proposer", object: paxosProposer, rules: proposerRules,
      random: phase2.check(
        "any-order-at-the-proposer",
        "Whatever is answered, late, doubled and by strangers, with crashes between any two effects: every "
          + "step of the proposer is what the rules say.", .schedules, 8),
      copies: contract.check(
        "proposers-are-independent", "A copy of a proposer does not change with its original.",
        .examples, 3)),
    ProtocolPart(
      name: "paxos/cluster", model: PaxosCluster(),
      small: .init(
        check: agreement.check(
          "only-one-value-is-chosen",
          "In every run of 2 to 4 acceptors and up to 2 proposers within bounds, from 6 beginnings, with "
            + "requests lost, doubled and late, answers lost, and restarts between any two events, one value "
            + "is chosen at most, and nobody decides another.", .search, 4),
        beginnings: beginnings, limit: 40_000),
      invariants: agreement.check(
        "long-runs-agree",
        "In long random runs with losses, duplicates, delays and crashes between any two effects, one "
          + "value is chosen at most, and nobody decides another.", .schedules, 4),
      explained: sticky.check(
        "one-proposal-explains-all-decisions",
        "In long random runs, whoever is told a decision is told the same, and it was proposed before.",
        .schedules, 2),
      finished: progress.check(
        "alone-it-decides",
        "Once nothing is lost, a proposer that starts alone, above all that was promised, decides.",
        .schedules, 2),
      drawSetting: drawCluster),
  ])

private let section = "limits#the-leaves"
private let phase1 = Teaching("Lamport 2001, section 2.2, phase 1", in: section)
private let phase2 = Teaching("Lamport 2001, section 2.2, phase 2", in: section)
private let storage = Teaching("Lamport 2001, section 2.5", in: section)
private let agreement = Teaching("Lamport 2001, section 2.1", in: section)
private let sticky = Teaching("Herlihy 1991, section 2.2", in: section)
private let progress = Teaching("Lamport 2001, section 2.4", in: section)
private let contract = Teaching(Check.contract, in: section)

// MARK: The acceptor

private let none = "an empty disk"

private let acceptorRules: [ObjectRule] = [
  (
    storage.check(
      "a-promise-is-stored-before-it-is-given",
      "A promise is on disk before it leaves, with what was accepted last, and holds after a crash.",
      .examples, 8),
    [
      (none, ["prepare 1.n1", "prepare 2.n2", "prepare 9223372036854775807.n4294967295"]),
      (none, ["prepare 5.n1", "crash after 0 effects of the last step, restart", "prepare 4.n1"]),
      (none, ["prepare 5.n1", "crash after 1 effects of the last step, restart", "prepare 4.n1"]),
      (
        none,
        ["prepare 5.n1", "accept v1 in 5.n1", "restart", "prepare 6.n2", "restart", "prepare 7.n1"]
      ),
      (none, ["prepare 5.n1", "prepare 5.n1", "restart", "prepare 5.n1"]),
      (none, ["start with a promise of 7.n3 and v2 accepted in 4.n2 on disk", "prepare 7.n4"]),
    ]
  ),
  (
    phase2.check(
      "nothing-below-a-promise",
      "What is below a promise is refused, with the ballot that was promised, and changes nothing.",
      .examples, 10),
    [
      (none, ["prepare 2.n2", "prepare 1.n1", "accept v1 in 1.n1", "prepare 2.n2"]),
      (
        none,
        ["prepare 3.n1", "prepare 3.n2", "accept v1 in 3.n1", "prepare 3.n0", "accept v2 in 3.n2"]
      ),
      (none, ["prepare 9.n1", "prepare 10.n1", "accept v1 in 9.n1", "prepare 11.n0"]),
      (
        none,
        [
          "accept v1 in 2.n256", "prepare 2.n255", "accept v2 in 2.n1", "prepare 2.n257",
          "accept v2 in 1.n4294967295",
        ]
      ),
    ]
  ),
  (
    agreement.check(
      "to-accept-is-to-promise",
      "An acceptor accepts what is not below its promise, asked before or not; the ballot is then promised, "
        + "and all is on disk before the answer leaves.", .examples, 8),
    [
      (none, ["accept v1 in 2.n1", "prepare 1.n2", "accept v2 in 1.n2", "prepare 3.n2"]),
      (
        none,
        ["prepare 1.n1", "accept v1 in 1.n1", "accept v2 in 2.n2", "prepare 1.n3", "prepare 3.n1"]
      ),
      (none, ["prepare 1.n1", "accept v1 in 4.n2", "accept v3 in 3.n3", "accept v1 in 4.n2"]),
      (
        none,
        ["accept v1 in 2.n1", "crash after 0 effects of the last step, restart", "prepare 1.n2"]
      ),
      (
        none,
        [
          "accept v1 in 2.n1", "crash after 1 effects of the last step, restart", "prepare 1.n2",
          "prepare 3.n2",
        ]
      ),
      (none, ["accept v1 in 1.n1", "accept v2 in 2.n1", "accept \"\" in 3.n1", "prepare 4.n1"]),
      (none, ["accept \"\" in 1.n1", "restart", "prepare 2.n1"]),
    ]
  ),
]

// MARK: The proposer

private let three = "n9 prefers v9, with 3 acceptors from n1 in steps of 1"
private let five = "n9 prefers v9, with 5 acceptors from n1 in steps of 1"

/// An attempt in which each acceptor reports another value.
private func reported(_ ballots: String...) -> [String] {
  var lines = ["start with round 3 on disk", "start"]
  for (place, ballot) in ballots.enumerated() {
    lines.append(
      "promise of 4.n9 from n\(place + 1), who had accepted v\(place + 1) in \(ballot)")
  }
  return lines
}

/// How many acceptors there are.
private let sizes = Array(1...9) + [16, 120]

/// Each of some acceptors says this twice.
private func twice(_ words: String, _ nodes: some Sequence<Int>) -> [String] {
  nodes.flatMap { ["\(words) from n\($0)", "\(words) from n\($0)"] }
}

private let proposerRules: [ObjectRule] = [
  (
    storage.check(
      "a-ballot-is-used-once",
      "An attempt has a higher round than any before, also before a crash; it is on disk before anybody "
        + "hears of it.", .examples, 8),
    [
      (three, ["start", "start", "restart", "start"]),
      (three, ["start", "crash after 0 effects of the last step, restart", "start"]),
      (three, ["start", "crash after 1 effects of the last step, restart", "start"]),
      (
        three,
        [
          "start", "restart", "promise of 1.n9 from n1", "promise of 1.n9 from n2",
          "acceptance of 1.n9 from n1", "start", "promise of 1.n9 from n1",
          "promise of 1.n9 from n2",
          "promise of 1.n9 from n3", "promise of 2.n9 from n3", "promise of 2.n9 from n1",
        ]
      ),
      (
        "n0 prefers v1, with 1 acceptors from n4294967295 in steps of 1",
        [
          "start with round 9223372036854775806 on disk", "start",
          "promise of 9223372036854775807.n0 from n4294967295", "start",
          "acceptance of 9223372036854775807.n0 from n4294967295",
        ]
      ),
    ]
  ),
  (
    phase2.check(
      "a-majority-must-promise",
      "A value is sent with the promise that makes a majority of all acceptors; each counts once.",
      .examples, 8),
    sizes.map { size in
      (
        "n7 prefers v1, with \(size) acceptors from n1 in steps of 1",
        ["start", "promise of 1.n7 from n777"]
          + twice("promise of 1.n7", 1...size)
      )
    } + [
      (
        three,
        [
          "start", "promise of 1.n8 from n1", "promise of 1.n8 from n2", "promise of 1.n9 from n1",
          "start", "promise of 1.n9 from n2", "promise of 2.n9 from n2", "promise of 1.n9 from n3",
          "promise of 2.n9 from n3",
        ]
      ),
      // Strangers who are acceptors in fewer bits.
      (
        three,
        ["start"] + [8, 16, 31].map { "promise of 1.n9 from n\(2 + 1 << $0)" }
          + ["promise of 1.n9 from n1", "promise of 1.n9 from n2"]
      ),
      (
        "n65536 prefers v1, with 4 acceptors from n0 in steps of 65536",
        [
          "start", "promise of 1.n65536 from n0", "promise of 1.n65536 from n1",
          "promise of 1.n65536 from n131072", "promise of 1.n65536 from n65536",
        ]
      ),
    ]
  ),
  (
    phase2.check(
      "the-highest-ballot-is-taken-over",
      "Of the values that a majority reports the one of the highest ballot is sent, whoever reports it and "
        + "when; its own only where none is reported.", .examples, 8),
    [
      (five, reported("3.n1", "1.n1", "2.n1")), (five, reported("1.n1", "3.n1", "2.n1")),
      (five, reported("2.n2", "2.n1", "1.n7")), (five, reported("2.n8", "2.n10", "2.n2")),
      (
        five,
        [
          "start with round 3 on disk", "start",
          "promise of 4.n9 from n1, who had accepted v5 in 1.n2",
          "promise of 4.n9 from n2", "promise of 4.n9 from n3",
        ]
      ),
      // A value that is empty has been accepted all the same.
      (
        three,
        [
          "start with round 3 on disk", "start",
          "promise of 4.n9 from n1, who had accepted \"\" in 1.n2", "promise of 4.n9 from n2",
          "acceptance of 4.n9 from n1", "acceptance of 4.n9 from n2",
        ]
      ),
      (
        three,
        [
          "start with round 3 on disk", "start",
          "promise of 4.n9 from n1, who had accepted \"\" in 2.n2",
          "promise of 4.n9 from n2, who had accepted v5 in 1.n2",
        ]
      ),
      (
        three,
        [
          "start with round 3 on disk", "start",
          "promise of 4.n9 from n7, who had accepted v7 in 4.n2",
          "promise of 4.n9 from n1, who had accepted v5 in 1.n2", "start",
          "promise of 4.n9 from n2, who had accepted v6 in 3.n2", "promise of 5.n9 from n3",
          "promise of 5.n9 from n1, who had accepted v5 in 1.n2",
        ]
      ),
      (
        three,
        [
          "start with round 12 on disk", "start",
          "promise of 13.n9 from n1, who had accepted v3 in 9.n2",
          "promise of 13.n9 from n3, who had accepted v1 in 10.n1", "acceptance of 13.n9 from n3",
          "promise of 13.n9 from n2, who had accepted v6 in 12.n2",
          "acceptance of 13.n9 from n1", "restart", "start",
        ]
      ),
    ]
  ),
  (
    agreement.check(
      "decides-with-a-majority",
      "A value is decided with the acceptance that makes a majority of all acceptors, once and for all; each "
        + "counts once, and only in its attempt.", .examples, 8),
    sizes.map { size in
      (
        "n7 prefers v1, with \(size) acceptors from n1 in steps of 1",
        ["start"] + (1...size / 2 + 1).map { "promise of 1.n7 from n\($0)" }
          + ["acceptance of 1.n7 from n777"]
          + twice("acceptance of 1.n7", (1...size).reversed()) + [
            "start", "promise of 1.n7 from n1", "refusal of 1.n7 by n1, who has promised 2.n1",
          ]
      )
    }
      // Acceptors whose names are the same in fewer bits.
      + [64, 256, 65_536, 1 << 30].map { step in
        (
          "n7 prefers v1, with 3 acceptors from n1 in steps of \(step)",
          [
            "start", "promise of 1.n7 from n1", "promise of 1.n7 from n\(1 + 2 * step)",
            "acceptance of 1.n7 from n1", "acceptance of 1.n7 from n\(1 + step)",
          ]
        )
      } + [
        (
          three,
          [
            "start", "promise of 1.n9 from n1", "promise of 1.n9 from n2",
            "acceptance of 1.n9 from n1",
            "start", "acceptance of 1.n9 from n2", "promise of 2.n9 from n1",
            "promise of 2.n9 from n3",
            "acceptance of 1.n9 from n3", "acceptance of 2.n9 from n3",
            "acceptance of 1.n9 from n2",
            "acceptance of 2.n9 from n1",
          ]
        ),
        (
          "n9 prefers \"\", with 3 acceptors from n1 in steps of 1",
          [
            "start", "promise of 1.n9 from n1", "promise of 1.n9 from n2",
            "acceptance of 1.n9 from n1", "acceptance of 1.n9 from n2", "start",
          ]
        ),
      ]
  ),
  (
    progress.check(
      "a-refusal-ends-the-attempt",
      "A refusal of the attempt ends it, in either phase, and the next goes above what was promised; any "
        + "other changes nothing.", .examples, 6),
    [
      (
        three,
        [
          "start", "refusal of 1.n9 by n1, who has promised 7.n2", "promise of 1.n9 from n2",
          "promise of 1.n9 from n3", "refusal of 1.n9 by n2, who has promised 9.n2", "start",
          "promise of 8.n9 from n2",
        ]
      ),
      (
        three,
        [
          "start", "promise of 1.n9 from n1", "promise of 1.n9 from n2",
          "refusal of 1.n9 by n3, who has promised 1.n10", "acceptance of 1.n9 from n1",
          "acceptance of 1.n9 from n2", "start",
        ]
      ),
      (
        three,
        [
          "start", "start", "refusal of 1.n9 by n1, who has promised 2.n9",
          "refusal of 2.n9 by n7, who has promised 9.n1", "promise of 2.n9 from n1",
          "promise of 2.n9 from n2", "start",
        ]
      ),
      (
        three,
        [
          "start", "refusal of 1.n9 by n1, who has promised 9223372036854775807.n2", "start",
          "restart", "start",
        ]
      ),
      // There is no larger round, so the attempt under way goes on.
      (
        three,
        [
          "start with round 9223372036854775806 on disk", "start", "start",
          "promise of 9223372036854775807.n9 from n1", "start",
          "promise of 9223372036854775807.n9 from n2", "start",
          "acceptance of 9223372036854775807.n9 from n1", "start",
          "acceptance of 9223372036854775807.n9 from n2",
        ]
      ),
    ]
  ),
]

// MARK: Clusters

/// Acceptors n1, n2, … and proposers behind them.
private func cluster(_ text: String) -> PaxosCluster.Setting {
  guard let setting = PaxosCluster().setting(text) else {
    preconditionFailure("not a cluster: \(text)")
  }
  return setting
}

/// Two that propose, and agree only on one acceptor; the same over two acceptors; one that tries twice; and
/// several that have accepted before: chosen or not, in an even number, in ballots that a proposer must compare.
private let beginnings: [(setting: PaxosCluster.Setting, bounds: PaxosCluster.Bounds)] = [
  (
    cluster(
      "n1 accepts; n2 accepts; n3 accepts; n4 proposes v1 from round 0, reaches acceptors 1 to 2; "
        + "n5 proposes v2 from round 0, reaches acceptors 2 to 3"), .init(round: 1)
  ),
  (
    cluster("n1 accepts; n2 accepts; n3 proposes v1 from round 0; n4 proposes v2 from round 0"),
    .init(round: 1)
  ),
  (
    cluster("n1 accepts; n2 accepts; n3 accepts; n4 proposes v1 from round 0"), .init(round: 2)
  ),
  (
    cluster(
      "n1 accepts, has v1 in 1.n4; n2 accepts, has v2 in 2.n5; n3 accepts, has v2 in 2.n5; "
        + "n4 proposes v1 from round 2"), .init(round: 3)
  ),
  (
    cluster(
      "n1 accepts, has v1 in 1.n4; n2 accepts, has v2 in 2.n5; n3 accepts; n4 proposes v1 from round 2"
    ),
    .init(round: 3)
  ),
  (
    cluster(
      "n1 accepts, has v1 in 1.n5; n2 accepts, has v1 in 1.n5; n3 accepts, has v2 in 2.n6; "
        + "n4 accepts, has v2 in 2.n6; n5 proposes v1 from round 2"), .init(round: 3)
  ),
]

/// One to nine acceptors and one to three proposers, whose rounds begin anywhere.
private let drawCluster: @Sendable (Bool, inout RandomSource) -> PaxosCluster.Setting = {
  isOdd, random in
  let size = [3, 3, 5, 4, 2, 7, 3, 1, 6, 9][random.index(below: 10)]
  let count = [2, 2, 3, 2, 1, 3][random.index(below: 6)]
  let nodes =
    isOdd ? OddNodes.draw(size + count, random: &random) : Array(0..<size + count)
  let rounds: [Int128] = [0, 0, 255, 65_535, 1 << 31 - 2, 1 << 32 - 2, 1 << 53, 1 << 62]
  let start = isOdd ? rounds[random.index(below: rounds.count)] : 0
  let values: [Int128] = random.shuffled([1, 2, isOdd ? PaxosEffect.emptyValue : 3, 4, 5, 6])
  return PaxosCluster.Setting(
    acceptors: nodes.prefix(size).map { .init(name: identifier(of: $0), accepted: nil) },
    proposers: nodes.dropFirst(size).enumerated().map {
      .init(name: identifier(of: $0.element), preference: values[$0.offset], round: start)
    })
}
