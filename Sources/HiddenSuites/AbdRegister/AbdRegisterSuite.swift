import Checking
import Histories

/// The hidden tests of the exercise `abd-register`: what a client does at each step, and what the clients
/// of one register see of each other.
let abdRegisterSuite = ComposedSuite(
  exercise: "abd-register", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, a client does the same every time it is run.",
    chapter: "quorums#writing-back", points: 4),
  parts: [
    ConversationPart(
      name: "abd-register/steps", model: RegisterConversation(), examples: examples,
      random: check(
        "any-order-of-replies",
        "Whatever replies arrive, late, doubled, of strangers or of earlier operations, each brings "
          + "what the rules say and nothing else.", lynch, "writing-back", .schedules, 10),
      copies: check(
        "values-are-independent", "A copy of a client does not change with its original.",
        Check.contract, "writing-back", .examples, 4)),
    ServicePart(
      name: "abd-register/runs", model: RegisterService(),
      small: .init(
        check: check(
          "all-interleavings",
          "In every interleaving of 1 write and 2 reads, and of 2 writes and 1 read, by 3 clients on 3 "
            + "replicas, one order of the operations explains what was read, and operations end.",
          abd, "writing-back",
          .search,
          10),
        servers: 3, inputs: [[.write("a"), .read, .read], [.write("a"), .write("b"), .read]],
        limit: 40_000),
      explained: check(
        "linearizable",
        "In random runs of several writers and readers, one order of the operations explains what was "
          + "read, and what had ended before another began comes first in it.",
        "Herlihy and Wing 1990, section 2; " + lynch, "writing-back", .schedules, 10),
      ending: check(
        "operations-end",
        "An operation ends as soon as a majority of the replicas has answered each of its requests, "
          + "also when the others have stopped.", abd, "the-rule", .schedules, 6)),
  ])

private let abd = "Attiya, Bar-Noy and Dolev 1995, section 3"
private let lynch = "Lynch and Shvartsman 1997, section 3"

private func check(
  _ name: String, _ guarantee: String, _ source: String, _ section: String, _ kind: Check.Kind,
  _ points: Int
) -> Check {
  Check(
    name: name, guarantee: guarantee, source: source, chapter: "quorums#" + section, kind: kind,
    points: points)
}

private typealias Part = ConversationPart<RegisterConversation>

/// Conversations of a check, each a setting and its lines.
private func examples(
  _ name: String, _ guarantee: String, _ source: String, _ section: String, _ points: Int,
  _ conversations: [(String, [String])]
) -> Part.Examples {
  let model = RegisterConversation()
  return Part.Examples(
    check: check(name, guarantee, source, section, .examples, points),
    conversations: conversations.map { Conversation(model, $0.0, $0.1) })
}

private let three = "n4 with n1, n2, n3"

/// Every replica of the first so many answers a read, and then stores it.
private func read(byAll count: Int) -> (String, [String]) {
  let replicas = (1...count).map { "n\($0)" }
  return (
    "n\(count + 1) with \(replicas.joined(separator: ", "))",
    ["reads as 1"]
      + replicas.enumerated().map { place, replica in
        "hears of 1: \(replica) holds \(place == 0 ? "1.n99 \"a\"" : "nothing")"
      } + replicas.map { "hears of 1: \($0) has stored" }
  )
}

/// Operations whose numbers are the same in their lowest bits.
private let operationsAlike: [(String, [String])] = [8, 16, 256, 65_536, 1 << 32].map { distance in
  let (first, second) = (1, 1 + distance)
  return (
    three,
    [
      "reads as \(first)", "hears of \(first): n1 holds nothing", "reads as \(second)",
      "hears of \(first): n2 holds 5.n9 \"old\"", "hears of \(first): n3 holds nothing",
      "hears of \(second): n1 holds nothing", "hears of \(second): n2 holds nothing",
      "hears of \(first): n1 has stored", "hears of \(first): n2 has stored",
      "hears of \(second): n3 has stored", "hears of \(second): n1 has stored",
    ]
  )
}

/// Ties of writers whose numbers lie so far apart that their difference has no sign in 32 bits.
private let farWriters: [(String, [String])] = [("n1", "n4294967295"), ("n7", "n2147483655")]
  .flatMap { small, large in
    [(small, large), (large, small)].map { first, second in
      (
        three,
        [
          "reads as 1", "hears of 1: n1 holds 3.\(first) \"x\"",
          "hears of 1: n2 holds 3.\(second) \"y\"",
        ]
      )
    }
  }

/// Counters that are negative as signed numbers, or the same as decimals.
private let largeCounters: [(String, [String])] = [
  ("9223372036854775808", "1"), ("9223372036854775807", "9223372036854775808"),
  ("9007199254740993", "9007199254740992"), ("4294967297", "4294967296"),
].flatMap { one, other in
  [(one, other), (other, one)].map { first, second in
    (
      three,
      [
        "reads as 1", "hears of 1: n1 holds \(first).n9 \"x\"",
        "hears of 1: n2 holds \(second).n8 \"y\"",
      ]
    )
  }
}

private let examples: [Part.Examples] = [
  examples(
    "starts-by-asking", "A write and a read begin by asking every replica what it holds.", lynch,
    "writing", 4,
    [(three, ["writes \"a\" as 1"]), (three, ["reads as 1"]), (three, ["reads as 70"])]),
  examples(
    "a-majority-is-enough",
    "An operation goes on with the very answer that completes a majority of all replicas: not "
      + "before, and not later.", abd, "the-rule", 8, (Array(1...8) + [49, 50]).map(read)),
  examples(
    "each-replica-counts-once", "A replica that answers twice counts once.", abd, "the-rule", 6,
    [
      (three, ["reads as 1"] + Array(repeating: "hears of 1: n1 holds 1.n9 \"a\"", count: 3)),
      (
        three,
        [
          "reads as 1", "hears of 1: n1 holds nothing", "hears of 1: n2 holds nothing",
          "hears of 1: n1 has stored", "hears of 1: n1 has stored", "hears of 1: n2 has stored",
        ]
      ),
    ]),
  examples(
    "only-replicas-count", "An answer of somebody who is no replica changes nothing.", abd,
    "the-rule", 5,
    [
      (three, ["reads as 1", "hears of 1: n1 holds nothing", "hears of 1: n5 holds 9.n9 \"x\""]),
      (three, ["reads as 1", "hears of 1: n4 holds 9.n9 \"x\"", "hears of 1: n1 holds nothing"]),
      (
        three,
        [
          "reads as 1", "hears of 1: n1 holds nothing", "hears of 1: n2 holds nothing",
          "hears of 1: n5 has stored", "hears of 1: n1 has stored", "hears of 1: n3 has stored",
        ]
      ),
    ]),
  examples(
    "only-this-phase-counts",
    "Answers to an earlier operation, or to the other request of this one, change nothing.", abd,
    "writing-back", 7,
    [
      (
        three,
        [
          "reads as 1", "hears of 1: n1 holds nothing", "reads as 2",
          "hears of 1: n2 holds 5.n9 \"old\"", "hears of 2: n1 holds nothing",
        ]
      ),
      (
        three,
        [
          "reads as 1", "hears of 1: n1 holds nothing", "hears of 1: n2 holds nothing",
          "hears of 1: n3 holds nothing", "hears of 1: n1 has stored",
          "hears of 1: n3 holds nothing",
          "hears of 1: n2 has stored",
        ]
      ),
      (
        three,
        [
          "reads as 1", "hears of 1: n1 holds nothing", "hears of 1: n2 holds nothing",
          "hears of 1: n1 has stored", "reads as 2", "hears of 2: n1 holds nothing",
          "hears of 2: n3 holds nothing", "hears of 1: n2 has stored", "hears of 2: n2 has stored",
          "hears of 1: n3 has stored", "hears of 2: n3 has stored", "hears of 2: n1 has stored",
        ]
      ),
      (
        three, ["reads as 1", "hears of 1: n1 has stored", "hears of 1: n2 has stored"]
      ),
    ] + operationsAlike),
  examples(
    "newest-tag-wins",
    "What a read returns and stores is what the majority holds under the largest tag: the largest "
      + "counter, and between equal counters the larger writer.", lynch, "reading", 7,
    [
      (
        three,
        ["reads as 1", "hears of 1: n1 holds 2.n9 \"new\"", "hears of 1: n3 holds 1.n9 \"old\""]
      ),
      (
        three,
        ["reads as 1", "hears of 1: n1 holds 1.n9 \"old\"", "hears of 1: n3 holds 2.n8 \"new\""]
      ),
      (
        three,
        ["reads as 1", "hears of 1: n1 holds 3.n9 \"larger\"", "hears of 1: n2 holds 3.n8 \"x\""]
      ),
      (
        three,
        ["reads as 1", "hears of 1: n1 holds 3.n8 \"x\"", "hears of 1: n2 holds 3.n9 \"larger\""]
      ),
      (three, ["reads as 1", "hears of 1: n1 holds 1.n9 \"\"", "hears of 1: n2 holds nothing"]),
    ] + farWriters + largeCounters),
  examples(
    "writes-outrank-what-they-saw",
    "A write's counter is one more than the largest the majority holds, and its tag bears the "
      + "writer's own name.", lynch, "writing", 7,
    [
      (
        three,
        ["writes \"a\" as 1", "hears of 1: n1 holds 4.n9 \"x\"", "hears of 1: n2 holds 2.n8 \"y\""]
      ),
      (
        three,
        [
          "writes \"a\" as 1", "hears of 1: n1 holds 2.n9 \"x\"",
          "hears of 1: n2 holds 4294967296.n8 \"y\"",
        ]
      ),
      (
        three,
        [
          "writes \"a\" as 1", "hears of 1: n3 holds 4611686018427387904.n9 \"x\"",
          "hears of 1: n2 holds nothing",
        ]
      ),
      (
        three,
        [
          "writes \"a\" as 1", "hears of 1: n3 holds 9223372036854775808.n9 \"x\"",
          "hears of 1: n2 holds nothing",
        ]
      ),
    ]),
  examples(
    "reads-write-back",
    "A read stores what it is about to return at a majority before it ends, unless a majority told "
      + "it that very tag.", abd,
    "writing-back", 7,
    [
      (
        three,
        [
          "reads as 1", "hears of 1: n1 holds 1.n9 \"a\"", "hears of 1: n2 holds nothing",
          "hears of 1: n3 has stored", "hears of 1: n2 has stored",
        ]
      ),
      (
        "n6 with n1, n2, n3, n4, n5",
        [
          "reads as 1", "hears of 1: n1 holds 1.n9 \"a\"", "hears of 1: n2 holds 1.n9 \"a\"",
          "hears of 1: n3 holds nothing", "hears of 1: n3 has stored", "hears of 1: n4 has stored",
          "hears of 1: n5 has stored",
        ]
      ),
    ]),
  examples(
    "a-tag-is-never-used-twice",
    "A write that was given up may be anywhere, so the next write of its client has a larger counter "
      + "even when no replica of its majority knows of it.", lynch, "what-breaks-it", 5,
    [
      (
        three,
        [
          "writes \"a\" as 1", "hears of 1: n1 holds nothing", "hears of 1: n2 holds nothing",
          "writes \"b\" as 2", "hears of 2: n2 holds nothing", "hears of 2: n3 holds nothing",
        ]
      )
    ]),
]
