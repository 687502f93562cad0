import Clusters
import ExerciseKit
import Parameters
import Solutions

/// A node that asks before it stands, with an election timer. Time is the steps of the run.
struct PollingNode: ToldNode {
  enum Input { case timeout(UInt64), heartbeat }
  typealias Message = PreVoter.Message
  struct Stored {
    var term: Term
    var vote: NodeID?
  }
  enum Sight {
    case leads(Term, NodeID)
    /// It leads no longer, for another's term, though a majority has answered it lately.
    case disturbed(Term)
  }
  typealias Effect = FaultyRun<PollingNode>.Effect

  static let ids = (1...3).map { NodeID($0) }
  /// A majority that has answered within so many steps is heard.
  private static let lately = 40
  private let id: NodeID
  private var voter: PreVoter
  private var deadline: Int
  private var heardAt = Int.min / 2
  private var now = 0

  init(_ id: NodeID, _ stored: Stored?, asksFirst: Bool) {
    self.id = id
    deadline = 200 + 50 * Int(id.number)
    voter = PreVoter(
      id: id, peers: Self.ids.filter { $0 != id }, term: stored?.term ?? 0,
      votedFor: stored?.vote, timeouts: 200...400, asksFirst: asksFirst, checksQuorum: true)
  }

  var isLeader: Bool { voter.role == .leader }
  var isDue: Bool { now >= deadline }
  var told: String { "\(voter.role.rawValue) t\(voter.term)" }
  static func label(_ input: Input) -> String {
    if case .heartbeat = input { "heartbeat" } else { "timeout" }
  }
  static func label(_ message: Message) -> String {
    switch message {
    case .poll(let term, _): "poll t\(term)"
    case .pollAnswer(let asked, _, let isGranted): "\(isGranted ? "would" : "not") t\(asked)"
    case .election(let message): ElectorNode.label(message)
    }
  }
  static func label(_ sight: Sight) -> String {
    switch sight {
    case .leads(let term, let leader): "\(leader) leads term \(term)"
    case .disturbed(let term): "leads no longer, for term \(term)"
    }
  }
  static func flaw(_ sight: Sight) -> String? {
    guard case .disturbed(let term) = sight else { return nil }
    return "leads no longer, for somebody's term \(term), though a majority has just answered it"
  }
  static func contradiction(_ earlier: Sight, _ later: Sight) -> String? {
    guard case (.leads(let one, let first), .leads(let other, let second)) = (earlier, later) else {
      return nil
    }
    return one == other && first != second ? "leads term \(one), and so did" : nil
  }

  mutating func notice(_ now: Int) { self.now = now }

  mutating func take(_ input: Input) -> [Effect] {
    switch input {
    case .timeout(let random): step(.electionTimeout, random)
    case .heartbeat: step(.heartbeatTimeout, 0)
    }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    if case .election(.heartbeatReply(voter.term)) = message, isLeader { heardAt = now }
    // Timers differ, as chance would have it.
    return step(.received(message, from: sender), UInt64(now) &* 0x9e37_79b9 % 201)
  }

  private mutating func step(_ input: PreVoter.Input, _ random: UInt64) -> [Effect] {
    let (wasLeader, term) = (isLeader, voter.term)
    var effects: [Effect] = voter.step(input, random: random).compactMap { output in
      switch output {
      case .persist(let term, let vote): return .persist(Stored(term: term, vote: vote))
      case .send(let message, let receiver): return .send(message, to: receiver)
      case .resetElectionTimer(let delay):
        deadline = now + delay
        return nil
      }
    }
    if isLeader, !wasLeader { effects.append(.show(.leads(voter.term, id))) }
    if wasLeader, !isLeader, voter.term > term, now - heardAt < Self.lately {
      effects.append(.show(.disturbed(voter.term)))
    }
    return effects
  }

  static func unfinished(_ run: FaultyRun<Self>) -> Broken? {
    run.named.contains { $0.node.isLeader }
      ? nil : run.lack { _ in "leads nobody, and nobody leads" }
  }
}

extension SimulatedPattern {
  static let preVote = SimulatedPattern(
    "pre-vote",
    guarantee:
      "A term has one leader; one that hears a majority is not disturbed by who could not win; "
      + "and in the end somebody leads.",
    model: "messages lost, a network cut in two, and one of three nodes that stops for good; a "
      + "heartbeat that arrives well within an election timeout",
    nodes: PollingNode.ids,
    on: Network(
      losses: 20, copies: nil, stops: nil, cuts: 6, hasDisks: false, mayEnd: PollingNode.ids,
      steps: 3000, calm: 1500),
    parameters: [
      Parameter(
        "poll", "whether a node asks before it stands", .choice(["on", "off"]), standard: "on")
    ],
    beyond: [
      Beyond("poll", is: "off", what: "nodes that stand without asking"), majorityGone,
    ],
    start: { arguments, id, stored in
      PollingNode(id, stored, asksFirst: arguments.text("poll") == "on")
    },
    input: { turn in
      if turn.node.isDue { return .timeout(UInt64(turn.choice % 201)) }
      return turn.node.isLeader && turn.choice < 600 ? .heartbeat : nil
    })
}
