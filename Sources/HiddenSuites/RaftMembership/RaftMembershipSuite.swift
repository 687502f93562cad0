import Checking

/// The hidden tests of the exercise `raft-membership`: what a node makes of configurations at each step, and what
/// becomes of clusters that change.
let raftMembershipSuite = ComposedSuite(
  exercise: "raft-membership", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, nodes do the same.", chapter: section, points: 4),
  parts: [
    ConversationPart(
      name: "raft-membership", object: membership, rules: rules,
      random: changing.check(
        "any-order-of-changes",
        "Whatever a log brings and loses, whoever holds what, whoever is added and removed, and however often the "
          + "node starts again: every answer is what the rules say.", .schedules, 12),
      copies: .copiesApart(
        "A copy of a node does not change with its original.", chapter: section, points: 4)),
    MemberClusterPart(
      search: changing.check(
        "committed-entries-survive",
        "In clusters of two to four members, whatever leaders do in up to four events, two elections and two changes "
          + "at most among them, and whoever is elected then: no term has two leaders, and every leader has what was "
          + "committed.",
        .search, 8),
      walks: leaving.check(
        "changes-come-to-an-end",
        "In clusters of up to seven servers no committed entry is lost, whatever happens; and when nothing is lost "
          + "any more, servers leave and come, the leader among them, and the rest go on.",
        .schedules, 6)),
  ])

private let section = "raft#changing-the-cluster"
private let changing = Teaching("Ongaro 2014, section 4.1", in: section)
private let leaving = Teaching("Ongaro 2014, section 4.2.2", in: section)
private let counting = Teaching("Ongaro 2014, section 3.6.2", in: section)

private func node(
  _ id: UInt32 = 1, of members: String = "[n1...n3]", after base: String = "0/0"
) -> String { "n\(id) knows of members \(members), and its log begins after \(base)" }

private let timer = "its election timer runs out"
private let again = "starts again"

private func becomes(_ role: String, _ term: Int) -> String { "becomes \(role) in term \(term)" }
private func leads(_ term: Int) -> [String] {
  [becomes("candidate", term), becomes("leader", term)]
}
private func command(_ term: Int) -> String { "appends a command of term \(term)" }
private func members(_ members: String, _ term: Int) -> String {
  "appends the configuration [\(members)] of term \(term)"
}
private func cut(_ index: Int) -> String { "cuts its log after entry \(index)" }
private func learns(_ index: Int) -> String { "learns that all is committed up to entry \(index)" }
private func holds(_ server: UInt32, _ index: Int) -> String {
  "learns that n\(server) holds all up to entry \(index)"
}
private func add(_ server: UInt32) -> String { "is asked to add n\(server)" }
private func remove(_ server: UInt32) -> String { "is asked to remove n\(server)" }
private func votes(_ voters: String) -> String { "gets the votes of [\(voters)]" }

/// Leads term 1, and has committed its first entry with n2, and n3 where it takes two.
private let settled = leads(1) + [command(1), holds(2, 1)]
private let settledWithThree = settled + [holds(3, 1)]

private typealias Talk = (setting: String, lines: [String])

/// n1 and so many others.
private func crowd(_ size: Int) -> String {
  node(of: size == 1 ? "[n1]" : size == 2 ? "[n1, n2]" : "[n1...n\(size)]")
}

private let countedOneByOne: [Talk] = ((1...7) + [9, 70]).map { size -> Talk in
  var lines = leads(1) + [command(1), holds(99, 1)]
  for server in 1..<size {
    let line = holds(UInt32(server) + 1, 1)
    lines += [line, line]
  }
  return (crowd(size), lines + [command(1)])
}

private let manyVotes: [Talk] = (1...6).map { size -> Talk in
  let ballots = ["", "n1", "n1, n2", "n1...n3", "n2...n4", "n4...n9"]
  return (crowd(size), ballots.map { votes($0) })
}

/// Who votes is at the end of a large cluster, just enough or one too few; or all do.
private let crowdsOfVoters: [Talk] =
  (Array(9...40) + [63, 64, 65, 99, 100, 127, 128, 129, 200, 255, 256, 257]).map { size in
    let half = size / 2
    let firsts = [half, half + 1].map { "n1...n\($0)" }
    let lasts = [size - half + 1, size - half].map { "n\($0)...n\(size)" }
    return (crowd(size), (firsts + lasts + ["n1...n\(size)", ""]).map { votes($0) })
  }

/// Those who hold an entry are the last ones of a large cluster; then one comes or goes.
private let crowdsOfHolders: [Talk] = [
  (9, add(10)), (10, remove(9)), (33, add(34)), (64, remove(1)), (71, remove(2)), (100, add(101)),
  (128, remove(128)), (257, add(258)),
].map { size, change in
  // The leader holds it too.
  let holders = (size - size / 2 + 1...size).map { holds(UInt32($0), 1) }
  return (crowd(size), leads(1) + [command(1)] + holders + [change, change])
}

/// Terms that are one for whoever keeps too few of their bits, the earlier one first.
private let likeTerms: [(earlier: Int, later: Int)] =
  [8, 16, 32].map { (3, 3 + 1 << $0) } + [(1 << 53, 1 << 53 + 1), (Int.max - 1, Int.max)]

private let earlierTermsLikeItsOwn = likeTerms.map { terms -> Talk in
  (
    node(),
    [becomes("follower", terms.earlier), command(terms.earlier)] + leads(terms.later)
      + [holds(2, 1), holds(3, 1), command(terms.later), holds(2, 1), holds(2, 2)]
  )
}

private let changesTooEarlyInTermsLikeThem = likeTerms.map { terms -> Talk in
  (
    node(),
    [becomes("follower", terms.earlier), command(terms.earlier), learns(1)] + leads(terms.later)
      + [add(4), remove(3), command(terms.later), add(4), holds(2, 2), add(4)]
  )
}

private let longLogs: [Talk] = [
  (
    node(),
    [becomes("follower", 1), "appends 420 commands of term 1"] + leads(2)
      + [command(2), holds(2, 421), add(4)]
  ),
  (
    node(),
    leads(1) + ["appends 160 commands of term 1", holds(2, 1), holds(2, 160), holds(3, 160)]
  ),
]

/// What a follower knows to be committed it knows after a cut, and after it has stood or led.
private let knowledgeThatStays: [Talk] = [[], leads(2), [becomes("candidate", 2)]].flatMap {
  meanwhile -> [Talk] in
  let begin = [becomes("follower", 1)]
  let end = meanwhile.isEmpty ? [] : [becomes("follower", 3)]
  return [
    (
      node(4, of: "[n1...n4]"),
      begin + [members("n1...n3", 1), members("n1...n4", 1), learns(1)] + meanwhile + end
        + [cut(1), timer, add(4), members("n1...n4", 1), timer]
    ),
    (
      node(4, of: "[n1...n4]", after: "1/7"),
      ["appends 3 commands of term 1", members("n1...n3", 1)]
        + [members("n1...n4", 1), learns(11)] + meanwhile + end + [cut(11), timer, again, timer]
    ),
  ]
}

private let manyConfigurations: [String] =
  [becomes("follower", 1)] + (3...122).map { members("n1...n\($0)", 1) }
  + [119, 100, 60, 9, 1, 0].map { cut($0) }

/// One server comes and goes, sixty times.
private let manyChanges: [String] =
  leads(1) + [command(1)]
  + (1...60).flatMap { round in [add(2), holds(2, 2 * round), remove(2)] }

private let rules: [ObjectRule] = [
  (
    changing.check(
      "counts-when-appended",
      "The newest configuration in the log counts from when it is appended, whether it is committed or not; when it "
        + "is cut off, the one before counts again.", .examples, 10),
    [
      (
        node(),
        [
          becomes("follower", 2), members("n1...n4", 1), members("n1, n2", 2), cut(1), cut(1),
          cut(0),
        ]
      ),
      (
        node(),
        [becomes("follower", 3), command(1), members("n5...n9", 2), command(3), learns(1), cut(2)]
          + [again, cut(1), again]
      ),
      (
        node(2, of: "[n2, n3]", after: "4/100"),
        [becomes("follower", 7), members("n2...n4", 5), learns(101), again, cut(100), again]
      ),
      (node(4, of: "[]"), [becomes("follower", 1), command(1), members("n1...n4", 1), cut(1)]),
      (node(), settled + [add(4), becomes("follower", 2), cut(1), add(4)]),
      (
        node(),
        [becomes("follower", 2), members("n1, n2", 1), "appends 600 commands of term 2", again]
          + [cut(500), cut(1), cut(0)]
      ),
      (node(of: "[n1...n120]"), [becomes("follower", 1), members("n2...n121", 1), cut(0)]),
      (
        node(),
        [becomes("follower", 2), members("n1...n4", 1), members("n1...n5", 1)]
          + [members("n2...n5", 2), cut(2), cut(1), cut(0)]
      ),
      (node(), [becomes("follower", 1), members("n1...n4", 1)] + leads(2) + [command(2)]),
      (node(), manyConfigurations),
      (
        node(),
        [becomes("follower", 1), members("n1...n4", 1), "appends 1100 commands of term 1", again]
          + [cut(1_100), members("n2...n4", 1), cut(1_100), cut(1), cut(0)]
      ),
    ]
  ),
  (
    changing.check(
      "majorities-of-the-newest",
      "An entry is committed when a majority of the newest configuration holds it, a leader counting itself only as a "
        + "member; what others hold is remembered while it leads, of members and of all others.",
      .examples, 10),
    countedOneByOne + crowdsOfHolders + longLogs + [
      (
        node(),
        settled + [add(4), holds(2, 2), holds(3, 2), add(5), holds(4, 3), holds(2, 3)]
          + [remove(2), holds(3, 4), holds(5, 4), remove(5), holds(3, 5)]
      ),
      // Alike but for one bit.
      (
        node(of: "[n1, n2, n258, n65538, n2147483650]"),
        leads(1) + [command(1), holds(2, 1), holds(258, 1)]
      ),
      // Fewer members may be enough for what came before.
      (node(of: "[n1...n4]"), settledWithThree + [command(1), holds(2, 2), remove(4)]),
      (node(of: "[n1, n2]"), settled + [command(1), holds(9, 2), add(9), holds(9, 3)]),
      (node(of: "[n1, n2]"), settled + [remove(2), command(1)]),
      (node(), settled + [command(1), command(1), holds(2, 3), holds(2, 2), holds(3, 1)]),
      (node(), settled + [command(1), holds(3, 2), remove(3), add(3), holds(2, 3), add(3)]),
      (node(), settled + [remove(1), holds(2, 2), command(1), holds(3, 2)]),
      // What it was told when it led before is forgotten.
      (
        node(of: "[n1...n5]"),
        settledWithThree + [command(1), command(1), holds(2, 3), becomes("follower", 2), cut(1)]
          + leads(3) + [command(3), holds(3, 2), holds(4, 2)]
      ),
      (
        node(),
        settled + [command(1), becomes("follower", 2), holds(2, 2), holds(3, 2)] + leads(3)
          + [command(3), holds(2, 3)]
      ),
      (
        node(3, of: "[n3, n65539]", after: "8/1099511627776"),
        [
          becomes("candidate", 9), becomes("leader", 9), command(9),
          holds(65_539, 1_099_511_627_777),
        ]
      ),
    ]
  ),
  (
    counting.check(
      "earlier-terms-are-not-counted",
      "Only an entry of the leader's own term is committed by counting, and what is before it with it.",
      .examples, 6),
    earlierTermsLikeItsOwn + [
      (
        node(),
        [becomes("follower", 1), command(1), command(1)] + leads(2)
          + [holds(2, 2), holds(3, 2), command(2), holds(3, 3)]
      ),
      (
        node(of: "[n1]"),
        [becomes("follower", 1), command(1), members("n1, n2", 1)] + leads(2)
          + [holds(2, 2), command(2), holds(2, 3)]
      ),
      (
        node(after: "3/7"),
        leads(4) + [holds(2, 7), holds(3, 7), command(4), holds(2, 7), holds(2, 8)]
      ),
    ]
  ),
  (
    changing.check(
      "one-change-at-a-time",
      "A change is refused while the newest configuration is not committed.", .examples, 7),
    [
      (
        node(),
        settled + [add(4), add(5), remove(4), add(4), holds(2, 2), add(5), holds(3, 2), add(5)]
      ),
      (node(), settled + [remove(3), remove(1), remove(3), command(1), holds(2, 2), add(3)]),
      (node(), settled + [remove(1), add(1), add(4), holds(2, 2), add(4)]),
      (
        node(of: "[n1]"),
        leads(1) + [command(1), add(2), remove(2), holds(2, 2), add(3), remove(3)]
      ),
      (node(of: "[n1, n2]"), settled + [remove(2), add(2), remove(2), holds(2, 3), remove(2)]),
      (node(of: "[n1]"), manyChanges),
      // Entries that are equal, in different places.
      (
        node(),
        settledWithThree + [add(4), holds(2, 2), holds(3, 2), remove(4), holds(2, 3), add(4)]
          + [add(5), remove(4), holds(2, 4), holds(3, 4), add(5)]
      ),
    ]
  ),
  (
    changing.check(
      "not-before-its-own-term",
      "A leader refuses every change until it has committed an entry of its own term.", .examples, 7
    ),
    changesTooEarlyInTermsLikeThem + [
      (node(), leads(1) + [add(4), command(1), add(4), holds(2, 1), add(4)]),
      (
        node(of: "[n1...n4]"),
        [becomes("follower", 1), command(1), learns(1)] + leads(2)
          + [remove(1), add(5), command(2), remove(1), holds(3, 2), add(5), holds(4, 2), remove(1)]
      ),
      (
        node(),
        [becomes("follower", 1), command(1), members("n1...n4", 1)] + leads(2)
          + [add(5), add(4), command(2), holds(2, 3), holds(4, 3), add(5)]
      ),
      (node(of: "[n1]"), leads(1) + [remove(1), add(2), command(1), add(2)]),
      (node(after: "5/9"), leads(6) + [add(4), command(6), holds(2, 10), add(4)]),
      (
        node(),
        settled + [becomes("follower", 2)] + leads(3) + [add(4), command(3), holds(2, 2), add(4)]
      ),
    ]
  ),
  (
    changing.check(
      "one-server-more-or-less",
      "A leader adds only who is not there and removes only who is, never the last one; no other node begins a "
        + "change. Of several reasons to refuse the first one is told.", .examples, 6),
    [
      (node(), settled + [add(2), add(1), remove(4), remove(0), add(4), add(4)]),
      (node(), [add(4), remove(1), remove(9), becomes("candidate", 1), add(4), remove(9)]),
      (node(of: "[n1]"), leads(1) + [command(1), remove(1), remove(2), add(1), add(2)]),
      (node(of: "[n1, n2]"), settled + [remove(2), remove(1), remove(2)]),
      (node(of: "[n1, n2]"), settled + [remove(1), holds(2, 2), becomes("follower", 1), add(1)]),
      (
        node(0, of: "[n0, n1, n257, n4294967295]"),
        leads(1) + [command(1), holds(1, 1), holds(257, 1), add(1), remove(4_294_967_295)]
          + [
            holds(1, 2), holds(257, 2), add(65_536), holds(1, 3), holds(257, 3), add(4_294_967_295),
          ]
      ),
      (node(of: "[n1...n120]"), [becomes("candidate", 1), add(121), becomes("leader", 1), add(7)]),
    ]
  ),
  (
    leaving.check(
      "steps-down-when-it-is-out",
      "A leader that is no member leads on until the configuration without it is committed, and steps down then, and "
        + "not before.", .examples, 8),
    [
      (
        node(),
        settled + [remove(1), command(1), holds(2, 2), holds(3, 2), becomes("follower", 1), timer]
      ),
      (node(of: "[n1, n2]"), settled + [remove(1), command(1), holds(2, 1), holds(2, 3)]),
      (
        node(of: "[n1...n5]"),
        settledWithThree + [command(1), holds(2, 2), remove(1), holds(3, 2), holds(4, 2)]
          + [holds(2, 3), holds(3, 3), holds(4, 3)]
      ),
      (
        node(),
        [becomes("follower", 1), command(1), members("n2, n3", 1)] + leads(2)
          + [command(2), holds(2, 3), holds(3, 2), holds(3, 3)]
      ),
      (node(), settled + [remove(3), holds(2, 2), remove(2), command(1)]),
      // Its going is committed with hundreds of entries.
      (
        node(),
        [becomes("follower", 1), "appends 300 commands of term 1", members("n2, n3", 1)]
          + ["appends 900 commands of term 1"] + leads(2)
          + [command(2), holds(2, 1_202), holds(3, 1_202)]
      ),
    ]
  ),
  (
    leaving.check(
      "who-may-stand",
      "A node stands if it is a member of the newest configuration, or does not know that to be committed.",
      .examples, 6),
    knowledgeThatStays + [
      (
        node(4),
        [becomes("follower", 1), members("n1...n3", 1), members("n1...n4", 1)]
          + [members("n1...n3", 1), learns(1), timer, learns(2), timer, learns(3), timer]
      ),
      (
        node(4, of: "[n1...n4]"),
        [becomes("follower", 1), members("n1...n3", 1), command(1), learns(1), cut(1), timer]
      ),
      (
        node(4, of: "[n1...n4]"),
        [becomes("follower", 1), members("n1...n3", 1), members("n1...n3, n5", 1), learns(1)]
          + [cut(1), timer]
      ),
      (node(), [timer, becomes("candidate", 1), timer]), (node(9), [timer]),
      (
        node(4, of: "[]"),
        [timer, becomes("follower", 1), command(1), timer, members("n1...n4", 1), timer]
      ),
      (
        node(),
        [becomes("follower", 2), command(1), members("n2, n3", 1), timer, learns(1), timer]
          + [
            command(2), learns(2), timer, learns(1), timer, learns(3), timer, again, timer, cut(1),
          ]
          + [timer]
      ),
      (
        node(9),
        [becomes("follower", 2), members("n1, n9", 1), timer, learns(1), members("n1", 2), timer]
          + [cut(1), timer, members("n1", 2), learns(2), timer, members("n1, n2", 2), timer]
      ),
      (node(3, of: "[n1, n2]", after: "2/8"), [timer, learns(7), timer, learns(8), timer]),
    ]
  ),
  (
    changing.check(
      "votes-of-members",
      "It takes the votes of a majority of the newest configuration; nobody else's count.",
      .examples, 6),
    manyVotes + crowdsOfVoters + [
      (
        node(),
        [becomes("follower", 1), members("n1...n4", 1), becomes("candidate", 2), votes("n1, n2")]
          + [votes("n1, n2, n4"), votes("n1, n2, n9")]
      ),
      (
        node(),
        [becomes("follower", 1), members("n2, n3", 1), becomes("candidate", 2), votes("n1, n2")]
          + [votes("n2, n3"), votes("n1...n3")]
      ),
      (node(4, of: "[]"), [votes(""), votes("n4"), votes("n1...n3")]),
    ]
  ),
]
