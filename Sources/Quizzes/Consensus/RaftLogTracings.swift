import Clusters
import ExerciseKit
import Simulation
import Solutions

extension TracingQuestion {
  /// Which logs can win an election.
  static let raftWhoMayWin = TracingQuestion("raft-who-may-win") { random in
    let run = TermsRun(size: 5, terms: 2 + random.index(below: 2), isUneven: true, &random)
    let ids = run.cluster.ids
    let ends = run.cluster.views.map(\.log.lastPosition)
    let term = (run.cluster.views.map(\.term).max() ?? 0) + 1
    let winners = ids.filter { wins($0, ids, ends, term: term) }
    let longest = ids.indices.filter { candidate in
      ends.count { ends[candidate].index >= $0.index } >= 3
    }.map { ids[$0] }
    guard longest != winners, winners.count < ids.count else { return nil }
    let order = zip(ids, ends).sorted { $1.1 <= $0.1 && !($0.1 <= $1.1) }
    let options = zip(ids, ends).map { id, end -> Choice in
      let level = zip(ids, ends).filter { $0.1 <= end }.map(\.0.description)
      let count =
        "\(level.count) of 5 logs are not ahead of its own: \(level.joined(separator: ", "))."
      if winners.contains(id) { return .right("\(id)", why: count) }
      return .wrong(
        "\(id)", longest.contains(id) ? "the longest log wins" : "anybody can win", why: count)
    }
    let table = zip(ids, ends).map { "\($0): term \($1.term), index \($1.index)" }
      .joined(separator: "; ")
    return Instance(
      Question(
        ask:
          "Five nodes; where their logs end: \(table). All five are up. Who can win an election? "
          + "Choose all.",
        answer: .multiple(options),
        why:
          "A voter refuses a candidate behind itself: first the last entry's term decides, then the "
          + "length. From the furthest back: "
          + order.reversed().map { "\($0.0) (\($0.1.term), \($0.1.index))" }.joined(separator: ", ")
          + ". A majority is 3, the candidate included: who has two others not ahead of it can win."
      ),
      outcome: "\(winners.count)")
  }

  /// Whether a candidate of `term`, to whom all answer, is elected.
  private static func wins(
    _ candidate: NodeID, _ ids: [NodeID], _ ends: [LogPosition], term: Term
  ) -> Bool {
    func elector(_ id: NodeID) -> Elector {
      Elector(
        id: id, peers: ids.filter { $0 != id }, term: term, votedFor: nil,
        lastLog: ends[Int(id.number) - 1], timeouts: 150...300)
    }
    var standing = elector(candidate)
    for output in standing.step(.electionTimeout, random: 0) {
      guard case .send(let request, let receiver) = output else { continue }
      var voter = elector(receiver)
      for answer in voter.step(.received(request, from: candidate), random: 0) {
        guard case .send(let vote, _) = answer else { continue }
        _ = standing.step(.received(vote, from: receiver), random: 0)
      }
    }
    return standing.role == .leader
  }

  /// The commit index that follows from what the followers hold.
  static let raftCommitIndex = TracingQuestion(
    "raft-commit-index", outcomes: ["stays", "advances"]
  ) { random in
    let size = [3, 4, 5, 5, 7][random.index(below: 5)]
    var run = TermsRun(size: size, terms: 2 + random.index(below: 2), &random)
    let ids = random.shuffled(run.cluster.ids)
    run.elect(ids[0], before: Array(ids.prefix(Cluster.majority(of: size))))
    run.cluster.loseAll()
    let before = run.cluster[ids[0]]?.commitIndex ?? 0
    for _ in 0..<(1 + random.index(below: 3)) { run.propose(at: ids[0]) }
    for _ in 0..<random.index(below: 4 * size) { run.deliverAny(&random) }
    guard let node = run.cluster[ids[0]], let leader = node.leaderLog else { return nil }
    let peers = run.cluster.ids.filter { $0 != node.id }
    let held = peers.map { leader.matchIndex(of: $0) ?? 0 }
    let all = (held + [leader.log.count]).sorted()
    let byCount = all[(size - 1) / 2]
    let byPeers = held.sorted()[(size - 2) / 2]
    let ownStart = leader.log.filter { $0.term < leader.term }.count
    return Instance(
      ask:
        "\(node.id) leads term \(leader.term) of a cluster of \(size). The terms of its log's entries "
        + "are `\(leader.log.map { "\($0.term)" }.joined(separator: " "))` (index 1 to "
        + "\(leader.log.count)). When it was elected it knew index \(before) to be committed. The "
        + "last index at which each follower is known to agree: "
        + zip(peers, held).map { "\($0) \($1)" }.joined(separator: ", ")
        + ". What is \(node.id)'s commit index now?",
      right: .right("\(leader.commitIndex)"),
      traps: [
        .wrong(
          "\(byCount)", "an old entry on a majority is committed",
          why: "A majority holds index \(byCount), but its entry is not of the leader's term."),
        .wrong(
          "\(byPeers)", "a majority of the peers is enough",
          why: "The leader counts itself, and the majority is one of all \(size)."),
        .wrong(
          "\(held.min() ?? 0)", "every follower must have it",
          why: "A majority is enough; the slowest do not matter."),
      ],
      others: [
        .wrong(
          "\(leader.log.count)", "the leader's whole log is committed",
          why: "The leader holds it; a majority does not."),
        .wrong(
          "\(ownStart)", "entries of earlier terms are always committed",
          why: "Having been appended earlier does not commit anything."),
        .wrong(
          "\(before)", "the followers must hear of it first",
          why: "The leader commits when a majority holds it, and tells the followers next time."),
      ],
      why: witness(of: leader, id: node.id, peers, before: before, byCount: byCount, all),
      outcome: leader.commitIndex == before ? "stays" : "advances")
  }

  /// The quorum that holds an entry, or why it does not count.
  private static func witness(
    of leader: LeaderLog, id: NodeID, _ peers: [NodeID], before: Int, byCount: Int, _ all: [Int]
  ) -> String {
    let sorted = "Sorted, with its own: \(all.map(String.init).joined(separator: ", ")). "
    guard byCount > 0 else { return sorted + "A majority agrees on nothing yet." }
    let holders = [id] + peers.filter { (leader.matchIndex(of: $0) ?? 0) >= byCount }
    let term = leader.log.term(at: byCount) ?? 0
    let quorum =
      "\(holders.map(\.description).joined(separator: ", ")) hold index \(byCount), whose entry is of "
      + "term \(term)"
    if byCount <= before { return sorted + quorum + ": nothing new." }
    return term == leader.term
      ? sorted + quorum + ", the leader's own: it is committed, and all before it."
      : sorted + quorum + ". Only one of term \(leader.term) is committed by counting."
  }

  /// What an append request does to a follower's log.
  static let raftAppend = TracingQuestion(
    "raft-append", outcomes: ["refused", "repeated", "appended", "cut"]
  ) { random in
    var run = TermsRun(size: 3, terms: 3, &random)
    let ids = random.shuffled(run.cluster.ids)
    run.elect(ids[0], before: Array(ids.prefix(2)))
    run.cluster.loseAll()
    run.propose(at: ids[0])
    for _ in 0..<8 {
      if random.chance(1, in: 3) {
        run.repeatAny(&random)
      } else if let leader = run.leader, run.cluster.inFlight.isEmpty {
        run.cluster.perform(.heartbeat(leader.id))
      } else {
        run.deliverAny(&random)
      }
    }
    let arrivals = run.cluster.arrivals.filter { !$0.request.entries.isEmpty && !$0.log.isEmpty }
    // Of what happens seldom there are as many questions.
    let results = Set(arrivals.map(\.result)).sorted()
    guard let result = random.element(of: results),
      let arrival = random.element(of: arrivals.filter { $0.result == result })
    else { return nil }
    let (log, request) = (arrival.log, arrival.request)
    let (reply, after) = arrival.outcome
    let prefix = Array(log.prefix(request.prevIndex))
    return Instance(
      ask:
        "A follower's log is \(shown(log)), a number for an entry's term and a letter for its "
        + "command. A request of the leader of term \(request.term) says: after index "
        + "\(request.prevIndex) of term \(request.prevTerm) comes \(shown(request.entries)). What is "
        + "the log afterwards?",
      right: .right(outcome(reply.success, after)),
      traps: [
        .wrong(
          outcome(true, prefix + request.entries),
          reply.success
            ? "what follows is always cut off" : "the previous entry's term does not matter",
          why: reply.success
            ? "Only what contradicts the request is cut off."
            : "Without the term two logs that differ would be taken for equal."),
        .wrong(
          outcome(true, log + request.entries), "new entries go to the end",
          why: "They go behind the previous entry that the request names."),
        .wrong(
          outcome(false, Array(log.prefix(max(0, min(request.prevIndex, log.count) - 1)))),
          "a refusal cuts off what did not match",
          why: "A refusal changes nothing; the leader goes back and sends more."),
      ],
      others: [
        .wrong(
          outcome(false, log), "any difference is a reason to refuse",
          why: "The previous entry is there, with its term: that is all that is asked.")
      ],
      why: reply.success
        ? "Index \(request.prevIndex) with term \(request.prevTerm) is there, so the request is taken; "
          + "only what contradicts it is cut off."
        : "There is no entry of term \(request.prevTerm) at index \(request.prevIndex), so the request "
          + "is refused.",
      outcome: result)
  }

  private static func outcome(_ success: Bool, _ log: [LogEntry]) -> String {
    "\(success ? "taken" : "refused"): \(shown(log))"
  }

  private static func shown(_ log: [LogEntry]) -> String {
    log.isEmpty
      ? "`(empty)`" : "`" + log.map { "\($0.term)\($0.command)" }.joined(separator: " ") + "`"
  }
}

extension LogPosition {
  /// Not ahead of the other: an earlier last term, or the same and no longer.
  fileprivate static func <= (left: LogPosition, right: LogPosition) -> Bool {
    (left.term, left.index) <= (right.term, right.index)
  }
}

extension RaftCluster {
  /// What a follower was when a request of a current leader reached it.
  struct Arrival {
    var term: Term
    var log: [LogEntry]
    var commitIndex: Int
    var request: AppendRequest

    /// What the follower answers, and its log then.
    var outcome: (reply: AppendReply, log: [LogEntry]) {
      var follower = Replicator(term: term, log: log, commitIndex: commitIndex)
      let reply = follower.append(request)
      return (reply, follower.log)
    }

    /// What the request does: `refused`, `repeated`, `appended` or `cut`.
    var result: String {
      let (reply, after) = outcome
      if !reply.success { return "refused" }
      return after == log ? "repeated" : after.starts(with: log) ? "appended" : "cut"
    }
  }

  /// Every append request that arrived at somebody who does not know a later term.
  var arrivals: [Arrival] {
    var known = Dictionary(uniqueKeysWithValues: initialViews.map { ($0.node, $0) })
    return steps.compactMap { step in
      defer { known[step.event.node] = step.view }
      guard case .deliver(let envelope) = step.event, case .append(let request) = envelope.message,
        let view = known[step.event.node], request.term >= view.term
      else { return nil }
      return Arrival(
        term: view.term, log: view.log, commitIndex: view.commitIndex, request: request)
    }
  }
}
