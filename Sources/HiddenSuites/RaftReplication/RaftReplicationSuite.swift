import Checking
import ExerciseKit
import Simulation

/// The hidden tests of the exercise `raft-replication`: what each half does at each step, and what a
/// cluster made of both keeps.
let raftReplicationSuite = ComposedSuite(
  exercise: "raft-replication", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, both halves do the same every time they are run.",
    chapter: "raft#copying-the-log", points: 2),
  parts: [
    ConversationPart(
      name: "raft-replication/follower", model: FollowerTalk(), examples: followerExamples,
      random: check(
        "any-order-of-requests",
        "Whatever requests of whatever leaders arrive, late, doubled or out of order, each brings what "
          + "the rules say and nothing else.", figure2, "copying-the-log", .schedules, 8),
      copies: check(
        "follower-copies", "A copy of a follower does not change with its original.",
        Check.contract, "copying-the-log", .examples, 3)),
    ConversationPart(
      name: "raft-replication/leader", model: LeaderTalk(), examples: leaderExamples,
      random: check(
        "any-order-of-answers",
        "Whatever answers arrive, late, doubled, of strangers or of other terms, each brings what the "
          + "rules say and nothing else.", figure2, "committing", .schedules, 8),
      copies: check(
        "leader-copies", "A copy of a leader does not change with its original.",
        Check.contract, "committing", .examples, 3)),
    ProtocolPart(
      name: "raft-replication/cluster", model: ReplicatedLog(),
      small: .init(
        check: check(
          "no-committed-entry-is-lost",
          "In every run of 3 nodes within bounds, from 4 beginnings, with requests lost, doubled and late, "
            + "answers lost, and restarts between any two events, what was committed stays committed, and "
            + "every later leader has it.", "Ongaro and Ousterhout 2014, section 5.4.3, figure 3",
          "old-entries", .search,
          6),
        beginnings: beginnings, limit: 40_000),
      invariants: check(
        "long-walks",
        "In long random runs with losses, duplicates, delays, elections and crashes between any two "
          + "effects, logs match, leaders only append, and what was committed stays.",
        "Ongaro and Ousterhout 2014, figure 3", "old-entries", .schedules, 4),
      explained: check(
        "linearizable",
        "In long random runs, one order of all clients' writes and reads explains what they were told.",
        "Herlihy and Wing 1990, section 2", "reading", .schedules, 2),
      finished: check(
        "followers-are-repaired",
        "Once nothing is lost, a leader brings every log in line with its own and commits all of it, in "
          + "no more rounds of requests and answers than its log has entries, and three.",
        "Ongaro and Ousterhout 2014, section 5.3", "liveness", .schedules, 2),
      drawSetting: drawCluster),
  ])

private let figure2 = "Ongaro and Ousterhout 2014, section 5.3, figure 2"
private let section54 = "Ongaro and Ousterhout 2014, section 5.4.2"

private func check(
  _ name: String, _ guarantee: String, _ source: String, _ section: String, _ kind: Check.Kind,
  _ points: Int
) -> Check {
  Check(
    name: name, guarantee: guarantee, source: source, chapter: "raft#" + section, kind: kind,
    points: points)
}

/// Conversations of a check, each a setting and its lines.
private func examples<Model: ConversationModel>(
  _ model: Model, _ name: String, _ guarantee: String, _ source: String, _ section: String,
  _ points: Int, _ conversations: [(String, [String])]
) -> ConversationPart<Model>.Examples {
  ConversationPart<Model>.Examples(
    check: check(name, guarantee, source, section, .examples, points),
    conversations: conversations.map { Conversation(model, $0.0, $0.1) })
}

// MARK: The follower

private let followerExamples: [ConversationPart<FollowerTalk>.Examples] = [
  examples(
    FollowerTalk(), "refuses-old-terms",
    "A request of an older term is refused with the follower's own term, and changes nothing.",
    figure2,
    "copying-the-log", 4,
    [
      (
        "t3 with [1:a], commit 0; leader of t2 with [1:a 2:b]",
        ["receives of t2: 1 after 1, commit 0", "receives of t2: 0 after 1, commit 1"]
      ),
      (
        "t1 with [], commit 0; leader of t2 with [2:a]; leader of t4 with [4:b]",
        [
          "receives of t4: 1 after 0, commit 0", "receives of t2: 1 after 0, commit 0",
          "receives of t4: 1 after 0, commit 1", "receives of t2: 0 after 0, commit 0",
        ]
      ),
      (
        "t1 with [], commit 0; leader of t1 with [1:a]", ["receives of t1: 1 after 0, commit 0"]
      ),
      (
        "t9 with [1:v*300], commit 0; leader of t2 with [1:v*300 2:a]; leader of t9 with [1:v*300 9:b]",
        ["receives of t2: 1 after 300, commit 0", "receives of t9: 1 after 300, commit 301"]
      ),
    ]),
  examples(
    FollowerTalk(), "previous-entry-must-match",
    "Entries are taken only when the log has the leader's previous entry, index and term.", figure2,
    "copying-the-log", 8,
    [
      (
        "t0 with [], commit 0; leader of t1 with [1:a 1:b]",
        [
          "receives of t1: 1 after 1, commit 0", "receives of t1: 2 after 0, commit 0",
          "receives of t1: 0 after 2, commit 2",
        ]
      ),
      (
        "t2 with [1:a 2:x], commit 0; leader of t3 with [1:a 1:b 3:c]",
        [
          "receives of t3: 1 after 2, commit 0", "receives of t3: 0 after 2, commit 0",
          "receives of t3: 2 after 1, commit 0", "receives of t3: 0 after 3, commit 3",
        ]
      ),
      (
        "t2 with [2:x 2:y], commit 0; leader of t3 with [1:a 3:b]",
        ["receives of t3: 1 after 1, commit 0", "receives of t3: 2 after 0, commit 0"]
      ),
      // No entry is like one of term 0 but that.
      (
        "t1 with [1:x], commit 0; leader of t2 with [0:a 2:b]",
        ["receives of t2: 1 after 1, commit 0", "receives of t2: 2 after 0, commit 0"]
      ),
      (
        "t2 with [2:x], commit 0; leader of t3 with [1:a 1:b 1:c 3:d]",
        ["receives of t3: 1 after 3, commit 0", "receives of t3: 4 after 0, commit 0"]
      ),
    ]),
  examples(
    FollowerTalk(), "cuts-only-what-contradicts",
    "What is behind the entries sent stays, unless one of them contradicts the log; there the log is "
      + "cut.", figure2, "copying-the-log", 8,
    [
      (
        "t1 with [], commit 0; leader of t1 with [1:a 1:b 1:c]",
        [
          "receives of t1: 3 after 0, commit 0", "receives of t1: 1 after 0, commit 0",
          "receives of t1: 0 after 1, commit 0", "receives of t1: 2 after 0, commit 0",
          "receives of t1: 3 after 0, commit 3",
        ]
      ),
      (
        "t1 with [], commit 0; leader of t1 with [1:v*200]",
        ["receives of t1: 200 after 0, commit 200", "receives of t1: 0 after 200, commit 200"]
      ),
      (
        "t2 with [1:a 2:x 2:y], commit 0; leader of t3 with [1:a 3:b]",
        ["receives of t3: 0 after 1, commit 0", "receives of t3: 2 after 0, commit 0"]
      ),
      (
        "t2 with [1:a 1:b 2:x 2:y], commit 1; leader of t3 with [1:a 1:b 3:c 3:c]",
        ["receives of t3: 1 after 1, commit 1", "receives of t3: 3 after 1, commit 1"]
      ),
      ("t1 with [1:], commit 0; leader of t2 with [2:]", ["receives of t2: 1 after 0, commit 0"]),
      (
        "t2 with [1:a 2:a], commit 0; leader of t3 with [1:a 3:a]",
        ["receives of t3: 1 after 1, commit 0"]
      ),
    ]),
  examples(
    FollowerTalk(), "commits-what-was-compared",
    "commitIndex becomes the leader's, but never more than the last index compared with the leader's log; "
      + "it never falls, and a refusal leaves it.", figure2, "committing", 8,
    [
      (
        "t2 with [1:a 2:x], commit 0; leader of t3 with [1:a 3:b]",
        ["receives of t3: 0 after 1, commit 2", "receives of t3: 1 after 1, commit 2"]
      ),
      (
        "t1 with [1:a 1:b], commit 0; leader of t1 with [1:a 1:b 1:c]",
        [
          "receives of t1: 0 after 2, commit 3", "receives of t1: 0 after 3, commit 3",
          "receives of t1: 0 after 1, commit 1", "receives of t1: 1 after 2, commit 1",
          "receives of t1: 0 after 3, commit 2",
        ]
      ),
    ]),
]

// MARK: The leader

private let three = "leader of t3 with [1:a 2:b], commit 0, peers n2, n3"

private let five = "leader of t3 with [1:a 2:b], commit 0, peers n2, n3, n4, n5"

private let leaderExamples: [ConversationPart<LeaderTalk>.Examples] = [
  examples(
    LeaderTalk(), "sends-what-follows",
    "A request begins at an entry of the leader's log and holds everything behind it; the first begins at "
      + "the end of the log the leader was elected with. A stranger gets none.", figure2,
    "copying-the-log", 6,
    [
      (three, ["is asked for n2", "is asked for n3", "is asked for n4", "is asked for n1"]),
      (
        three,
        [
          "appends \"x\"", "is asked for n2", "appends \"y\"", "is asked for n2",
          "hears n2: t3 has 4", "is asked for n2", "is asked for n3", "appends \"z\"",
          "is asked for n2",
        ]
      ),
      (
        "leader of t1 with [], commit 0, peers n2, n3",
        [
          "is asked for n2", "appends \"x\"", "is asked for n3", "hears n3: t1 has 0",
          "is asked for n3",
        ]
      ),
      (
        "leader of t1 with [], commit 0, peers n2, n3",
        (1...300).map { "appends \"x\($0)\"" } + ["is asked for n2"]
      ),
    ]),
  examples(
    LeaderTalk(), "appends-only",
    "A command is appended with the leader's term, at the index that is returned; nothing else changes "
      + "the log. Alone, a leader commits at once.", figure2, "copying-the-log", 4,
    [
      (
        three,
        ["appends \"x\"", "appends \"\"", "hears n2: t3 refuses, at most 0", "appends \"x\""]
      ),
      ("leader of t2 with [], commit 0, peers none", ["appends \"x\"", "appends \"y\""]),
      ("leader of t2 with [1:a], commit 0, peers none", ["appends \"x\""]),
      ("leader of t0 with [], commit 0, peers none", ["appends \"x\"", "appends \"y\""]),
      (
        "leader of t2 with [1:v*1200], commit 0, peers n2",
        ["hears n2: t2 refuses, at most 0", "is asked for n2"]
      ),
    ]),
  examples(
    LeaderTalk(), "backs-off",
    "After a refusal the next request to that peer begins earlier, down to the very first entry, and to "
      + "others where it did.", figure2, "copying-the-log", 6,
    [
      (
        five,
        [
          "is asked for n2", "hears n2: t3 refuses, at most 1", "is asked for n2",
          "is asked for n3",
          "hears n2: t3 refuses, at most 0", "is asked for n2", "hears n2: t3 refuses, at most 0",
          "is asked for n2", "hears n2: t3 has 2", "is asked for n2",
        ]
      ),
      (
        "leader of t9 with [1:v*40], commit 0, peers n2, n3, n4, n5",
        ["is asked for n2", "hears n2: t9 refuses, at most 39", "is asked for n2"]
          + (0..<40).flatMap { _ in ["hears n2: t9 refuses, at most 0", "is asked for n2"] }
      ),
      (
        five,
        [
          "hears n2: t3 has 2", "hears n2: t3 refuses, at most 1", "is asked for n2",
          "hears n2: t3 refuses, at most 1", "is asked for n2",
        ]
      ),
    ]),
  examples(
    LeaderTalk(), "counts-the-whole-cluster",
    "An entry is committed with the very answer that makes a majority of all nodes hold it; each node "
      + "counts once, with the most it has said.", figure2, "committing", 6,
    (Array(2...16) + [33, 50, 65]).map { size in
      let peers = (2...size).map { "n\($0)" }
      return (
        "leader of t1 with [], commit 0, peers \(peers.joined(separator: ", "))",
        ["appends \"x\""] + peers.flatMap { ["hears \($0): t1 has 1", "hears \($0): t1 has 1"] }
      )
    } + [
      (
        "leader of t1 with [], commit 0, peers n2, n3, n4, n5",
        [
          "appends \"x\"", "appends \"y\"", "hears n2: t1 has 2", "hears n2: t1 has 1",
          "hears n3: t1 has 1", "hears n4: t1 has 2", "hears n3: t1 has 2", "hears n5: t1 has 2",
        ]
      ),
      (
        "leader of t1 with [], commit 0, peers n2, n3",
        ["appends \"x\"", "hears n2: t1 refuses, at most 1", "hears n3: t1 refuses, at most 1"]
      ),
      // A refusal that comes late takes nothing back, whatever it says.
      (
        "leader of t2 with [1:a], commit 0, peers n2, n3, n4, n5",
        [
          "appends \"x\"", "hears n2: t2 has 2", "hears n2: t2 refuses, at most 0",
          "hears n3: t2 has 2",
        ]
      ),
    ]),
  examples(
    LeaderTalk(), "commits-only-its-own-term",
    "A leader commits an entry of an earlier term only together with one of its own (figure 8).",
    section54, "old-entries", 8,
    [
      (
        "leader of t4 with [1:a 2:b], commit 1, peers n2, n3, n4, n5",
        [
          "hears n2: t4 has 2", "hears n3: t4 has 2", "hears n4: t4 has 2", "appends \"x\"",
          "hears n2: t4 has 3", "hears n3: t4 has 3",
        ]
      ),
      (
        three,
        [
          "hears n2: t3 has 2", "appends \"x\"", "appends \"y\"", "hears n3: t3 has 2",
          "hears n3: t3 has 4",
        ]
      ),
    ]),
  examples(
    LeaderTalk(), "answers-of-other-terms",
    "A higher term deposes the leader; answers of older terms and of strangers change nothing.",
    figure2,
    "terms", 4,
    [
      (
        "leader of t3 with [], commit 0, peers n2, n3",
        [
          "appends \"x\"", "hears n2: t2 has 1", "hears n2: t2 refuses, at most 0",
          "hears n4: t3 has 1", "is asked for n2", "hears n3: t3 has 1",
        ]
      ),
      (
        "leader of t9 with [1:v*300], commit 0, peers n2, n3",
        ["appends \"x\"", "hears n2: t2 has 301", "is asked for n2", "hears n2: t9 has 301"]
      ),
      (three, ["hears n2: t4 refuses, at most 0"]),
      (three, ["appends \"x\"", "hears n2: t9 has 3", "is asked for n2"]),
    ]),
]

// MARK: Clusters

/// Nodes n1, n2, n3 with these logs.
private func cluster(_ logs: [String]) -> ReplicatedLog.Setting {
  ReplicatedLog.Setting(
    names: logs.indices.map(identifier), logs: logs.map { LogText($0) ?? LogText([]) })
}

/// Figure 8 after its second election; nothing yet; logs that disagree, of which no leader adds more.
private let beginnings: [(setting: ReplicatedLog.Setting, bounds: ReplicatedLog.Bounds)] = [
  (cluster(["1:a1", "2:b1", ""]), .init(term: 4, entriesOfTerm: 0)),
  (cluster(["", "", ""]), .init(term: 2, entriesOfTerm: 1)),
  (cluster(["1:a1 1:a2", "1:a1", "1:a1 2:b1"]), .init(term: 4, entriesOfTerm: 0)),
  (cluster(["1:a1 3:c1", "1:a1 2:b1 2:b2", "1:a1"]), .init(term: 5, entriesOfTerm: 0)),
]

/// A cluster of one to seven, some of whose logs have hundreds of entries in common, or terms too large
/// for 32 bits.
private let drawCluster: @Sendable (Bool, inout RandomSource) -> ReplicatedLog.Setting = {
  isOdd, random in
  let size = [3, 5, 3, 4, 2, 7, 3, 5, 1, 6][random.index(below: 10)]
  let nodes = isOdd ? OddNodes.draw(size, random: &random) : Array(0..<size)
  let term: Term = isOdd && random.chance(1, in: 2) ? 1 << 33 : 1
  let common = isOdd && random.chance(1, in: 2) ? LogText(250, of: term) : LogText([])
  return ReplicatedLog.Setting(
    names: nodes.map(identifier), logs: nodes.map { _ in common })
}
