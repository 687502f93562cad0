import ExerciseKit
import Wire

// What did happen in a step, against what must: role, storage, messages, timer.

extension ElectionRules {
  var sent: [(message: ElectionMessage, receiver: NodeID)] { Election.sends(reaction) }

  /// The role the node claims, against the role it must have.
  mutating func judgeClaims() {
    guard reaction.term == after.term else {
      breaks(
        "campaigns-honestly",
        "\(member.id) goes from term \(before.term) to term \(reaction.term) without an election "
          + "timeout or a message of that term", fatally: true)
      return
    }
    guard reaction.role != after.role else { return }
    let isAdoption = after.term > before.term && input != .electionTimeout
    // A node that steps down is as harmless as one that has just restarted; one that takes a higher
    // role than it has is not the node the rules speak of.
    let stepsDown = reaction.role == .follower
    breaks(
      isAdoption ? "higher-term-wins" : "legal-roles",
      isAdoption
        ? "\(member.id), a \(before.role.rawValue), hears of term \(after.term) and is a "
          + "\(reaction.role.rawValue) of it; a higher term makes everyone a follower"
        : "\(member.id) goes from \(Election.label(before)) to \(reaction.role.rawValue) t\(reaction.term); "
          + "it must be \(Election.label(after))",
      fatally: !stepsDown)
    if stepsDown { stepDown() }
  }

  /// Goes on with the node as a follower of its term.
  mutating func stepDown() {
    after.role = .follower
    after.grants = []
    timerRule = .allowed
  }

  /// The vote that the step leaves on stable storage, if it has put any there.
  var storedVote: NodeID?? {
    for case .persist(_, let vote) in reaction.outputs.reversed() { return .some(vote) }
    return nil
  }

  /// Term and vote on stable storage before anything is sent (figure 2, "Persistent state").
  mutating func judgePersistence() {
    guard isAnswerKnown else { return }
    var term = before.term
    var votedFor = before.votedFor
    let isChanged = after.term != before.term || after.votedFor != before.votedFor
    if isChanged { tests("persist-before-send") }
    for output in reaction.outputs {
      switch output {
      case .persist(let persistedTerm, let persistedVote):
        if let lost = lost(by: persistedTerm, persistedVote, after: term, votedFor) {
          breaks("persist-before-send", lost)
          return
        }
        term = persistedTerm
        votedFor = persistedVote
      case .send(let message, let receiver):
        if isChanged && (term != after.term || votedFor != after.votedFor) {
          breaks(
            "persist-before-send",
            "\(member.id) sends \(message.phrase) to \(receiver) while \(stored(term, votedFor)) is on "
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

  /// What a crash right after a `persist` would have forgotten: each one only adds to what was there,
  /// since a node may crash between any two effects of a step.
  private func lost(
    by newTerm: Term, _ newVote: NodeID?, after term: Term, _ vote: NodeID?
  ) -> String? {
    let keeps =
      newTerm > term
      || newTerm == term && (vote == nil || newVote == vote || mayReplaceVote)
    guard !keeps || newTerm > after.term else { return nil }
    return
      "\(member.id) persists \(stored(newTerm, newVote)) over \(stored(term, vote)), on the way "
      + "to \(stored(after.term, after.votedFor)); a crash between the two effects leaves it so"
  }

  mutating func judgeSends() {
    guard isAnswerKnown else { return }
    if !expectedSends.isEmpty { tests(sendCheck) }
    var missing = expectedSends
    for (message, receiver) in sent {
      if let match = missing.firstIndex(where: { $0.message == message && $0.receiver == receiver })
      {
        missing.remove(at: match)
        continue
      }
      let due = missing.first
      breaks(
        sendCheck,
        "\(member.id) sends \(message.phrase(besides: due?.message)) to \(receiver), which nothing "
          + "asks for"
          + (due.map { "; due is \($0.message.phrase(besides: message)) to \($0.receiver)" } ?? ""))
      return
    }
    if let first = missing.first {
      breaks(sendCheck, "\(member.id) does not send \(first.message.phrase) to \(first.receiver)")
    }
  }

  /// Which guarantee a wrong set of messages breaks.
  private var sendCheck: String {
    switch input {
    case .electionTimeout: "campaigns-honestly"
    case .heartbeatTimeout: "heartbeats-when-due"
    case .received(.vote, _):
      after.role == .leader ? "majority-makes-a-leader" : "replies-carry-current-term"
    case .received: "replies-carry-current-term"
    }
  }

  mutating func judgeTimer() {
    let resets = reaction.outputs.compactMap {
      if case .resetElectionTimer(let delay) = $0 { delay } else { nil }
    }
    for delay in resets where !member.timeouts.contains(delay) {
      breaks(
        "timeouts-from-the-whole-interval",
        "\(member.id) sets its election timer to \(delay) ms, outside "
          + "\(member.timeouts.lowerBound) to \(member.timeouts.upperBound) ms")
    }
    if case .required = timerRule { tests("timers") }
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
