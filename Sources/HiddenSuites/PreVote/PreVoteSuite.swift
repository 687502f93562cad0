import Checking

/// The hidden tests of the exercise `pre-vote`: what a node does at each step, and what becomes of clusters whose links
/// are cut.
let preVoteSuite = ComposedSuite(
  exercise: "pre-vote", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, nodes do the same.", chapter: section, points: 4),
  parts: [
    ConversationPart(
      name: "pre-vote", object: poller, rules: rules,
      random: asking.check(
        "any-order-of-messages",
        "Whatever arrives, late, doubled, of other terms and from strangers, and whatever the election comes to: "
          + "every step is what the rules say.", .schedules, 14),
      copies: .copiesApart(
        "A copy of a node does not change with its original.", chapter: section, points: 4)),
    ClusterPart<PolledCluster>(
      quiet: asking.check(
        "a-cut-link-disturbs-nobody",
        "In clusters of 3 to 5 nodes with a link to the leader cut, or a follower cut off that comes back, nobody "
          + "raises a term while a majority hears the leader.", .schedules, 5),
      room: checking.check(
        "a-leader-nobody-answers-makes-room",
        "In clusters of 3 to 5 nodes whose leader hears nobody any more, it stops leading, and another leads; when it "
          + "comes back it disturbs nobody.", .schedules, 5)),
  ])

private let section = "raft#where-it-is-used"
private let asking = Teaching("Ongaro 2014, section 9.6", in: section)
private let checking = Teaching("Ongaro 2014, section 6.2", in: section)
private let terms = Teaching("Ongaro 2014, section 3.3", in: section)
private let logs = Teaching("Ongaro 2014, section 3.6.1", in: section)

private let timeout = "its election timer runs out"
private let hears = "it hears a leader"

/// n1 with peers n2, n3, …
private func node(_ peers: Int, term: Int = 3, log: String = "2/5") -> String {
  "n1 with \(peers) peers from n2 in steps of 1, a log that ends with \(log), in term \(term)"
}

private func yes(_ peer: Int, _ asked: Int = 4, in term: Int = 3) -> String {
  "n\(peer) would vote for it in term \(asked), and is in term \(term)"
}

private func no(_ peer: Int, _ asked: Int = 4, in term: Int = 3) -> String {
  "n\(peer) would not vote for it in term \(asked), and is in term \(term)"
}

private func asks(_ term: Int, log: String = "2/5", _ peer: Int = 2) -> String {
  "n\(peer) asks for term \(term), with a log that ends with \(log)"
}

private func becomes(_ role: String, _ term: Int) -> String { "becomes \(role) in term \(term)" }

/// What makes it the leader of term 4.
private let toLead = [becomes("candidate", 4), becomes("leader", 4)]
private let last = "9223372036854775807"

private let rules: [ObjectRule] = [
  (
    asking.check(
      "asks-before-it-stands",
      "When its election timer runs out a node that does not lead resets it and asks every peer once whether it would "
        + "vote for it in the next term, and stands only with enough who would.", .examples, 12),
    [
      (node(2), [timeout, timeout, yes(2), becomes("candidate", 4), timeout, yes(3, 5, in: 3)]),
      (node(4, term: 0, log: "0/0"), [timeout]), (node(1), [timeout, yes(2)]),
      (node(2), [becomes("candidate", 4), becomes("follower", 6), timeout, yes(3, 7, in: 2)]),
      ("n7 with 3 peers from n0 in steps of 65536, a log that ends with 9/1, in term 9", [timeout]),
      (
        "n1 with 2 peers from n2 in steps of 1, a log that ends with 2/5, in term \(last)",
        [timeout, asks(4), "n2 would vote for it in term \(last), and is in term 3"]
      ),
    ]
  ),
  (
    asking.check(
      "a-majority-of-the-cluster",
      "It stands once, with the answer that makes a majority of all nodes, itself and each peer counted once; a node "
        + "without peers stands at once.", .examples, 10),
    (Array(0...9) + [15, 16, 31, 32, 63, 64, 127, 128, 255, 256]).map { peers in
      (
        node(peers), [timeout, yes(999)] + (0..<peers).flatMap { [yes($0 + 2), yes($0 + 2)] }
      )
    }
      + [
        (node(2), [timeout, yes(1), no(2), no(3), yes(3)]),
        // A refusal that comes late takes nothing back.
        (node(4), [timeout, yes(2), no(2), yes(3)]),
        (node(4), [timeout, yes(2), timeout, yes(3), no(3), no(2), yes(2)]),
        (
          "n1 with 4 peers from n256 in steps of 65536, a log that ends with 2/5, in term 3",
          [timeout, yes(256), yes(256), yes(65792)]
        ),
        // Strangers that are peers' by their low bits.
        (
          node(4),
          [timeout] + [8, 16, 31].flatMap { [yes(2 + 1 << $0), yes(3 + 1 << $0)] } + [
            yes(2), yes(3),
          ]
        ),
      ]
  ),
  (
    asking.check(
      "only-answers-to-this-poll-count",
      "Answers count for the term that is asked about and while it is asked: a poll is over when the node stands, "
        + "leads or hears a leader, or its term rises; each begins without support but its own.",
      .examples, 10),
    [
      (node(4), [timeout, yes(2), timeout, yes(3), yes(2)]),
      (node(2), [yes(2), yes(3), timeout, no(3), yes(2, 3), yes(2, 5), yes(2)]),
      (node(2), [timeout, hears, yes(2), yes(3), timeout, yes(2)]),
      (node(2), [timeout, becomes("follower", 4), yes(2), yes(3), yes(2, 5), timeout, yes(2, 5)]),
      (
        node(4),
        [timeout, yes(2), becomes("candidate", 4), yes(3), yes(4), yes(2, 5), timeout, yes(2, 5)]
          + [becomes("follower", 4), yes(3, 5)]
      ),
      (node(2), [becomes("candidate", 4), timeout, becomes("leader", 4), yes(2, 5), yes(3, 5)]),
      (node(4), [timeout, yes(2), yes(3), yes(4), yes(5), timeout, yes(4)]),
      // A candidate may hear one before it is told that it follows.
      (
        node(2),
        [becomes("candidate", 4), timeout, hears, yes(2, 5, in: 4), becomes("follower", 4)]
      ),
      // However often it has asked since.
      (node(4), [timeout, yes(2)] + Array(repeating: timeout, count: 256) + [yes(3), yes(4)]),
    ]
  ),
  (
    asking.check(
      "who-hears-a-leader-refuses",
      "A node grants a poll for a later term than its own unless it leads, or has heard a leader since its election "
        + "timer ran out last; to ask and to answer changes no term.", .examples, 12),
    [
      (node(2), [asks(4), asks(4, 3), asks(3), asks(9), asks(2), asks(4, 77)]),
      (node(2), [hears, asks(4), asks(4, 3), timeout, asks(4), hears, asks(4)]),
      (node(2), [hears, becomes("follower", 5), asks(6), becomes("candidate", 6), asks(7)]),
      (node(2), [timeout, asks(4), yes(2), asks(4, 3), becomes("candidate", 4), asks(4), asks(5)]),
      (node(2), toLead + [asks(5), "it hears n2", asks(9, log: "8/8"), timeout, asks(5)]),
      (node(2), toLead + [becomes("follower", 5), asks(6), hears, asks(6)]),
      (node(2), [timeout, hears, asks(4), becomes("follower", 4), asks(5)]),
      // A leader's timer, too, ends what was heard before.
      (node(2), [hears] + toLead + [timeout, becomes("follower", 4), asks(5)]),
      (node(2), [hears] + toLead + ["it hears n2", timeout, becomes("follower", 5), asks(6)]),
    ]
  ),
  (
    logs.check(
      "support-goes-to-no-log-behind",
      "A poll is granted only to a log that is at least as up to date: the last terms are compared first, and only "
        + "when they are equal the indexes.", .examples, 8),
    [
      (
        node(2),
        ["2/5", "2/6", "3/1", "3/0", "2/4", "1/99", "0/0", "1/5"].map { asks(4, log: $0) }
      ),
      (node(2, log: "0/0"), [asks(4, log: "0/0"), asks(4, log: "1/1")]),
      (
        node(2),
        [8, 16, 31, 32, 53, 62].flatMap { bit in
          ["2/\(1 << bit)", "2/\(5 + 1 << bit)", "\(1 << bit)/1"].map { asks(4, log: $0) }
        }
      ),
      (node(2, log: "\(1 << 53)/\(1 << 53)"), [asks(4, log: "\(1 << 53)/\(1 << 53 + 1)")]),
      (node(2, log: "\(1 << 53 + 1)/1"), [asks(4, log: "\(1 << 53)/9")]),
      (node(2, log: "2/\(last)"), [asks(4, log: "3/0"), asks(4), asks(4, log: "2/\(last)")]),
    ]
  ),
  (
    terms.check(
      "a-later-term-is-taken-over",
      "An answer from a peer that is in a later term, granted or not, ends the poll, and that term is taken over; "
        + "from a stranger it is nothing.", .examples, 4),
    [
      (
        node(2),
        [timeout, no(2, 4, in: 7), yes(3), becomes("follower", 7), yes(3, 8, in: 7), timeout]
          + [yes(3, 8, in: 7)]
      ),
      (node(2), [no(77, in: 9), no(1, in: 9), no(2, in: 4), yes(3, 4, in: 5), no(2, in: 3)]),
      (node(2), [8, 16, 31].map { no(2 + 1 << $0, in: 9) }),
      (node(2), toLead + [no(3, 4, in: 5), yes(2, 5, in: 4), becomes("follower", 5)]),
      (node(4), [timeout, yes(2), yes(3, 4, in: 6), yes(4), yes(5)]),
    ]
  ),
  (
    checking.check(
      "a-leader-looks-for-its-quorum",
      "A leader starts its election timer when it begins to lead; when it runs out and a majority, itself "
        + "included, was not heard since it was started, the leader steps down; in any case it starts again.",
      .examples, 12),
    (Array(0...9) + [16, 17, 64, 65, 255, 256]).map { peers in
      let heard = (0..<peers / 2).flatMap { ["it hears n\($0 + 2)", "it hears n\($0 + 2)"] }
      return (
        node(peers),
        toLead + ["it hears n999", "it hears n1"] + heard + [timeout] + heard
          + ["it hears n\(peers + 1)", timeout]
      )
    }
      + [
        (node(2), toLead + ["it hears n2", timeout, "it hears n3", timeout, timeout]),
        (node(2), ["it hears n2", "it hears n3"] + toLead + [timeout]),
        // However often its timer has run out.
        (
          node(2),
          toLead + ["it hears n2"] + (0..<255).flatMap { _ in ["it hears n3", timeout] }
            + [timeout, timeout]
        ),
        (
          node(4),
          toLead + ["it hears n2"] + (0..<256).flatMap { _ in ["it hears n3", timeout] }
            + ["it hears n4", timeout]
        ),
        (
          node(4),
          toLead + ["it hears n2", "it hears n3", becomes("follower", 5)]
            + [becomes("candidate", 6), becomes("leader", 6), "it hears n4", timeout]
            + [becomes("follower", 6), timeout, asks(7)]
        ),
        (
          node(2),
          toLead + [timeout, becomes("follower", 4), asks(5), timeout, yes(2, 5, in: 4)]
        ),
      ]
  ),
]
