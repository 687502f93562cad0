import ExerciseKit
import Simulation
import Solutions

extension TracingQuestion {
  /// The commit index that follows from what the followers hold.
  static let raftCommitIndex = TracingQuestion("raft-commit-index") { random in
    let size = [3, 5, 5, 7, 4][random.index(below: 5)]
    let term = 3 + random.index(below: 3)
    let old = 2 + random.index(below: 3)
    let own = 1 + random.index(below: 3)
    var log = (1...old).map { LogEntry(min(term - 1, 1 + ($0 - 1) / 2), "c\($0)") }
    log += (0..<own).map { LogEntry(term, "c\(old + $0 + 1)") }
    let peers = (2...size).map { NodeID(UInt32($0)) }
    let held = peers.map { _ in random.index(below: log.count + 1) }
    var leader = LeaderLog(term: term, log: log, peers: peers, commitIndex: 0)
    for (peer, index) in zip(peers, held) {
      _ = leader.handle(AppendReply(term: term, success: true, matchIndex: index), from: peer)
    }
    let all = (held + [log.count]).sorted()
    let byCount = all[(size - 1) / 2]
    let byPeers = held.sorted()[(size - 2) / 2]
    let terms = log.map { "\($0.term)" }.joined(separator: " ")
    let matches = zip(peers, held).map { "\($0) \($1)" }.joined(separator: ", ")
    return Question(
      ask:
        "n1 leads term \(term) of a cluster of \(size). The terms of its log's entries are `\(terms)` "
        + "(index 1 to \(log.count)). Nothing is committed yet. The last index at which each follower is "
        + "known to agree: \(matches). What is n1's commit index now?",
      answer: .single(
        choices(
          right: "\(leader.commitIndex)",
          wrong: [
            .wrong(
              "\(byCount)", "an old entry on a majority is committed",
              why: "A majority holds index \(byCount), but its entry is not of the leader's term."),
            .wrong(
              "\(byPeers)", "a majority of the peers is enough",
              why: "The leader counts itself, and the majority is one of all \(size)."),
            .wrong(
              "\(log.count)", "the leader's whole log is committed",
              why: "The leader holds it; a majority does not."),
            .wrong(
              "\(held.min() ?? 0)", "every follower must have it",
              why: "A majority is enough; the slowest do not matter."),
            .wrong(
              "\(old)", "entries of earlier terms are always committed",
              why: "Having been appended earlier does not commit anything."),
            .wrong(
              "0", "the followers must hear of it first",
              why: "The leader commits when a majority holds it, and tells the followers next time."
            ),
          ])),
      why:
        "Sorted, with its own \(log.count): \(all.map(String.init).joined(separator: ", ")). "
        + (byCount == 0
          ? "A majority holds nothing yet."
          : "A majority holds index \(byCount), whose entry is of term "
            + "\(log.term(at: byCount) ?? 0); only one of term \(term) is committed by counting."))
  }

  /// What an append request does to a follower's log.
  static let raftAppend = TracingQuestion("raft-append") { random in
    let count = 2 + random.index(below: 3)
    let log = (1...count).map { LogEntry(1 + ($0 > 2 ? 1 : 0), "abcdef".letter($0 - 1)) }
    let prev = random.index(below: count + 2)
    let fits = random.chance(2, in: 3)
    let ownTerm = log.term(at: prev) ?? 2
    let prevTerm = prev == 0 ? 0 : fits ? ownTerm : ownTerm + 1
    let repeats = prev < count && random.chance(1, in: 2)
    let entries = repeats ? [log[prev]] : [LogEntry(4, "x")]
    let request = AppendRequest(
      term: 4, prevIndex: prev, prevTerm: prevTerm, entries: entries, leaderCommit: 0)
    var follower = Replicator(term: 3, log: log, commitIndex: 0)
    let reply = follower.append(request)
    let unchecked = prev <= count ? Array(log.prefix(prev)) + entries : log + entries
    return Question(
      ask:
        "A follower's log is \(shown(log)). A request of a current leader says: after index \(prev) of "
        + "term \(prevTerm) comes \(shown(entries)). What is the log afterwards?",
      answer: .single(
        choices(
          right: outcome(reply.success, follower.log),
          wrong: [
            .wrong(
              outcome(true, unchecked),
              reply.success
                ? "what follows is always cut off" : "the previous entry's term does not matter",
              why: reply.success
                ? "Nothing contradicts the request, so nothing is cut off."
                : "Without the term two logs that differ would be taken for equal."),
            .wrong(
              outcome(true, log + entries), "new entries go to the end",
              why: "They go behind the previous entry that the request names."),
            .wrong(
              outcome(false, log), "any difference is a reason to refuse",
              why: "The previous entry is there, with its term: that is all that is asked."),
            .wrong(
              outcome(false, Array(log.prefix(max(0, min(prev, count) - 1)))),
              "a refusal cuts off what did not match",
              why: "A refusal changes nothing; the leader goes back and sends more."),
          ])),
      why: reply.success
        ? "Index \(prev) with term \(prevTerm) is there, so the request is taken; only what contradicts it "
          + "is cut off."
        : "There is no entry of term \(prevTerm) at index \(prev), so the request is refused.")
  }

  private static func outcome(_ success: Bool, _ log: [LogEntry]) -> String {
    "\(success ? "taken" : "refused"): \(shown(log))"
  }

  private static func shown(_ log: [LogEntry]) -> String {
    log.isEmpty
      ? "`(empty)`" : "`" + log.map { "\($0.term)\($0.command)" }.joined(separator: " ") + "`"
  }
}

extension String {
  /// One letter of this, counted from 0.
  fileprivate func letter(_ position: Int) -> String {
    String(self[index(startIndex, offsetBy: position)])
  }
}
