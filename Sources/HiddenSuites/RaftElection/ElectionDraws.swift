import ExerciseKit
import Simulation

/// Draws what happens to one node: always something that may happen to a node of a cluster in which
/// everybody keeps the rules.
///
/// Where a search begins with clusters of n1, n2, … that have persisted nothing, a script begins
/// anywhere: any node numbers in any order, clusters of one to thirteen, terms and logs of any size,
/// whatever a node may have persisted, intervals of one value and very wide ones.
struct ElectionDraws {
  private(set) var script: ElectionScript
  private let situations: ElectionSituations
  private let restarts: Bool
  private var random: RandomSource
  private var shadow: ElectionShadow
  /// Who leads a term, as far as the script has said so; the node itself where it does.
  private var leaders: [Term: NodeID] = [:]
  private var delivered: [ElectionEvent] = []

  private var member: ElectionMember { script.setting.members[0] }

  /// - Parameters:
  ///   - length: how many things happen to the node, copies apart.
  ///   - situations: where the node may begin.
  ///   - restarts: false for a node that never crashes, so that its value grows old.
  init(seed: UInt64, length: Int, in situations: ElectionSituations, restarts: Bool) {
    self.situations = situations
    self.restarts = restarts
    random = RandomSource(seed: seed)
    script = ElectionScript(seed: seed, setting: situations.draw(random: &random))
    shadow = script.setting.persisted[0]
    for _ in 0..<length {
      if random.chance(1, in: 4) {
        script.steps.append(.init(event: drawn(), before: shadow, isAside: true))
      }
      let event = drawn()
      script.steps.append(.init(event: event, before: shadow))
      note(event)
    }
  }

  private mutating func note(_ event: ElectionEvent) {
    shadow = Election.next(shadow, member, event)
    if case .delivery = event { delivered.append(event) }
    if delivered.count > 40 { delivered.removeFirst(20) }
    if shadow.role == .leader { leaders[shadow.term] = member.id }
    if leaders.count > 200 {
      leaders = leaders.filter { $0.key == shadow.term }
      delivered = []
    }
  }

  // MARK: One event

  private mutating func drawn() -> ElectionEvent {
    let node = member.id
    switch random.index(below: 100) {
    case 0..<15: return .electionTimeout(node: node)
    case 15..<19: return .heartbeatTimeout(node: node)
    case 19..<25: if restarts { return .restart(node: node) }
    case 25..<34:
      if let old = random.element(of: delivered), mayCome(old) { return old }
    case 34..<37:
      return .delivery(
        .vote(term: max(1, shadow.term), granted: true), from: stranger(), to: node)
    default: break
    }
    guard !member.peers.isEmpty else { return .electionTimeout(node: node) }
    // Candidates wait for votes, or nobody would ever lead a large cluster.
    if shadow.role == .candidate, random.chance(3, in: 5) {
      return .delivery(.vote(term: shadow.term, granted: true), from: peer(), to: node)
    }
    let event = message()
    return mayCome(event) ? event : .electionTimeout(node: node)
  }

  /// Nobody else leads a term that somebody leads.
  private mutating func mayCome(_ event: ElectionEvent) -> Bool {
    guard case .delivery(.heartbeat(let term), let sender, _) = event else { return true }
    guard let leader = leaders[term] else {
      leaders[term] = sender
      return true
    }
    return leader == sender
  }

  private mutating func message() -> ElectionEvent {
    let term = term()
    var sender = peer()
    let message: ElectionMessage
    switch random.index(below: 10) {
    case 0..<4:
      if let candidate = shadow.votedFor, candidate != member.id, random.chance(1, in: 3) {
        sender = candidate
      }
      message = .requestVote(
        term: term, lastLog: situations.log(beside: member.lastLog, before: term, &random))
    case 4: message = .vote(term: term, granted: true)
    case 5: message = .vote(term: term, granted: false)
    case 6: message = .heartbeatReply(term: term)
    default:
      if let leader = leaders[term], leader != member.id { sender = leader }
      message = .heartbeat(term: term)
    }
    return .delivery(message, from: sender, to: member.id)
  }

  /// The term of a message: that of the node, one near it, or one far away.
  private mutating func term() -> Term {
    let now = max(1, shadow.term)
    switch random.index(below: 20) {
    case 0..<8: return now
    case 8..<13: return min(shadow.term + 1, situations.largest)
    case 13: return min(shadow.term + 2, situations.largest)
    case 14, 15: return max(1, shadow.term - 1)
    case 16: return 1 + random.index(below: now)
    case 17: return max(1, situations.number(&random, below: now))
    default:
      // Near a boundary above, not at once at the last.
      let above = ElectionSituations.boundaries.filter { $0 > shadow.term }.prefix(4)
        .filter { $0 <= situations.largest }
      return random.element(of: above) ?? now
    }
  }

  private mutating func peer() -> NodeID {
    member.peers[random.index(below: member.peers.count)]
  }

  private mutating func stranger() -> NodeID {
    while true {
      let node = NodeID(UInt32(truncatingIfNeeded: random.next()))
      if node != member.id && !member.peers.contains(node) { return node }
    }
  }
}

extension RuledScripts<Election>.Amount {
  /// What only many votes or many repetitions show, and scripts from usual situations.
  static var shown: Self {
    var amount = drawn(400, length: 30, in: .usual)
    amount.first =
      ElectionScript.sizes.map(ElectionScript.init(campaignAmong:))
      + ElectionScript.sizes.map(ElectionScript.init(repeatedVotesAmong:))
      + ElectionScript.repetitions + ElectionScript.strangeVotes + ElectionScript.alikeCandidates
      + ElectionScript.lostElections
    (amount.longScripts, amount.longLength) = (2, 2500)
    return amount
  }

  static var keptBack: Self {
    var amount = drawn(90, length: 30, in: .usual)
    (amount.longScripts, amount.longLength) = (1, 1500)
    return amount
  }

  /// From these situations, without long lives.
  static func few(in situations: ElectionSituations) -> Self {
    var amount = drawn(80, length: 30, in: situations)
    amount.first = ElectionScript.comparisons(upTo: situations.largest)
    return amount
  }

  private static func drawn(
    _ count: Int, length: Int, in situations: ElectionSituations
  ) -> Self {
    Self(scripts: count, length: length) { seed, length, restarts in
      ElectionDraws(seed: seed, length: length, in: situations, restarts: restarts).script
    }
  }
}
