import Dialects

/// What a node must hold beside an election.
struct PollShadow {
  typealias Right = SequentialObject<PollShadow>.Right
  enum Role { case follower, candidate, leader }

  let id: Int128
  let peers: [Int128]
  let log: [Int128]
  private(set) var role = Role.follower
  private(set) var term: Int128
  private var knowsLeader = false
  private var support: Set<Int128>?
  private var heard: Set<Int128> = []

  /// Its name, how many peers from which in which steps, where the log ends, and the term.
  init(_ numbers: [Int128]) {
    id = numbers[0]
    peers = SpacedNodes.set(numbers[1...3]).sorted()
    log = Array(numbers[4...5])
    term = numbers[6]
  }

  private func isMajority(_ count: Int) -> Bool { 2 * count > peers.count + 1 }

  private func told(_ effects: [[Int128]], _ reason: String) -> Right {
    (
      .init(0, Array(effects.sorted { $0.lexicographicallyPrecedes($1) }.joined())), reason
    )
  }

  private static let reset: [Int128] = [5]

  /// Whether the election below may come to this.
  func mayBecome(_ next: Role, _ nextTerm: Int128) -> Bool {
    switch next {
    case .follower: nextTerm > term || nextTerm == term && role != .follower
    case .candidate: nextTerm > term && role != .leader
    case .leader: nextTerm == term && role == .candidate
    }
  }

  mutating func becomes(_ next: Role, in nextTerm: Int128) -> Right {
    if nextTerm > term || next == .leader { support = nil }
    (role, term) = (next, nextTerm)
    guard next == .leader else { return told([], "that is only noted") }
    heard = []
    return told([Self.reset], "a leader has an election timer too")
  }

  mutating func electionTimeout() -> Right {
    knowsLeader = false
    if role == .leader {
      let count = heard.count + 1
      heard = []
      if isMajority(count) { return told([Self.reset], "it has heard \(count) of \(size)") }
      return told([Self.reset, [3]], "it has heard \(count) of \(size), itself included")
    }
    support = nil
    guard term < Int128(Int.max) else { return told([Self.reset], "there is no later term") }
    support = [id]
    let polls = peers.map { [0, $0, term + 1] + log }
    return told([Self.reset] + polls + stand(), "it asks before it stands")
  }

  private var size: Int { peers.count + 1 }

  private mutating func stand() -> [[Int128]] {
    guard let support, isMajority(support.count) else { return [] }
    self.support = nil
    return [[2]]
  }

  func poll(_ asked: Int128, _ candidateLog: [Int128], from sender: Int128) -> Right {
    let complaint: String? =
      asked <= term
      ? "term \(asked) is not later than \(term)"
      : candidateLog.lexicographicallyPrecedes(log)
        ? "that log is behind"
        : knowsLeader
          ? "it hears a leader" : role == .leader ? "it leads" : nil
    return told(
      [[1, sender, asked, term, complaint == nil ? 1 : 0]],
      complaint ?? "nothing speaks against it")
  }

  mutating func answer(
    _ asked: Int128, _ known: Int128, granted: Bool, from sender: Int128
  ) -> Right {
    guard peers.contains(sender) else { return told([], "n\(sender) is no peer") }
    if known > term {
      support = nil
      return told([[4, known]], "n\(sender) is in a later term")
    }
    guard granted else { return told([], "that is no support") }
    guard support != nil, asked == term + 1 else { return told([], "it does not ask for that") }
    support?.insert(sender)
    let count = support?.count ?? 0
    return told(stand(), "\(count) of \(size) would vote for it")
  }

  mutating func hearsLeader() -> Right {
    knowsLeader = true
    support = nil
    return told([], "that is only noted")
  }

  mutating func hearsFollower(_ peer: Int128) -> Right {
    if role == .leader, peers.contains(peer) { heard.insert(peer) }
    return told([], "that is only noted")
  }

  // MARK: What may well come

  var terms: [Int128] { [term, term, term + 1, term + 1, max(0, term - 1), term + 2] }
  var nodes: [Int128] { peers + peers + [id] + strangers }

  /// Who is none of them, and is taken for one by their low bits.
  private var strangers: [Int128] {
    guard let peer = peers.last else { return [] }
    return [8, 16, 31].map { peer ^ 1 << $0 }.filter { $0 != id && !peers.contains($0) }
  }

  /// The first number that does not fit into 32 bits.
  private static let wide = Int128(1) << 32

  /// Polls by logs beside its own.
  var polls: [[Int128]] {
    let logs: [[Int128]] = [
      log, [log[0], log[1] + 1], [log[0], log[1] - 1], [log[0] + 1, 0], [log[0] - 1, log[1] + 5],
      [log[0], Self.wide], [Self.wide, log[1]], [log[0], log[1] + Self.wide / 2],
    ]
    let from = peers.first ?? id + 1
    return logs.filter { $0.allSatisfy((0...Int128(Int.max)).contains) }.flatMap { log in
      [term + 1, term + 1, term].map { term -> [Int128] in [from, term] + log }
    }
  }

  /// Answers to what it asks.
  var answers: [[Int128]] {
    peers.map { [$0, term + 1, term] } + peers.map { [$0, term + 1, max(0, term - 1)] }
  }
}

private let term = NumberDomain(0...Int128(Int.max))
private let nearTerms: @Sendable (PollShadow) -> [[Int128]] = { [$0.terms] }

private func becomes(
  _ role: PollShadow.Role, weight: Int
) -> SequentialObject<PollShadow>.Operation {
  .init(
    NumberForm("becomes \(role) in term #", [term]), weight: weight,
    // Far terms leave nothing to happen.
    isAllowed: { $1.mayBecome(role, $0[0]) && $0[0] <= $1.term + 1_000 }, near: nearTerms,
    fitting: { role == .leader ? [[$0.term]] : [[$0.term + 1], [$0.term]] }
  ) { $1.becomes(role, in: $0[0]) }
}

private let answer: [NumberDomain] = [.node, term, term]

private func answers(_ words: String, granted: Bool) -> SequentialObject<PollShadow>.Operation {
  .init(
    NumberForm("n# \(words) in term #, and is in term #", answer), weight: granted ? 10 : 3,
    near: { [$0.nodes, $0.terms, $0.terms] }, fitting: \.answers
  ) { $1.answer($0[1], $0[2], granted: granted, from: $0[0]) }
}

let poller = SequentialObject<PollShadow>(
  subject: "node",
  setting: NumberForm(
    "n# with # peers from n# in steps of #, a log that ends with #/#, in term #",
    [.node, NumberDomain(0...300, drawnTo: 9), .node, .node, term, term, term]
  ) {
    $0[3] > 0 && $0[2] + max(0, $0[1] - 1) * $0[3] <= Int128(UInt32.max)
      && !SpacedNodes.set($0[1...3]).contains($0[0])
  },
  start: { PollShadow($0) },
  operations: [
    becomes(.follower, weight: 2), becomes(.candidate, weight: 2), becomes(.leader, weight: 2),
    .init(NumberForm("its election timer runs out"), weight: 6) { $1.electionTimeout() },
    .init(
      NumberForm("n# asks for term #, with a log that ends with #/#", [.node, term, term, term]),
      weight: 8,
      near: { [$0.nodes, $0.terms, [$0.log[0], $0.log[0] + 1], [$0.log[1], $0.log[1] + 1]] },
      fitting: \.polls
    ) { $1.poll($0[1], Array($0[2...]), from: $0[0]) },
    answers("would vote for it", granted: true), answers("would not vote for it", granted: false),
    .init(
      // A leader hears no leader of its own term.
      NumberForm("it hears a leader"), weight: 3, isAllowed: { $1.role != .leader }
    ) { $1.hearsLeader() },
    .init(
      NumberForm("it hears n#", [.node]), weight: 6, near: { [$0.nodes] },
      fitting: { state in state.peers.map { [$0] } }
    ) { $1.hearsFollower($0[0]) },
  ],
  text: pollText)

/// Effects as a learner sees them.
@Sendable private func pollText(_ answer: ObjectWords.Answer) -> String {
  var rest = answer.numbers[...]
  func next() -> Int128 { rest.popFirst() ?? -1 }
  var effects: [String] = []
  while let kind = rest.popFirst() {
    switch kind {
    case 0:
      let (receiver, term, logTerm, index) = (next(), next(), next(), next())
      effects.append(
        "asks n\(receiver) for term \(term), with a log that ends with \(logTerm)/\(index)")
    case 1:
      let (receiver, asked, term) = (next(), next(), next())
      effects.append(
        "\(next() == 1 ? "grants" : "refuses") n\(receiver) term \(asked), being in term \(term)")
    case 2: effects.append("stands")
    case 3: effects.append("steps down")
    case 4: effects.append("takes over term \(next())")
    default: effects.append("resets its timer")
    }
  }
  return effects.isEmpty ? "nothing" : effects.joined(separator: ", ")
}
