import Checking

/// The hidden tests of the exercise `gossip-round`.
let gossipRoundSuite = ComposedSuite(
  exercise: "gossip-round", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, nodes answer the same.", chapter: section, points: 4),
  parts: [
    ConversationPart(
      name: "gossip-round", object: gossipNodes, rules: rules,
      random: scuttlebutt.check(
        "any-order-of-messages",
        "Whatever is written, and whichever answers arrive, late, twice, elsewhere and after restarts: "
          + "every answer is what the rules say.", .schedules, 16),
      copies: .copiesApart(
        "A copy of a node does not change with its original.", chapter: section, points: 4))
  ])

private let section = "eventual#gossip-by-digests"
private let scuttlebutt = Teaching("van Renesse et al. 2008, section 3.2", in: section)
private let demers = Teaching("Demers et al. 1987, section 1.3", in: section)

private let three = "0 writes before, none by the last: n1, n2, n3"

/// So many keys, or nodes.
private let many = 1...120
private let crowd = "0 writes before, none by the last: n1...n120"

/// n3 knows so many writes of n1, and hears what somebody lacks who knew so many more.
private func hole(of gap: Int, after known: Int) -> [String] {
  let writes = (1...known + gap + 1).map { "n1.write(k\($0), 5)" }
  return writes[..<known] + ["n3.pull(n1, limit: 999)"] + writes[known..<known + gap]
    + ["n2.pull(n1, limit: 999)", "digest n2"] + writes.suffix(1)
    + [
      "n1.answer(saved 1, limit: 9)", "n3.receive(saved 2)", "digest n3", "n3.pull(n1, limit: 999)",
      "n3.receive(saved 2)",
    ]
}

private let rules: [ObjectRule] = [
  (
    scuttlebutt.check(
      "own-writes-are-numbered",
      "A write has the next version of its node, whatever its key, and takes the place of the one before "
        + "under that key.", .examples, 10),
    [
      (
        three,
        [
          "n1.stored", "n1.write(k1, 10)", "n1.write(k2, 20)", "n1.write(k1, 11)", "n1.stored",
          "n1.value(of: k1, from: n1)", "n1.value(of: k3, from: n1)", "n1.value(of: k1, from: n2)",
          "n2.write(k1, 5)", "n2.stored",
        ]
      ),
      // What others have written is numbered by them, and has other keys.
      (
        three,
        [
          "n1.write(k1, 10)", "n1.write(k2, 20)", "n2.pull(n1, limit: 9)", "n2.write(k1, 30)",
          "n2.stored", "n2.value(of: k1, from: n1)", "n2.value(of: k1, from: n2)",
        ]
      ),
      // A key and a node's number, written one after the other, may look like another pair.
      (
        "0 writes before, none by the last: n1, n11",
        [
          "n1.write(k11, 10)", "n11.write(k1, 20)", "n1.pull(n11, limit: 9)",
          "n1.value(of: k1, from: n11)", "n1.value(of: k11, from: n1)",
          "n1.value(of: k1, from: n1)",
        ]
      ),
      (
        "4294967295 writes before, none by the last: n65536, n300",
        ["n65536.write(k1, 10)", "n65536.write(k0, 5)", "n65536.stored", "n300.write(k1, 7)"]
      ),
    ]
  ),
  (
    scuttlebutt.check(
      "a-digest-names-the-newest",
      "A digest has the newest version known of each node of which anything is known, its own too.",
      .examples, 8),
    [
      (
        three,
        [
          "digest n1", "n1.write(k1, 10)", "n1.write(k2, 11)", "n1.write(k1, 12)", "digest n1",
          "n2.write(k1, 5)", "n2.pull(n1, limit: 9)", "digest n2", "n3.pull(n2, limit: 9)",
          "digest n3",
        ]
      )
    ]
  ),
  (
    demers.check(
      "an-answer-holds-what-is-missing",
      "An answer has exactly the entries that are newer than the digest, of whatever node they are, by node "
        + "and then by version, and the digest itself.", .examples, 14),
    [
      (
        three,
        [
          "n1.write(k2, 10)", "n1.write(k1, 20)", "n2.pull(n1, limit: 9)", "n1.write(k3, 30)",
          "n1.write(k2, 11)", "n2.pull(n1, limit: 9)", "n2.stored", "n2.pull(n1, limit: 9)",
          "n1.pull(n2, limit: 9)", "n1.pull(n1, limit: 9)",
        ]
      ),
      (
        three,
        many.map { "n1.write(k\($0), 5)" } + [
          "n2.pull(n1, limit: 100)", "n2.pull(n1, limit: 100)", "n3.pull(n2, limit: 999)",
        ]
      ),
      (
        crowd,
        many.map { "n\($0).write(k1, 5)" } + many.map { "n1.pull(n\($0), limit: 9)" } + [
          "n2.pull(n1, limit: 999)", "digest n2", "n3.pull(n2, limit: 50)",
          "n3.pull(n2, limit: 50)",
          "n3.pull(n2, limit: 50)",
        ]
      ),
      // A node may have the number 0, and be the last that one hears of.
      (
        "0 writes before, none by the last: n5, n4, n3, n2, n1, n0",
        (0...5).map { "n\($0).write(k1, 5)" } + [2, 3, 4, 5, 0].map { "n1.pull(n\($0), limit: 9)" }
          + ["n1.stored", "n0.pull(n1, limit: 9)"]
      ),
      // What one has from another is passed on.
      (
        three,
        [
          "n3.write(k1, 10)", "n1.pull(n3, limit: 9)", "n1.write(k1, 20)", "n2.pull(n1, limit: 9)",
          "n2.stored", "n3.pull(n2, limit: 9)",
        ]
      ),
      (
        three,
        [
          "digest n2", "n1.write(k1, 10)", "n1.answer(saved 1, limit: 9)", "n1.write(k2, 20)",
          "n1.answer(saved 1, limit: 9)", "n2.receive(saved 3)", "n2.receive(saved 2)",
        ]
      ),
    ]
  ),
  (
    scuttlebutt.check(
      "a-limit-leaves-no-hole",
      "Of more entries than the limit an answer has the first, so that what is missing of a node is always "
        + "newer than what has come.", .examples, 14),
    [
      (
        three,
        [
          "n1.write(k9, 10)", "n1.write(k5, 20)", "n1.write(k1, 30)", "n1.write(k9, 40)",
          "n2.pull(n1, limit: 1)", "n2.stored", "digest n2", "n2.pull(n1, limit: 1)",
          "n2.pull(n1, limit: 0)", "n2.pull(n1, limit: 2)", "n2.stored",
        ]
      ),
      (
        three,
        [
          "n1.write(k1, 10)", "n2.write(k1, 20)", "n2.write(k2, 30)", "n2.pull(n1, limit: 9)",
          "n3.pull(n2, limit: 2)", "digest n3", "n3.pull(n2, limit: 9223372036854775807)",
          "n3.stored",
        ]
      ),
    ]
  ),
  (
    demers.check(
      "nothing-goes-back",
      "An answer that arrives late or twice, or says what is known, changes nothing.", .examples, 12
    ),
    [
      (
        three,
        [
          "digest n2", "n1.write(k1, 10)", "n1.answer(saved 1, limit: 9)", "n1.write(k1, 11)",
          "n1.write(k2, 20)", "n2.pull(n1, limit: 9)", "n2.receive(saved 2)", "digest n2",
          "n1.receive(saved 2)", "n2.receive(saved 2)", "n2.value(of: k1, from: n1)",
        ]
      ),
      // What has been written over comes late, and what takes its place has not come yet.
      (
        three,
        [
          "digest n2", "n1.write(k1, 10)", "n1.answer(saved 1, limit: 9)", "n1.write(k2, 20)",
          "n1.write(k1, 11)", "n2.pull(n1, limit: 1)", "n2.receive(saved 2)",
          "n2.pull(n1, limit: 9)",
        ]
      ),
      // Half of what comes is news.
      (
        three,
        [
          "digest n2", "n1.write(k1, 10)", "n2.pull(n1, limit: 9)", "n1.write(k2, 20)",
          "n3.write(k1, 5)", "n1.pull(n3, limit: 9)", "n1.answer(saved 1, limit: 9)",
          "n1.write(k1, 11)", "n2.receive(saved 2)", "n2.pull(n1, limit: 9)",
          "n2.receive(saved 2)",
        ]
      ),
    ]
  ),
  (
    scuttlebutt.check(
      "no-hole-is-taken",
      "Of a node of which the answered digest knew more than is known here, nothing is taken; of the others "
        + "everything.", .examples, 12),
    [
      (
        three,
        [
          "n1.write(k1, 10)", "n2.pull(n1, limit: 9)", "digest n2", "n1.write(k2, 20)",
          "n3.write(k1, 5)", "n1.pull(n3, limit: 9)", "n1.answer(saved 1, limit: 9)",
          "n3.receive(saved 2)", "digest n3", "n2.receive(saved 2)", "n3.pull(n1, limit: 1)",
          "n3.receive(saved 2)",
        ]
      ),
      (
        "0 writes before, none by the last: n1, n2, n3, n4",
        [
          "n1.write(k1, 10)", "n2.pull(n1, limit: 9)", "digest n2", "n1.write(k2, 20)",
          "n3.write(k1, 5)", "n1.pull(n3, limit: 9)", "n1.answer(saved 1, limit: 9)",
          "n4.receive(saved 2)", "digest n4",
        ]
      ),
      (three, hole(of: 1, after: 1)), (three, hole(of: 1, after: 2)),
      (three, hole(of: 2, after: 2)),
      (three, hole(of: 1, after: 3)), (three, hole(of: 1, after: 5)),
      (three, hole(of: 3, after: 7)),
      (three, hole(of: 1, after: 10)), (three, hole(of: 20, after: 20)),
      // What would be missing has been written over, but nobody can see that here.
      (
        three,
        [
          "n1.write(k1, 10)", "n2.pull(n1, limit: 9)", "digest n2", "n1.write(k1, 11)",
          "n1.answer(saved 1, limit: 9)", "n3.receive(saved 2)", "n3.pull(n1, limit: 9)",
          "n3.receive(saved 2)",
        ]
      ),
    ]
  ),
  (
    scuttlebutt.check(
      "a-restart-goes-on",
      "A node that starts again from what it stored knows what it knew, and counts on.", .examples,
      6),
    [
      (
        three,
        [
          "restart n1", "n1.write(k1, 10)", "n1.write(k1, 11)", "restart n1", "n1.write(k2, 20)",
          "n2.pull(n1, limit: 1)", "restart n2", "digest n2", "n2.pull(n1, limit: 9)",
          "n3.pull(n2, limit: 9)", "restart n3", "n3.value(of: k1, from: n1)", "restart n3",
        ]
      )
    ]
  ),
]
