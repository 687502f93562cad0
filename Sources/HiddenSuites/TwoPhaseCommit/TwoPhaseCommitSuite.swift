import Checking

/// The hidden tests of the exercise `two-phase-commit`.
let twoPhaseCommitSuite = ComposedSuite(
  exercise: "two-phase-commit", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, coordinator and participant do the same.", chapter: section,
    points: 4),
  parts: [
    ConversationPart(
      name: "two-phase-commit/coordinator", object: commitCoordinator, rules: coordinatorRules,
      random: presumedAbort.check(
        "any-order-at-the-coordinator",
        "Whatever comes, doubled, late and from strangers, with crashes between any two effects: every step "
          + "of the coordinator is what the rules say.", .schedules, 8),
      copies: contract.check(
        "coordinators-are-independent",
        "A copy of a coordinator does not change with its original.",
        .examples, 3)),
    ConversationPart(
      name: "two-phase-commit/participant", object: commitParticipant, rules: participantRules,
      random: gray.check(
        "any-order-at-the-participant",
        "Whatever comes, doubled and late, with crashes between any two effects: every step of the "
          + "participant is what the rules say.", .schedules, 8),
      copies: contract.check(
        "participants-are-independent",
        "A copy of a participant does not change with its original.",
        .examples, 2)),
  ])

private let section = "regions#one-group-or-several"
private let gray = Teaching("Gray 1978", in: section)
private let presumedAbort = Teaching("Mohan, Lindsay and Obermarck 1986, section 3", in: section)
private let termination = Teaching(
  "Bernstein, Hadzilacos and Goodman 1987, section 7.4", in: section)
private let contract = Teaching(Check.contract, in: section)

// MARK: The coordinator

private let none = "an empty disk"
private let three = "begin t1 with 3 from n1 in steps of 1"
private let allYes = (1...3).map { "yes on t1 from n\($0)" }

private let coordinatorRules: [ObjectRule] = [
  (
    gray.check(
      "all-must-vote-yes", "A commit is decided with the yes of the last of all participants.",
      .examples, 9),
    (1...9).map { size in
      let begin = "begin t7 with \(size) from n1 in steps of 1"
      let votes = (1...size).flatMap { ["yes on t7 from n\($0)", "yes on t7 from n\($0)"] }
      return (none, [begin, "yes on t7 from n77"] + votes)
    } + [
      (
        none,
        ["begin t7 with 100 from n1 in steps of 1"] + (1...100).map { "yes on t7 from n\($0)" }
      ),
      (none, [three, "begin t2 with 2 from n2 in steps of 1"] + allYes + ["yes on t2 from n2"]),
      (
        none,
        [
          "begin t18446744073709551615 with 2 from n65536 in steps of 2147483648",
          "yes on t18446744073709551615 from n2147549184",
          "yes on t18446744073709551615 from n0", "yes on t18446744073709551615 from n65536",
        ]
      ),
    ]
  ),
  (
    gray.check(
      "a-decision-is-stored-before-it-is-told",
      "A commit is on disk before anybody hears of it; after a crash before that it is an abort, after it "
        + "a commit.", .examples, 9),
    [
      (none, [three] + allYes),
      (
        none,
        [three] + allYes
          + ["crash after 0 effects of the last step, restart", "inquiry about t1 from n1"]
      ),
      (
        none,
        [three] + allYes
          + ["crash after 1 effects of the last step, restart", "inquiry about t1 from n1"]
      ),
      (
        none,
        [three] + allYes + [
          "restart", "timeout of t1", "yes on t1 from n2", "restart", "timeout of t1",
        ]
      ),
    ]
  ),
  (
    gray.check(
      "one-no-is-enough", "A no aborts, and so does a vote that does not come; nothing is stored.",
      .examples, 6),
    [
      (none, [three, "yes on t1 from n1", "no on t1 from n2", "yes on t1 from n3"]),
      (none, [three, "no on t1 from n9", "no on t1 from n2", "no on t1 from n3", "timeout of t1"]),
      (none, [three, "yes on t1 from n1", "timeout of t1", "yes on t1 from n2", "timeout of t1"]),
      (none, [three] + allYes.prefix(2) + ["timeout of t1", "yes on t1 from n3"]),
      (none, [three] + allYes.prefix(2) + ["no on t1 from n3", "yes on t1 from n3"]),
      (none, ["begin t1 with 1 from n4 in steps of 1", "no on t1 from n4"]),
    ]
  ),
  (
    presumedAbort.check(
      "the-unknown-has-aborted",
      "Of what it does not know a coordinator says that it aborted; of what is being voted on it says "
        + "nothing.", .examples, 8),
    [
      (none, ["inquiry about t5 from n1", "yes on t5 from n2", "no on t5 from n2"]),
      (none, [three, "inquiry about t1 from n1", "yes on t1 from n1", "inquiry about t1 from n1"]),
      (none, [three, "yes on t1 from n1", "restart", "inquiry about t1 from n1"] + allYes),
      // Whoever asks, and whose vote is missing.
      (
        none,
        ["begin t1 with 5 from n1 in steps of 1", "inquiry about t1 from n5"]
          + (1...4).flatMap { ["yes on t1 from n\($0)", "inquiry about t1 from n5"] }
          + ["inquiry about t1 from n1", "yes on t1 from n5"]
      ),
      (
        none,
        [three] + allYes + ["inquiry about t1 from n9", "inquiry about t2 from n1"]
      ),
    ]
  ),
  (
    presumedAbort.check(
      "a-commit-is-known-until-all-have-it",
      "A commit is told again to whoever has not acknowledged it or asks, and forgotten when all have "
        + "acknowledged it.", .examples, 8),
    [
      (
        none,
        [three] + allYes + [
          "acknowledgement of t1 from n1", "acknowledgement of t1 from n1",
          "acknowledgement of t1 from n9", "timeout of t1", "acknowledgement of t1 from n2",
          "inquiry about t1 from n1", "timeout of t1", "no on t1 from n3",
          "acknowledgement of t1 from n3", "inquiry about t1 from n1", "timeout of t1",
        ]
      ),
      (
        none,
        [three] + allYes + [
          "acknowledgement of t1 from n1", "acknowledgement of t1 from n2", "restart",
          "acknowledgement of t1 from n3", "timeout of t1", "acknowledgement of t1 from n1",
          "acknowledgement of t1 from n2", "crash after 0 effects of the last step, restart",
          "timeout of t1",
        ]
      ),
      (
        none,
        [
          three, "acknowledgement of t1 from n1", "yes on t1 from n1", "yes on t1 from n2",
          "commit of t1 from n3", "yes on t1 from n3",
        ]
      ),
      // However often it is asked for and told, and however many there are.
      (
        none,
        [three] + allYes + (1...12).flatMap { _ in ["inquiry about t1 from n2", "timeout of t1"] }
      ),
      (
        none,
        (1...130).flatMap {
          ["begin t\($0) with 1 from n1 in steps of 1", "yes on t\($0) from n1"]
        } + (1...130).map { "inquiry about t\($0) from n1" }
          + (1...130).map { "acknowledgement of t\($0) from n1" }
      ),
    ]
  ),
]

// MARK: The participant

private let node = "node n1"
private let prepare = "prepare t1 from n9, with 2 others from n2 in steps of 1"

private let participantRules: [ObjectRule] = [
  (
    gray.check(
      "no-promise-before-it-is-stored",
      "A yes leaves once the promise is on disk, with whom to ask; it is given again, and after a crash "
        + "it is a promise still.", .examples, 10),
    [
      (node, ["work on t1", prepare, prepare, "restart", prepare]),
      (node, ["work on t1", prepare, "crash after 0 effects of the last step, restart", prepare]),
      (node, ["work on t1", prepare, "crash after 1 effects of the last step, restart", prepare]),
      (
        "node n4294967295",
        [
          "work on t0", "prepare t0 from n0, with 8 others from n64 in steps of 65536", "restart",
          "timeout of t0",
        ]
      ),
      (
        node,
        ["work on t1", "work on t2", "prepare t2 from n9, with 0 others from n2 in steps of 1"]
      ),
      (node, ["work on t1"] + Array(repeating: prepare, count: 12)),
      (
        node,
        ["work on t1", "prepare t1 from n999, with 99 others from n2 in steps of 1", "restart"]
          + ["timeout of t1"]
      ),
      (
        node,
        (1...130).flatMap {
          ["work on t\($0)", "prepare t\($0) from n9, with 1 others from n2 in steps of 1"]
        } + ["restart"] + (1...130).map { "timeout of t\($0)" }
          + (1...130).map { "commit of t\($0) from n9" }
          + [1, 30, 129].map { "inquiry about t\($0) from n2" }
      ),
    ]
  ),
  (
    termination.check(
      "who-has-promised-waits",
      "Who has promised decides nothing alone: it asks the coordinator and all other participants, and "
        + "does not answer them.", .examples, 10),
    [
      (
        node,
        [
          "work on t1", prepare, "timeout of t1", "inquiry about t1 from n2", "restart",
          "timeout of t1", "inquiry about t1 from n9", "commit of t1 from n2",
        ]
      ),
      (
        node,
        ["work on t1", "prepare t1 from n9, with 0 others from n2 in steps of 1", "timeout of t1"]
      ),
      (
        node,
        ["work on t1", prepare, "yes on t1 from n2", "no on t1 from n2", "abort of t1 from n3"]
      ),
    ]
  ),
  (
    termination.check(
      "who-has-not-promised-aborts",
      "Who has not promised aborts when it waits too long, is asked, or has crashed, and never promises "
        + "after that.", .examples, 8),
    [
      (node, [prepare, "timeout of t1", "inquiry about t1 from n2"]),
      (node, ["work on t1", "timeout of t1", prepare, "timeout of t1"]),
      (node, ["work on t1", "inquiry about t1 from n2", prepare, "inquiry about t1 from n3"]),
      (node, ["work on t1", "restart", prepare, "inquiry about t1 from n3"]),
      (node, ["work on t1", "abort of t1 from n9", prepare]),
    ]
  ),
  (
    gray.check(
      "what-is-decided-stays",
      "A decision is stored before it is acknowledged; it is acknowledged again, and never changes.",
      .examples, 7),
    [
      (
        node,
        [
          "work on t1", prepare, "commit of t1 from n9", "commit of t1 from n9",
          "abort of t1 from n9", prepare, "inquiry about t1 from n2", "timeout of t1", "restart",
          "abort of t1 from n9", "inquiry about t1 from n3", "commit of t1 from n2",
        ]
      ),
      (
        node,
        [
          "work on t1", prepare, "commit of t1 from n9",
          "crash after 0 effects of the last step, restart", "timeout of t1",
          "commit of t1 from n9", "crash after 1 effects of the last step, restart",
          "commit of t1 from n9",
        ]
      ),
      (
        node,
        [
          "work on t1", prepare, "abort of t1 from n9", "commit of t1 from n9", prepare,
          "abort of t1 from n9", "restart", prepare, "inquiry about t1 from n2",
        ]
      ),
      (node, ["commit of t1 from n9", "abort of t1 from n9", "timeout of t1"]),
      (node, ["work on t1", prepare] + Array(repeating: "commit of t1 from n9", count: 12)),
    ]
  ),
]
