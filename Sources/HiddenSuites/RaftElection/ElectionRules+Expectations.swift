import ExerciseKit
import Wire

// What must happen in a step, input by input.

extension ElectionRules {
  mutating func judgeElectionTimeout() {
    if before.role == .leader {
      judgeLeadersTimeout()
      return
    }
    tests("campaigns-honestly")
    after.term = before.nextTerm
    after.role = .candidate
    after.votedFor = member.id
    after.grants = [member.id]
    timerRule = .required("starting an election")
    if reaction.term != after.term {
      // A candidate of some later term is a candidate; of one far away, no search gets to its end.
      let skipsSome = (1..<100).contains(reaction.term &- after.term)
      breaks(
        "campaigns-honestly",
        "\(member.id) times out in term \(before.term) and is in term \(reaction.term); "
          + "an election belongs to term \(after.term)", fatally: !skipsSome)
      guard skipsSome else { return }
      after.term = reaction.term
    }
    expectedSends = member.peers.map {
      (.requestVote(term: after.term, lastLog: member.lastLog), $0)
    }
    if after.grants.count >= member.majority {
      after.role = .leader
      timerRule = .allowed
      if reaction.role != .leader {
        breaks(
          "majority-makes-a-leader",
          "\(member.id) is alone in its cluster, so its own vote is a majority, yet it is a "
            + "\(reaction.role.rawValue)")
        after.role = reaction.role
      } else {
        tests("majority-makes-a-leader")
        tests("quorum-of-distinct-voters")
        after.grants = []
      }
    } else if reaction.role == .leader {
      breaks(
        "quorum-of-distinct-voters",
        "\(member.id) leads term \(after.term) with one vote, its own; \(clusterNeeds)")
      let requests = expectedSends
      lead()
      expectedSends += requests
    } else if reaction.role != .candidate {
      breaks(
        "campaigns-honestly",
        "\(member.id) times out and is a \(reaction.role.rawValue), not a candidate")
      if let vote = storedVote { after.votedFor = vote }
      stepDown()
      isAnswerKnown = false
    }
  }

  /// A leader has no election timer, so its timeout is nothing to it.
  private mutating func judgeLeadersTimeout() {
    tests("legal-roles")
    timerRule = .forbidden("a timeout that is nothing to a leader")
    guard reaction.role != .leader || reaction.term != before.term || !sent.isEmpty else { return }
    // What it does now is what a candidate does, or a node that has restarted, or nothing of either.
    let campaigns = reaction.role == .candidate && reaction.term == before.nextTerm
    let stepsDown = reaction.role == .follower && reaction.term == before.term
    let onlySends = reaction.role == .leader && reaction.term == before.term
    breaks(
      "legal-roles",
      "\(member.id), leader of term \(before.term), acts on an election timeout",
      fatally: !campaigns && !stepsDown && !onlySends)
    isAnswerKnown = false
    if stepsDown { stepDown() }
    if campaigns {
      after.term = before.nextTerm
      after.role = .candidate
      after.votedFor = member.id
      after.grants = [member.id]
      timerRule = .allowed
    }
  }

  mutating func judgeHeartbeatTimeout() {
    if before.role == .leader {
      tests("heartbeats-when-due")
      expectedSends = member.peers.map { (.heartbeat(term: before.term), $0) }
    } else {
      timerRule = .forbidden("a heartbeat timeout at a node that does not lead")
    }
  }

  mutating func judgeReceived(_ message: ElectionMessage, from sender: NodeID) {
    if message.term > before.term {
      tests("higher-term-wins")
      after.adopt(message.term)
      let isLeaderSteppingDown = before.role == .leader
      timerRule =
        isLeaderSteppingDown ? .required("a leader's stepping down") : .allowed
      if reaction.term != message.term {
        breaks(
          "higher-term-wins",
          "\(member.id), in term \(before.term), hears of term \(message.term) and is in term "
            + "\(reaction.term)",
          fatally: reaction.term != before.term || reaction.role != before.role)
        // As if the message had not come, then.
        after = before
        timerRule = .allowed
        isAnswerKnown = false
        return
      }
    } else if message.term < before.term {
      tests("stale-messages-change-nothing")
      tests("terms-never-fall")
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
            + "term \(before.term), yet \(member.id) goes from \(Election.label(before)) to "
            + "\(reaction.role.rawValue) t\(reaction.term)",
          fatally: reaction.term != before.term || reaction.role != .follower)
        stepDown()
        isAnswerKnown = false
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

  mutating func judgeVoteRequest(
    _ term: Term, _ log: LogPosition, from candidate: NodeID
  ) {
    let isUpToDate = member.isUpToDate(log)
    let isFree = after.votedFor == nil || after.votedFor == candidate
    let isOwed = term == after.term && isFree && isUpToDate
    if isOwed { tests("owed-votes-are-granted") }
    if term == after.term {
      if !isFree { tests("one-vote-per-term") }
      if !isUpToDate { tests("up-to-date-rule") }
    }
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
  mutating func judgeUndueGrant(
    _ term: Term, _ log: LogPosition, to candidate: NodeID, isFree: Bool
  ) {
    if term < after.term {
      breaks(
        "stale-messages-change-nothing",
        "\(member.id), in term \(after.term), grants "
          + "\(describe(.requestVote(term: term, lastLog: log), candidate))")
      if let vote = storedVote { after.votedFor = vote }
      isAnswerKnown = false
      return
    }
    if !isFree {
      breaks(
        "one-vote-per-term",
        "\(member.id) votes for \(candidate) in term \(term) though it has voted for "
          + "\(name(after.votedFor)) in that term")
      mayReplaceVote = true
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

  mutating func judgeVote(_ term: Term, _ granted: Bool, from voter: NodeID) {
    if term <= before.term { timerRule = .forbidden("the answer to a vote request") }
    if granted, term == after.term, after.role == .candidate, member.peers.contains(voter) {
      after.grants.insert(voter)
      if after.grants.count >= member.majority {
        timerRule = .allowed
        guard reaction.role == .leader else {
          breaks(
            "majority-makes-a-leader",
            "\(member.id) has the votes of a majority in term \(term) and is a "
              + "\(reaction.role.rawValue)")
          if reaction.role == .follower { stepDown() }
          return
        }
        tests("majority-makes-a-leader")
        tests("quorum-of-distinct-voters")
        tests("at-most-one-leader-per-term")
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

  mutating func lead() {
    after.role = .leader
    after.grants = []
    timerRule = .allowed
    expectedSends = member.peers.map { (.heartbeat(term: after.term), $0) }
  }

  mutating func judgeHeartbeat(_ term: Term, from leader: NodeID) {
    if term == after.term, before.role == .leader {
      // Two leaders in one term: a rule was broken before, and none says what comes of it.
      after.role = reaction.role == .leader ? .leader : .follower
      expectedSends = sent.filter { $0.receiver == leader }
      return
    }
    if term == after.term {
      if before.role == .candidate { tests("concedes-to-the-leader") }
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
