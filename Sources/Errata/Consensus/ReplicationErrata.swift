import AsPrinted
import Clusters
import ExerciseKit
import Solutions

extension Erratum {
  /// Errata of copying a log and of when an entry is committed.
  static let replicationErrata: [Erratum] = [
    Erratum(
      "E-03", .unsafe, place: "first document, lines 317 to 328",
      said: "The leader sends every follower the new entries alone, with the index before them.",
      truth:
        "A request needs the term of the previous entry, a next index per follower that goes back "
        + "after a refusal, and the leader's commit index. Without the term, logs that differ are "
        + "taken for equal; without going back, a follower that missed one call is never repaired; "
        + "without the commit index, followers never learn what is committed.",
      settlement: .proven(
        method:
          "A follower with a stale entry, and one that missed a call, are sent to by the printed "
          + "leader and by ours.", prefixes)),
    Erratum(
      "E-04", .unsafe, place: "first document, lines 330 to 333",
      said: "When a majority has acknowledged, the leader's whole log is committed.",
      truth: "Only what a majority stores is, and only an entry of the leader's *own* term may be "
        + "committed by counting; earlier ones are committed with it. Counting an old entry commits "
        + "something that a later leader may overwrite.",
      settlement: .proven(
        method: "A printed leader sends a heartbeat; then the run of the Raft paper's figure 8 is "
          + "judged twice, by the printed rule and by ours.", countingOldEntries)),
    Erratum(
      "E-17", .unsafe, place: "second document, lines 174 and 472",
      said: "Log Matching: the same index means the same command.",
      truth:
        "The same index *and the same term* mean the same command, and equal logs up to there. Two "
        + "logs may well hold different commands at one index, as long as they are not committed. "
        + "That no index is ever *applied* with two different commands is another property, State "
        + "Machine Safety, which the document leaves out, as it does Leader Append-Only.",
      settlement: .proven(
        method:
          "The logs in figure 8's second scene are compared; then 30 random runs of 3 and 5 nodes, "
          + "250 events each, are watched for all five properties."
      ) {
        var run = FigureEight(commitsOwnTerm: false)
        run.play()
        let (two, five) = run.logsWhenBothStood
        let broken = (1...30).compactMap { seed -> RaftInvariants.Violation? in
          var cluster = RaftCluster(size: seed % 2 == 0 ? 3 : 5, seed: UInt64(seed))
          cluster.wander(steps: 250)
          return cluster.violation?.broken
        }
        return Evidence(
          .init(
            "index 2 on two nodes, in a run that breaks no property",
            "\(two.last?.description ?? "") and \(five.last?.description ?? "")",
            holds: two.count == 2 && five.count == 2 && two[1] != five[1]
              && run.cluster.violation == nil),
          .init(
            "ours, five properties in 30 random runs", "\(broken.count) broken",
            holds: broken.isEmpty))
      }),
    Erratum(
      "E-22", .unsafe, place: "first document, lines 330 to 335; second document, lines 136 to 145",
      said:
        "Too few acknowledgements: return false. The leader crashed: nobody knows whether the write "
        + "took place.",
      truth:
        "It may still succeed: the entry is in the leader's log, and a later round can commit it. "
        + "And asking again is safe: the client repeats the request under the same number, and a "
        + "table in the replicated state answers it without a second effect.",
      settlement: .proven(
        method:
          "A printed write that returned false is followed by one that succeeds; then a deposit "
          + "of 100 whose answer was lost is repeated under the same number and under a new one.",
        uncertainty)),
    Erratum(
      "E-55", .misleading, place: "first document, lines 310 to 315 and 324",
      said: "The leader stores a term with each entry and sends the bare commands.",
      truth: """
        Its call carries the current term, and since only new entries are ever sent, a follower could store \
        them under that. It works just as long as no older entry is sent again, and repairing a follower is \
        sending older entries. So an entry keeps, wherever it is copied, the term it was appended in; else \
        followers can neither judge a candidate's log nor notice a conflict.
        """,
      settlement: .proven(method: "A leader of term 3 sends one command, as printed and ours.") {
        var printed = BlockingRaftNode(id: NodeID(1), peers: nodes(2...2), term: 3)
        var follower = LengthCheckedFollower()
        _ = try printed.appendEntries(["x"]) {
          (_, call) throws(BlockingRaftNode.ConnectionError) in follower.replicate(call)
        }
        var leader = LeaderLog(
          term: 4, log: [LogEntry(3, "x")], peers: nodes(2...2), commitIndex: 0)
        var replica = Replicator(term: 0, log: [], commitIndex: 0)
        copy(from: &leader, to: &replica)
        return Evidence(
          .init(
            "as printed",
            "the leader has term \(printed.log[0].term), the follower \(follower.log)",
            holds: follower.log == ["x"]),
          .init(
            "ours, copied in term 4", "\(replica.log[0])", holds: replica.log == leader.log))
      }),
  ]

  @Sendable private static func prefixes() throws -> Evidence {
    // A stale entry where the leader has another.
    let stored = BlockingRaftNode.Entry(term: 1, index: 0, data: "a")
    var printed = BlockingRaftNode(id: NodeID(1), peers: nodes(2...2), term: 3, log: [stored])
    var stale = LengthCheckedFollower(log: ["other"])
    _ = try printed.appendEntries(["z"]) {
      (_, call) throws(BlockingRaftNode.ConnectionError) in stale.replicate(call)
    }
    // One that missed a call.
    var empty = LengthCheckedFollower()
    var refusals = 0
    for number in 1...5 {
      _ = try printed.appendEntries(["c\(number)"]) {
        (_, call) throws(BlockingRaftNode.ConnectionError) in
        let taken = empty.replicate(call)
        refusals += taken ? 0 : 1
        return taken
      }
    }
    var leader = LeaderLog(
      term: 3, log: [LogEntry(1, "a"), LogEntry(3, "z")], peers: nodes(2...2), commitIndex: 0)
    var follower = Replicator(term: 2, log: [LogEntry(2, "other")], commitIndex: 0)
    copy(from: &leader, to: &follower)
    var late = LeaderLog(
      term: 3, log: leader.log, peers: nodes(2...2), commitIndex: leader.commitIndex)
    var absent = Replicator(term: 0, log: [], commitIndex: 0)
    copy(from: &late, to: &absent)
    if let heartbeat = late.request(for: NodeID(2)) { _ = absent.append(heartbeat) }
    return Evidence(
      .init(
        "as printed, a stale entry at the first index", "accepted behind it: \(stale.log)",
        holds: stale.log == ["other", "z"]),
      .init(
        "as printed, a follower that missed one call", "refuses \(refusals) of 5 later ones",
        holds: refusals == 5),
      .init("ours, the same stale entry", "replaced", holds: follower.log == leader.log),
      .init(
        "ours, the follower that missed everything",
        "has all \(absent.log.count) entries, \(absent.commitIndex) committed",
        holds: absent.log == leader.log && absent.commitIndex == 2))
  }

  @Sendable private static func countingOldEntries() throws -> Evidence {
    let old = BlockingRaftNode.Entry(term: 1, index: 0, data: "a")
    var printed = BlockingRaftNode(id: NodeID(1), peers: nodes(2...3), term: 2, log: [old])
    // A heartbeat carries nothing, and followers whose logs are empty take it.
    _ = try printed.appendEntries([]) { (_, _) throws(BlockingRaftNode.ConnectionError) in true }
    var ours = LeaderLog(term: 2, log: [LogEntry(1, "a")], peers: nodes(2...3), commitIndex: 0)
    for peer in nodes(2...3) {
      _ = ours.handle(AppendReply(term: 2, success: true, matchIndex: 0), from: peer)
    }
    var run = FigureEight(commitsOwnTerm: false)
    run.play()
    var other = FigureEight(commitsOwnTerm: true)
    other.play()
    return Evidence(
      .init(
        "as printed, a heartbeat to followers with empty logs",
        "commits index \(printed.commitIndex), which the leader alone has",
        holds: printed.commitIndex == 0),
      .init("ours, the same", "commits nothing", holds: ours.commitIndex == 0),
      .init(
        "figure 8, counting copies of an old entry",
        run.countingBreaks.map { "\($0.property.rawValue) breaks: \($0.sentence)" } ?? "holds",
        holds: run.countingBreaks?.property == .leaderCompleteness),
      .init(
        "figure 8, ours", "the entry is on \(run.holdersOfB) of 5 nodes and not committed",
        holds: run.holdersOfB == 3 && run.commitIndexWhenCounted == 0
          && run.cluster.violation == nil),
      .init(
        "figure 8 with an entry of the leader's own term",
        "\(other.commitIndexAtTheEnd) entries committed, and no leader lacks them",
        holds: other.commitIndexAtTheEnd == 3 && other.cluster.violation == nil))
  }

  @Sendable private static func uncertainty() throws -> Evidence {
    var printed = BlockingRaftNode(id: NodeID(1), peers: nodes(2...3), term: 1)
    let first = try printed.appendEntries(["a"]) {
      (_, _) throws(BlockingRaftNode.ConnectionError) in false
    }
    _ = try printed.appendEntries(["b"]) { (_, _) throws(BlockingRaftNode.ConnectionError) in true }
    let same = LostAnswer(sameSerial: true)
    let new = LostAnswer(sameSerial: false)
    let unsent = LostAnswer(sameSerial: true, isCommitted: false)
    return Evidence(
      .init(
        "as printed, a write that returned \(first), then another",
        "committed up to index \(printed.commitIndex): the first one too",
        holds: !first && printed.commitIndex == 1),
      .init(
        "repeated under the same number", "a balance of \(same.balances[0])",
        holds: same.balances == [100, 100] && same.answer == .success(100)),
      .init(
        "repeated under a new number", "a balance of \(new.balances[0])",
        holds: new.balances == [200, 200]),
      .init(
        "repeated under the same number when the first attempt was lost with its leader",
        "a balance of \(unsent.balances[0])", holds: unsent.balances == [100, 100]))
  }

  private static func copy(from leader: inout LeaderLog, to follower: inout Replicator) {
    for _ in 0..<10 {
      guard let request = leader.request(for: NodeID(2)) else { return }
      _ = leader.handle(follower.append(request), from: NodeID(2))
    }
  }
}
