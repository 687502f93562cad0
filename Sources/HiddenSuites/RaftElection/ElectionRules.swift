import Checking
import ExerciseKit
import Wire

/// Judges single steps of a node against Raft's rules.
///
/// Everything that decides is computed here, from inputs and effects; the node's own `role` and `term`
/// are claims to be checked. Source: Ongaro and Ousterhout 2014, figure 2.
struct ElectionRules {
  /// What the rules say of one step.
  struct Judgement {
    /// The node as it must be afterwards; nil when the node has become something else, so that nothing
    /// sensible can be said of its later steps.
    var next: ElectionShadow?
    /// What the step breaks, the most telling first.
    var violations: [LocalViolation] = []
  }

  private enum TimerRule {
    case required(String)
    case allowed
    case forbidden(String)
  }

  private let member: ElectionMember
  private let before: ElectionShadow
  private let input: ElectionInput
  private let reaction: ElectionReaction

  private var after: ElectionShadow
  private var expectedSends: [(message: ElectionMessage, receiver: NodeID)] = []
  private var timerRule = TimerRule.allowed
  private var violations: [LocalViolation] = []
  private var isDeadEnd = false

  /// Judges one step of a running node.
  static func judge(
    _ member: ElectionMember, _ before: ElectionShadow, _ input: ElectionInput,
    _ reaction: ElectionReaction
  ) -> Judgement {
    var rules = ElectionRules(member, before, input, reaction)
    rules.judge()
    return Judgement(next: rules.isDeadEnd ? nil : rules.after, violations: rules.violations)
  }

  /// Judges a node that has just been made from what was persisted.
  static func judgeStart(
    _ member: ElectionMember, _ persisted: ElectionShadow, role: Role, term: Term
  ) -> Judgement {
    let fresh = ElectionShadow(term: persisted.term, votedFor: persisted.votedFor)
    if term != fresh.term {
      return Judgement(
        next: nil,
        violations: [
          LocalViolation(
            check: "terms-never-fall",
            sentence: "\(member.id) restarts in term \(term), but term \(fresh.term) was persisted")
        ])
    }
    if role != .follower {
      return Judgement(
        next: nil,
        violations: [
          LocalViolation(
            check: "legal-roles",
            sentence: "\(member.id) starts as a \(role.rawValue); every node starts as a follower")
        ])
    }
    return Judgement(next: fresh)
  }

  private init(
    _ member: ElectionMember, _ before: ElectionShadow, _ input: ElectionInput,
    _ reaction: ElectionReaction
  ) {
    self.member = member
    self.before = before
    self.input = input
    self.reaction = reaction
    after = before
  }

  private mutating func judge() {
    if reaction.term < before.term {
      breaks(
        "terms-never-fall",
        "\(member.id) goes back from term \(before.term) to term \(reaction.term)", fatally: true)
      return
    }
    switch input {
    case .electionTimeout: judgeElectionTimeout()
    case .heartbeatTimeout: judgeHeartbeatTimeout()
    case .received(let message, let sender): judgeReceived(message, from: sender)
    }
    guard !isDeadEnd else { return }
    judgeClaims()
    guard !isDeadEnd else { return }
    judgePersistence()
    judgeSends()
    judgeTimer()
  }

  private mutating func breaks(_ check: String, _ sentence: String, fatally: Bool = false) {
    if !violations.contains(where: { $0.check == check }) {
      violations.append(LocalViolation(check: check, sentence: sentence))
    }
    if fatally { isDeadEnd = true }
  }
}

// MARK: - What must happen

extension ElectionRules {
  private mutating func judgeElectionTimeout() {
    if before.role == .leader {
      timerRule = .forbidden("a leader has no election timer")
      if reaction.role != .leader || reaction.term != before.term || !sent.isEmpty {
        breaks(
          "legal-roles",
          "\(member.id), leader of term \(before.term), acts on an election timeout", fatally: true)
      }
      return
    }
    after.term = before.term + 1
    after.role = .candidate
    after.votedFor = member.id
    after.grants = [member.id]
    timerRule = .required("starting an election")
    expectedSends = member.peers.map {
      (.requestVote(term: after.term, lastLog: member.lastLog), $0)
    }
    if reaction.term != after.term {
      breaks(
        "campaigns-honestly",
        "\(member.id) times out in term \(before.term) and is in term \(reaction.term); "
          + "an election belongs to term \(after.term)", fatally: true)
      return
    }
    if after.grants.count >= member.majority {
      after.role = .leader
      timerRule = .allowed
      if reaction.role != .leader {
        breaks(
          "majority-makes-a-leader",
          "\(member.id) is alone in its cluster, so its own vote is a majority, yet it is a "
            + "\(reaction.role.rawValue)", fatally: true)
      }
    } else if reaction.role == .leader {
      breaks(
        "quorum-of-distinct-voters",
        "\(member.id) leads term \(after.term) with one vote, its own; \(clusterNeeds)",
        fatally: true)
    } else if reaction.role != .candidate {
      breaks(
        "campaigns-honestly",
        "\(member.id) times out and is a \(reaction.role.rawValue), not a candidate", fatally: true)
    }
  }

  private mutating func judgeHeartbeatTimeout() {
    if before.role == .leader {
      expectedSends = member.peers.map { (.heartbeat(term: before.term), $0) }
    } else {
      timerRule = .forbidden("a heartbeat timeout at a node that does not lead")
    }
  }

  private mutating func judgeReceived(_ message: ElectionMessage, from sender: NodeID) {
    if message.term > before.term {
      after.adopt(message.term)
      let isLeaderSteppingDown = before.role == .leader
      timerRule =
        isLeaderSteppingDown ? .required("a leader's stepping down") : .allowed
      if reaction.term != message.term {
        breaks(
          "higher-term-wins",
          "\(member.id), in term \(before.term), hears of term \(message.term) and is in term "
            + "\(reaction.term)", fatally: true)
        return
      }
    } else if message.term < before.term {
      timerRule = .forbidden("a message of an earlier term")
      if case .vote(let term, let granted) = message, reaction.role == .leader,
        before.role == .candidate
      {
        judgeVote(term, granted, from: sender)
        return
      }
      if reaction.term != before.term || reaction.role != before.role {
        breaks(
          "stale-messages-change-nothing",
          "\(describe(message, sender)) is of term \(message.term), earlier than \(member.id)'s "
            + "term \(before.term), yet \(member.id) goes from \(state(before)) to "
            + "\(reaction.role.rawValue) t\(reaction.term)", fatally: true)
        return
      }
    } else if reaction.term != before.term {
      breaks(
        "campaigns-honestly",
        "\(member.id) moves from term \(before.term) to term \(reaction.term) on "
          + "\(describe(message, sender)); only an election timeout starts a term", fatally: true)
      return
    }
    switch message {
    case .requestVote(let term, let log): judgeVoteRequest(term, log, from: sender)
    case .vote(let term, let granted): judgeVote(term, granted, from: sender)
    case .heartbeat(let term): judgeHeartbeat(term, from: sender)
    case .heartbeatReply(let term):
      if term <= before.term { timerRule = .forbidden("an answer to a heartbeat") }
    }
  }

  private mutating func judgeVoteRequest(
    _ term: Term, _ log: LogPosition, from candidate: NodeID
  ) {
    let isUpToDate = (log.term, log.index) >= (member.lastLog.term, member.lastLog.index)
    let isFree = after.votedFor == nil || after.votedFor == candidate
    let isOwed = term == after.term && isFree && isUpToDate
    let grants = sent.contains { $0.receiver == candidate && $0.message.isGrant }
    let refuses = sent.contains { $0.receiver == candidate && $0.message.isRefusal }
    if grants && !isOwed {
      judgeUndueGrant(term, log, to: candidate, isFree: isFree)
      return
    }
    if isOwed && refuses && !grants {
      breaks(
        "owed-votes-are-granted",
        "\(member.id) refuses \(candidate) in term \(term), though it has "
          + (before.votedFor == candidate && before.term == term
            ? "voted for \(candidate) already" : "not voted in that term")
          + " and \(candidate)'s log is up to date")
      expectedSends = [(.vote(term: after.term, granted: false), candidate)]
      return
    }
    expectedSends = [(.vote(term: after.term, granted: isOwed), candidate)]
    if isOwed {
      let isNew = after.votedFor == nil
      after.votedFor = candidate
      if isNew { timerRule = .required("granting a vote") } else { timerRule = .allowed }
    } else if term == before.term {
      timerRule = .forbidden("refusing a vote")
    }
  }

  /// A vote that should not have been given. It counts all the same: the candidate will use it.
  private mutating func judgeUndueGrant(
    _ term: Term, _ log: LogPosition, to candidate: NodeID, isFree: Bool
  ) {
    if term < after.term {
      breaks(
        "stale-messages-change-nothing",
        "\(member.id), in term \(after.term), grants "
          + "\(describe(.requestVote(term: term, lastLog: log), candidate))", fatally: true)
      return
    }
    if !isFree {
      breaks(
        "one-vote-per-term",
        "\(member.id) votes for \(candidate) in term \(term) though it has voted for "
          + "\(name(after.votedFor)) in that term")
    } else {
      breaks(
        "up-to-date-rule",
        "\(member.id), whose log ends at \(member.lastLog), votes for \(candidate), whose log "
          + "ends at \(log)")
    }
    after.votedFor = candidate
    timerRule = .allowed
    expectedSends = [(.vote(term: after.term, granted: true), candidate)]
  }

  private mutating func judgeVote(_ term: Term, _ granted: Bool, from voter: NodeID) {
    if term <= before.term { timerRule = .forbidden("the answer to a vote request") }
    if granted, term == after.term, after.role == .candidate, member.peers.contains(voter) {
      after.grants.insert(voter)
      timerRule = .allowed
      if after.grants.count >= member.majority {
        guard reaction.role == .leader else {
          breaks(
            "majority-makes-a-leader",
            "\(member.id) has the votes of a majority in term \(term) and is a "
              + "\(reaction.role.rawValue)", fatally: reaction.role == .follower)
          return
        }
        lead()
        return
      }
    }
    guard reaction.role == .leader, after.role != .leader else { return }
    let answer = describe(.vote(term: term, granted: granted), voter)
    if after.role == .candidate {
      breaks(
        "quorum-of-distinct-voters",
        "\(member.id) leads term \(after.term) on \(answer), with votes of that term only from "
          + "\(list(after.grants)); \(clusterNeeds)")
    } else {
      breaks(
        "legal-roles",
        "\(member.id), a \(after.role.rawValue) of term \(after.term), becomes leader on "
          + "\(answer); only a candidate can win")
    }
    // It will act as a leader, rightly or not.
    lead()
  }

  private mutating func lead() {
    after.role = .leader
    after.grants = []
    timerRule = .allowed
    expectedSends = member.peers.map { (.heartbeat(term: after.term), $0) }
  }

  private mutating func judgeHeartbeat(_ term: Term, from leader: NodeID) {
    if term == after.term, before.role == .leader {
      // Two leaders in one term: a rule was broken before, and none says what comes of it.
      after.role = reaction.role == .leader ? .leader : .follower
      expectedSends = sent.filter { $0.receiver == leader }
      return
    }
    if term == after.term {
      if after.role == .candidate && reaction.role != .follower {
        breaks(
          "concedes-to-the-leader",
          "\(member.id), candidate of term \(term), hears \(leader) lead that term and stays a "
            + "\(reaction.role.rawValue)", fatally: reaction.role == .leader)
        expectedSends = [(.heartbeatReply(term: after.term), leader)]
        return
      }
      after.role = .follower
      after.grants = []
      timerRule = .required("a heartbeat of the current term")
    }
    expectedSends = [(.heartbeatReply(term: after.term), leader)]
  }
}

// MARK: - What did happen

extension ElectionRules {
  private var sent: [(message: ElectionMessage, receiver: NodeID)] {
    reaction.outputs.compactMap {
      if case .send(let message, let receiver) = $0 { (message, receiver) } else { nil }
    }
  }

  /// The role the node claims, against the role it must have.
  private mutating func judgeClaims() {
    guard reaction.role != after.role else { return }
    let isAdoption = after.term > before.term && input != .electionTimeout
    breaks(
      isAdoption ? "higher-term-wins" : "legal-roles",
      isAdoption
        ? "\(member.id), a \(before.role.rawValue), hears of term \(after.term) and is a "
          + "\(reaction.role.rawValue) of it; a higher term makes everyone a follower"
        : "\(member.id) goes from \(state(before)) to \(reaction.role.rawValue) t\(reaction.term); "
          + "it must be \(state(after))",
      fatally: true)
  }

  /// Term and vote on stable storage before anything is sent (figure 2, "Persistent state").
  private mutating func judgePersistence() {
    var term = before.term
    var votedFor = before.votedFor
    let isChanged = after.term != before.term || after.votedFor != before.votedFor
    for output in reaction.outputs {
      switch output {
      case .persist(let persistedTerm, let persistedVote):
        term = persistedTerm
        votedFor = persistedVote
      case .send(let message, let receiver):
        if isChanged && (term != after.term || votedFor != after.votedFor) {
          breaks(
            "persist-before-send",
            "\(member.id) sends \(text(message)) to \(receiver) while \(stored(term, votedFor)) is on "
              + "stable storage; a crash now forgets \(stored(after.term, after.votedFor))")
          return
        }
      case .resetElectionTimer:
        break
      }
    }
    if term != after.term || votedFor != after.votedFor {
      breaks(
        "persist-before-send",
        "\(member.id) ends the step with \(stored(term, votedFor)) on stable storage instead of "
          + "\(stored(after.term, after.votedFor))")
    }
  }

  private mutating func judgeSends() {
    var missing = expectedSends
    for (message, receiver) in sent {
      if let match = missing.firstIndex(where: { $0.message == message && $0.receiver == receiver })
      {
        missing.remove(at: match)
        continue
      }
      breaks(
        sendCheck,
        "\(member.id) sends \(text(message)) to \(receiver), which nothing asks for"
          + (missing.first.map { "; due is \(text($0.message)) to \($0.receiver)" } ?? ""))
      return
    }
    if let first = missing.first {
      breaks(sendCheck, "\(member.id) does not send \(text(first.message)) to \(first.receiver)")
    }
  }

  /// Which guarantee a wrong set of messages breaks.
  private var sendCheck: String {
    switch input {
    case .electionTimeout: "campaigns-honestly"
    case .heartbeatTimeout: "majority-makes-a-leader"
    case .received(.vote, _):
      after.role == .leader ? "majority-makes-a-leader" : "replies-carry-current-term"
    case .received: "replies-carry-current-term"
    }
  }

  private mutating func judgeTimer() {
    let resets = reaction.outputs.compactMap {
      if case .resetElectionTimer(let delay) = $0 { delay } else { nil }
    }
    for delay in resets where !member.timeouts.contains(delay) {
      breaks(
        "timeouts-from-the-whole-interval",
        "\(member.id) sets its election timer to \(delay) ms, outside "
          + "\(member.timeouts.lowerBound) to \(member.timeouts.upperBound) ms")
    }
    switch timerRule {
    case .required(let reason) where resets.isEmpty:
      breaks("timers", "\(member.id) does not reset its election timer on \(reason)")
    case .forbidden(let reason) where !resets.isEmpty:
      breaks("timers", "\(member.id) resets its election timer on \(reason)")
    case .required, .forbidden, .allowed:
      break
    }
  }
}

// MARK: - Words

extension ElectionRules {
  private var clusterNeeds: String {
    "a majority of \(member.peers.count + 1) is \(member.majority)"
  }

  private func name(_ node: NodeID?) -> String { node.map(\.description) ?? "nobody" }

  private func list(_ nodes: Set<NodeID>) -> String {
    nodes.isEmpty ? "nobody" : nodes.sorted().map(\.description).joined(separator: ", ")
  }

  private func state(_ shadow: ElectionShadow) -> String {
    "\(shadow.role.rawValue) t\(shadow.term)"
  }

  private func stored(_ term: Term, _ vote: NodeID?) -> String {
    "term \(term) with \(vote.map { "a vote for \($0)" } ?? "no vote")"
  }

  private func text(_ message: ElectionMessage) -> String { message.phrase }

  private func describe(_ message: ElectionMessage, _ sender: NodeID) -> String {
    "\(sender)'s \(message.phrase)"
  }
}

extension ElectionMessage {
  var isGrant: Bool {
    if case .vote(_, granted: true) = self { true } else { false }
  }

  var isRefusal: Bool {
    if case .vote(_, granted: false) = self { true } else { false }
  }

  /// The message as a sentence names it.
  var phrase: String {
    switch self {
    case .requestVote(let term, _): "vote request of term \(term)"
    case .vote(let term, granted: true): "granted vote of term \(term)"
    case .vote(let term, granted: false): "refusal of term \(term)"
    case .heartbeat(let term): "heartbeat of term \(term)"
    case .heartbeatReply(let term): "heartbeat reply of term \(term)"
    }
  }

  /// The message as an arrow's label.
  var label: String {
    switch self {
    case .requestVote(let term, _): "request vote t\(term)"
    case .vote(let term, granted: true): "vote granted t\(term)"
    case .vote(let term, granted: false): "vote refused t\(term)"
    case .heartbeat(let term): "heartbeat t\(term)"
    case .heartbeatReply(let term): "heartbeat reply t\(term)"
    }
  }
}
