import Checking
import Dialects

/// The hidden tests of the exercise `read-index`.
let readIndexSuite = ComposedSuite(
  exercise: "read-index", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, a leader answers the same reads.", chapter: section,
    points: 4),
  parts: [
    ConversationPart(
      name: "read-index", object: leader, rules: rules,
      random: ongaro.check(
        "any-order-of-answers",
        "Whatever reads, rounds and answers overlap, doubled, late, of other terms and from strangers: "
          + "every read is answered when the rules say.", .schedules, 14),
      copies: .copiesApart(
        "A copy of a leader does not change with its original.", chapter: section, points: 4))
  ])

private let section = "raft#reading"
private let ongaro = Teaching("Ongaro 2014, section 6.4", in: section)
private let raft = Teaching("Ongaro and Ousterhout 2014, section 8", in: section)

/// What a leader must hold.
private struct Leader {
  struct Read {
    let number: Int128
    /// How many rounds had begun when it arrived.
    let roundsBefore: Int128
    let index: Int128
  }

  let peers: [Int128]
  let term: Int128
  let first: Int128
  var commit: Int128
  var applied: Int128
  var rounds: Int128 = 0
  var isDeposed = false
  var waiting: [Read] = []
  var used: Set<Int128> = []
  /// The latest round that each peer has answered.
  var answered: [Int128: Int128] = [:]

  init(_ numbers: [Int128]) {
    peers = (0..<numbers[0]).map { numbers[1] + $0 * numbers[2] }
    (term, commit, applied, first) = (numbers[3], numbers[4], numbers[5], numbers[6])
  }

  func isConfirmed(_ read: Read) -> Bool {
    guard rounds > read.roundsBefore else { return false }
    let others = answered.values.count { $0 > read.roundsBefore }
    return 2 * (1 + others) > peers.count + 1
  }

  func told(_ kind: UInt8, _ numbers: [Int128] = []) -> ObjectWords.Answer {
    .init(kind, [isDeposed ? 1 : 0] + numbers)
  }

  mutating func answers(_ reason: String) -> SequentialObject<Leader>.Right {
    let isReady = waiting.map { $0.index <= applied && isConfirmed($0) }
    let ready = zip(waiting, isReady).filter(\.1).map(\.0.number)
    waiting = zip(waiting, isReady).filter { !$0.1 }.map(\.0)
    return (told(4, ready), reason)
  }

  mutating func acknowledge(
    _ round: Int128, _ peer: Int128, _ term: Int128
  ) -> SequentialObject<Leader>.Right {
    if term > self.term { isDeposed = true }
    if isDeposed {
      waiting = []
      return (told(4), "somebody has a higher term, so others may have written")
    }
    guard term == self.term, peers.contains(peer), (1...max(1, rounds)).contains(round), rounds > 0
    else {
      return (told(4), "it is no peer's answer of this term to a round that has begun")
    }
    answered[peer] = max(answered[peer, default: 0], round)
    let missing = waiting.filter { !isConfirmed($0) }.count
    return answers(
      "\(missing) reads wait for a majority to answer a round that was begun after them, others for the "
        + "state machine at most")
  }
}

private let number = NumberDomain(-(1 << 63)...(1 << 63 - 1))
private let index = NumberDomain(0...(1 << 62))
private let term = NumberDomain(0...(1 << 40))

private let leader = SequentialObject<Leader>(
  subject: "leader",
  setting: NumberForm(
    "# peers from n# in steps of #, term #, committed #, applied #, first of the term #",
    [NumberDomain(0...100, drawnTo: 8), .node, .node, term, index, index, index]
  ) { $0[2] > 0 && $0[1] + $0[2] * ($0[0] - 1) <= Int128(UInt32.max) },
  start: { Leader($0) },
  operations: [
    .init(
      NumberForm("take(read #)", [number]), weight: 5,
      isAllowed: { !$1.used.contains($0[0]) },
      near: { [[Int128($0.used.count), -Int128($0.used.count)]] }
    ) { numbers, state in
      guard !state.isDeposed else { return (state.told(2), "it is deposed") }
      state.used.insert(numbers[0])
      guard state.commit >= state.first else {
        return (state.told(2), "no entry of its term is committed yet")
      }
      state.waiting.append(
        .init(number: numbers[0], roundsBefore: state.rounds, index: state.commit))
      return (state.told(1), "it waits for a round, and for index \(state.commit)")
    },
    .init(NumberForm("beginRound()"), weight: 4) { _, state in
      state.rounds += 1
      return (state.told(3, [state.rounds]), "rounds are counted from 1")
    },
    .init(
      NumberForm("acknowledge(round #, from n#, term #)", [.unsigned(), .node, term]), weight: 12,
      // A higher term ends it, so few are told of one: only in answers to the first round, or to none.
      isAllowed: { $0[2] <= $1.term || $0[0] <= 1 },
      near: { state in
        [
          [state.rounds, state.rounds, state.rounds - 1, state.rounds + 1, 1], state.peers,
          state.term == 0 ? [0] : [state.term, state.term, state.term - 1],
        ]
      },
      fitting: { state in
        state.peers.flatMap { peer in
          [state.rounds, state.rounds - 1].filter { $0 > 0 }.map { [$0, peer, state.term] }
        }
      }
    ) { $1.acknowledge($0[0], $0[1], $0[2]) },
    .init(
      NumberForm("committed(upTo: #)", [index]), weight: 3,
      near: { [[$0.commit, $0.commit + 1, $0.commit + 2, $0.first]] }
    ) { numbers, state in
      state.commit = max(state.commit, numbers[0])
      return (
        state.told(0), "that answers nothing\(state.isDeposed ? ", and it stays deposed" : "")"
      )
    },
    .init(
      NumberForm("applied(upTo: #)", [index]), weight: 4,
      near: { [[$0.applied, $0.applied + 1, $0.commit] + $0.waiting.suffix(4).map(\.index)] }
    ) { numbers, state in
      state.applied = max(state.applied, numbers[0])
      return state.answers("\(state.applied) is applied, and these are confirmed")
    },
  ],
  text: { answer in
    let deposed = answer.numbers.first == 1 ? ", deposed" : ""
    let rest = answer.numbers.dropFirst().map(String.init).joined(separator: ", ")
    return switch answer.kind {
    case 1: "taken\(deposed)"
    case 2: "not taken\(deposed)"
    case 3: "round \(rest)\(deposed)"
    case 4: "reads [\(rest)]\(deposed)"
    default: "noted\(deposed)"
    }
  },
  isTelling: { $0.kind == 3 || $0.numbers.count > 1 })

private func cluster(_ peers: Int, committed: Int = 4, applied: Int = 4) -> String {
  "\(peers) peers from n2 in steps of 1, term 2, committed \(committed), applied \(applied), "
    + "first of the term 4"
}

private func answer(_ round: Int, _ peer: Int, _ term: Int = 2) -> String {
  "acknowledge(round \(round), from n\(peer), term \(term))"
}

private let rules: [ObjectRule] = [
  (
    raft.check(
      "first-an-entry-of-its-own-term",
      "A leader takes no read before an entry of its own term is committed: until then it does not know "
        + "what is.", .examples, 12),
    [
      (
        cluster(2, committed: 3, applied: 3),
        [
          "take(read 7)", "beginRound()", answer(1, 2), "committed(upTo: 4)", "take(read 8)",
          "applied(upTo: 4)", "beginRound()", answer(2, 2),
        ]
      ),
      (cluster(2), ["take(read 7)", "beginRound()", answer(1, 3)]),
      // Not yet, however large both are.
      (
        "2 peers from n2 in steps of 1, term 2, committed \(1 << 53), applied 0, first of the term "
          + "\(1 << 53 + 1)", ["take(read 7)", "committed(upTo: \(1 << 53 + 1))", "take(read 8)"]
      ),
    ]
  ),
  (
    ongaro.check(
      "a-round-after-the-read",
      "Only a round begun after the read arrived confirms it, that one or a later one.", .examples,
      16),
    [
      (
        cluster(2),
        [
          "beginRound()", "take(read 7)", answer(1, 2), answer(1, 3), "beginRound()", answer(1, 2),
          answer(2, 3),
        ]
      ),
      (cluster(2), ["take(read 7)", "beginRound()", "take(read 8)", "beginRound()", answer(2, 2)]),
      (
        cluster(4),
        [
          "take(read 7)", "beginRound()", answer(1, 2), "take(read 8)", "beginRound()",
          "beginRound()", answer(3, 3), answer(2, 2), answer(1, 4), answer(2, 4),
        ]
      ),
      (
        cluster(2),
        ["take(read 7)", answer(1, 2), "beginRound()", answer(2, 2), answer(0, 3), answer(1, 3)]
      ),
      // What a peer has answered, an answer to an earlier round that comes late does not take back.
      (
        cluster(4),
        [
          "beginRound()", "take(read 7)", "beginRound()", answer(2, 2), answer(1, 2), answer(2, 3),
        ]
      ),
      (
        cluster(2),
        ["take(read 7)", "applied(upTo: 9)", "beginRound()", "applied(upTo: 9)", answer(1, 2)]
      ),
    ]
  ),
  (
    raft.check(
      "a-majority-of-the-cluster",
      "More than half of all nodes must answer, the leader among them and each once.", .examples, 14
    ),
    (Array(0...8) + [98, 99]).map { peers in
      let answers = (0..<peers).flatMap { [answer(1, $0 + 2), answer(1, $0 + 2)] }
      return (
        cluster(peers),
        ["take(read 7)", "applied(upTo: 4)", "beginRound()", answer(1, 770)] + answers
          + ["applied(upTo: 4)", "applied(upTo: 4)"]
      )
    }
      + [
        // A stranger who is a peer in fewer bits.
        (
          cluster(4),
          ["take(read 7)", "beginRound()"] + [8, 16, 31].map { answer(1, 3 + 1 << $0) }
            + [answer(1, 2), answer(1, 3)]
        ),
        // As many reads as come.
        (cluster(2), (1...400).map { "take(read \($0))" } + ["beginRound()", answer(1, 2)]),
      ]
      + [64, 256, 65_536, 1 << 30].map { step in
        (
          "3 peers from n1 in steps of \(step), term 2, committed 4, applied 4, first of the term 4",
          ["take(read 7)", "beginRound()", answer(1, 1), answer(1, 1), answer(1, 1 + step)]
        )
      }
  ),
  (
    ongaro.check(
      "the-state-machine-catches-up",
      "A read waits until what was committed when it arrived is applied, and for nothing after that.",
      .examples, 14),
    [
      (
        cluster(2),
        [
          "applied(upTo: 9)", "committed(upTo: 9)", "take(read 7)", "beginRound()", answer(1, 2),
        ]
      ),
      (
        cluster(2, committed: 6, applied: 5),
        ["take(read 7)", "beginRound()", answer(1, 2), "applied(upTo: 5)", "applied(upTo: 6)"]
      ),
      // The next index is another one, however large both are.
      (
        cluster(2, committed: 1 << 53 + 1, applied: 1 << 53),
        ["take(read 7)", "beginRound()", answer(1, 2), "applied(upTo: \(1 << 53 + 1))"]
      ),
      (
        cluster(2, committed: 1 << 61 + 1, applied: 1 << 61),
        ["take(read 7)", "beginRound()", answer(1, 2), "applied(upTo: \(1 << 61 + 1))"]
      ),
      (
        cluster(2),
        [
          "take(read 7)", "committed(upTo: 9)", "beginRound()", answer(1, 2), "take(read 8)",
          "beginRound()", answer(2, 2), "applied(upTo: 8)", "applied(upTo: 9)",
        ]
      ),
      (
        cluster(2, committed: 6, applied: 5),
        [
          "committed(upTo: 5)", "take(read 7)", "beginRound()", answer(1, 2), "applied(upTo: 5)",
          "applied(upTo: 7)", "applied(upTo: 5)", "take(read 8)", "beginRound()", answer(2, 3),
        ]
      ),
    ]
  ),
  (
    raft.check(
      "whoever-is-deposed-answers-nothing",
      "A higher term deposes the leader for good; answers of older terms count for nothing.",
      .examples, 12),
    [
      (
        cluster(2),
        [
          "take(read 7)", "beginRound()", answer(1, 2, 3), answer(1, 3), "take(read 8)",
          "beginRound()", answer(2, 2), "applied(upTo: 9)",
        ]
      ),
      (
        cluster(2),
        ["take(read 7)", "beginRound()", answer(1, 2, 1), answer(1, 3, 1), answer(1, 3)]
      ),
      (
        cluster(2, committed: 6, applied: 5),
        ["take(read 7)", "beginRound()", answer(1, 2), answer(0, 9, 3), "applied(upTo: 6)"]
      ),
    ]
  ),
  (
    ongaro.check(
      "reads-share-rounds",
      "One round serves all reads before it; each comes once, in their order.",
      .examples, 10),
    [
      (
        cluster(2),
        (1...100).map { "take(read \($0))" } + ["beginRound()", answer(1, 3)]
          + ["take(read 101)", answer(1, 2)]
      ),
      (
        cluster(2),
        [
          "take(read 9)", "take(read -3)", "take(read 5)", "beginRound()", answer(1, 3),
          answer(1, 2),
          "applied(upTo: 4)",
        ]
      ),
      (
        cluster(2, committed: 6, applied: 5),
        [
          "take(read 1)", "committed(upTo: 8)", "take(read 0)", "beginRound()", answer(1, 3),
          "applied(upTo: 7)", "applied(upTo: 8)",
        ]
      ),
    ]
  ),
]
