import AsPrinted
import Clusters
import ExerciseKit
import Solutions

extension Erratum {
  /// Errata of how an election is held: counting, replies, waiting, timers.
  static let electionErrata: [Erratum] = [
    Erratum(
      "E-01", .unsafe, place: "first document, lines 299 and 331; second document, line 656",
      said:
        "A candidate wins with `votes > len(peers) // 2`, where `peers` leaves the node itself out.",
      truth: """
        A majority is one of the whole cluster. The printed test asks one vote too few in every cluster \
        of even size: in a cluster of four split in two halves, both halves elect a leader of the same \
        term. The second document's starter has the same test, and would do the same once the names it \
        lacks are filled in.
        """,
      settlement: .proven(
        method:
          "Four nodes split two and two hold an election in each half, with the first document's "
          + "node, with the second's, its missing names filled in, and with ours; then the votes "
          + "that elect are counted for 1 to 10 nodes."
      ) {
        let halves: [(UInt32, UInt32)] = [(1, 2), (3, 4)]
        let printed = halves.filter { leads(printed: $0.0, with: $0.1) }
        let ours = halves.filter { leads(ours: $0.0, with: $0.1) }
        let tooFew = (1...10).filter { size in
          let needed = (1...size).first { MajorityOfPeers.isMajority(votes: $0, ofClusterOf: size) }
          return needed != votesThatElect(in: size)
        }
        return Evidence(
          .init(
            "as printed, four nodes split two and two",
            "\(printed.count) leaders of term 1", holds: printed.count == 2),
          .init(
            "the second document's starter, filled in, with two votes of four",
            starterState(votes: 2), holds: starterState(votes: 2) == "LEADER"),
          .init("ours, the same split", "\(ours.count) leaders", holds: ours.isEmpty),
          .init(
            "sizes from 1 to 10 for which the printed test takes too few votes",
            list(tooFew), holds: tooFew == [2, 4, 6, 8, 10]))
      }),
    Erratum(
      "E-02", .unsafe, place: "first document, lines 289 to 296 and 321 to 328",
      said: "A request for a vote, or to replicate, is answered with true or false.",
      truth:
        "Every answer carries the term of whoever answers. Whoever stands or leads and meets a "
        + "higher one becomes a follower at once, and an answer of an earlier term counts for "
        + "nothing. With a bare yes or no a deposed leader never learns of it.",
      settlement: .proven(
        method: "A leader of term 3 is refused by two peers that are in term 9; an old vote is "
          + "delivered in a later term.", staleReplies)),
    Erratum(
      "E-21", .wrong, place: "first document, lines 288 to 296 and 320 to 328",
      said: "The candidate, and the leader, call one peer after the other and wait for each.",
      truth:
        "One dead peer then stops an election, or a commit, for which a majority is there. Messages "
        + "go out together, and answers are events, in whatever order they come.",
      settlement: .proven(
        method: "Five nodes, of which the first one asked is dead; then ours with any two silent."
      ) {
        var printed = BlockingRaftNode(id: NodeID(5), peers: nodes(1...4))
        var asked: [NodeID] = []
        let dead = NodeID(1)
        let error = failure { () throws(BlockingRaftNode.ConnectionError) in
          try printed.startElection { (peer, _) throws(BlockingRaftNode.ConnectionError) in
            if peer == dead { throw BlockingRaftNode.ConnectionError() }
            asked.append(peer)
            return true
          }
        }
        let pairs = nodes(1...4).flatMap { one in
          nodes(1...4).filter { $0 > one }.map { [one, $0] }
        }
        let elected = pairs.filter { silent in
          wins(nodes(1...4).filter { !silent.contains($0) }, candidate: NodeID(5), of: 5)
        }
        return Evidence(
          .init(
            "as printed, the first of four peers dead",
            "\(asked.count) of the other three are asked; it stays \(printed.state)",
            holds: error && asked.isEmpty && printed.state == .candidate),
          .init(
            "ours, any two of four peers silent",
            "elected in \(elected.count) of \(pairs.count) cases",
            holds: elected.count == 6 && pairs.count == 6))
      }),
    Erratum(
      "E-53", .wrong, place: "second document, lines 645 to 657",
      said:
        "The starter of the Raft exercise is a node that is given an id and its peers and holds elections.",
      truth:
        "It stores neither, so the first timeout ends in an error, and the voter's side, terms in "
        + "messages and the timer, which the exercise is about, are not there at all.",
      settlement: .proven(method: "The printed node's election timer runs out; so does ours.") {
        var first = StarterRaftNode(nodeID: 1, peers: [2, 3])
        var second = StarterRaftNode(nodeID: 1, peers: [2, 3], setsID: true)
        let missing = [
          attribute { () throws(StarterRaftNode.AttributeError) in
            try first.electionTimeout { 3 }
          },
          attribute { () throws(StarterRaftNode.AttributeError) in
            try second.electionTimeout { 3 }
          },
        ]
        return Evidence(
          .init(
            "as printed, the first timeout, and again with the first gap filled",
            "no attribute '\(missing.joined(separator: "', then no attribute '"))'",
            holds: missing == ["id", "peers"]),
          .init(
            "ours, two votes of three", "leader",
            holds: wins(nodes(2...2), candidate: NodeID(1), of: 3)))
      }),
    Erratum(
      "E-59", .wrong, place: "first document, lines 279 to 302",
      said: "A candidate that does not win turns follower at once; there is no timer in the code.",
      truth:
        "It stays a candidate until a leader makes itself heard or its timer runs out again. "
        + "Without timers drawn at random, nodes that stand together stand together for ever: with "
        + "equal timeouts each votes for itself in every term. (Three things the code uses are not "
        + "defined either.)",
      settlement: .proven(
        method:
          "Three nodes, timeouts all of 150 ms, until term 300; then drawn from 150 to 300 ms "
          + "under 20 seeds."
      ) {
        var lost = BlockingRaftNode(id: NodeID(1), peers: nodes(2...5))
        let threw = failure { () throws(BlockingRaftNode.ConnectionError) in
          try lost.startElection { (_, _) throws(BlockingRaftNode.ConnectionError) in false }
        }
        let equal = election(timeouts: 150...150, seed: 1, untilTerm: 300)
        let random = (1...20).map { election(timeouts: 150...300, seed: $0, untilTerm: 300) }
        let slowest = random.compactMap(\.leaders.first?.time).max() ?? 0
        return Evidence(
          .init(
            "as printed, an election without votes", "\(lost.state)",
            holds: !threw && lost.state == .follower),
          .init(
            "equal timeouts, \(equal.highestTerm) terms", "\(equal.leaders.count) leaders",
            holds: equal.highestTerm == 300 && equal.leaders.isEmpty),
          .init(
            "timeouts at random, 20 seeds", "a leader in each, the latest after \(slowest) ms",
            holds: random.allSatisfy { !$0.leaders.isEmpty && $0.hasOneLeaderPerTerm }))
      }),
  ]

  @Sendable private static func staleReplies() throws -> Evidence {
    var printed = BlockingRaftNode(id: NodeID(1), peers: nodes(2...3), term: 3)
    printed.state = .leader
    let taken = try printed.appendEntries(["x"]) {
      (_, _) throws(BlockingRaftNode.ConnectionError) in false
    }
    var ours = LeaderLog(term: 3, log: [], peers: nodes(2...3), commitIndex: 0)
    _ = ours.propose("x")
    let reply = AppendReply(term: 9, success: false, matchIndex: 0)
    let effect = ours.handle(reply, from: NodeID(2))
    var candidate = elector(1, of: 3)
    _ = candidate.step(.electionTimeout, random: 0)
    _ = candidate.step(.electionTimeout, random: 0)
    _ = candidate.step(.received(.vote(term: 1, granted: true), from: NodeID(2)), random: 0)
    return Evidence(
      .init(
        "as printed, refused twice from term 9",
        "\(printed.state) of term \(printed.currentTerm), the entry kept",
        holds: !taken && printed.state == .leader && printed.currentTerm == 3),
      .init("ours, the first such answer", "steps down to term 9", holds: effect == .stepDown(9)),
      .init(
        "ours, a vote of term 1 delivered in term 2", "\(candidate.role)",
        holds: candidate.role == .candidate))
  }

  // MARK: Nodes

  static func nodes(_ numbers: ClosedRange<UInt32>) -> [NodeID] { numbers.map(NodeID.init) }

  static func elector(
    _ number: UInt32, of size: Int, lastLog: LogPosition = LogPosition(term: 0, index: 0)
  ) -> Elector {
    Elector(
      id: NodeID(number), peers: nodes(1...UInt32(size)).filter { $0 != NodeID(number) }, term: 0,
      votedFor: nil, lastLog: lastLog, timeouts: 150...300)
  }

  /// True when a candidate leads after the votes of these.
  static func wins(_ voters: [NodeID], candidate: NodeID, of size: Int) -> Bool {
    var node = elector(candidate.number, of: size)
    _ = node.step(.electionTimeout, random: 0)
    for voter in voters {
      _ = node.step(.received(.vote(term: 1, granted: true), from: voter), random: 0)
    }
    return node.role == .leader
  }

  static func votesThatElect(in size: Int) -> Int {
    (1...size).first { votes in
      wins(Array(nodes(1...10)[1..<votes]), candidate: NodeID(1), of: size)
    } ?? 0
  }

  static func list(_ numbers: [Int]) -> String {
    numbers.map(String.init).joined(separator: ", ")
  }

  private static func leads(printed candidate: UInt32, with friend: UInt32) -> Bool {
    let peers = nodes(1...4).filter { $0 != NodeID(candidate) }
    var node = BlockingRaftNode(id: NodeID(candidate), peers: peers)
    let threw = failure { () throws(BlockingRaftNode.ConnectionError) in
      try node.startElection { (peer, _) throws(BlockingRaftNode.ConnectionError) in
        peer == NodeID(friend)
      }
    }
    return !threw && node.state == .leader
  }

  private static func leads(ours candidate: UInt32, with friend: UInt32) -> Bool {
    wins([NodeID(friend)], candidate: NodeID(candidate), of: 4)
  }

  static func election(
    timeouts: ClosedRange<Millis>, seed: UInt64, untilTerm: Term,
    delays: TimedElection.Delays = .between(5...15)
  ) -> TimedElection {
    var setting = TimedElection.Setting()
    setting.nodes = 3
    setting.timeouts = timeouts
    setting.seed = seed
    setting.delays = delays
    var run = TimedElection(setting)
    run.run(until: 10_000_000) { $0.highestTerm >= untilTerm || !$0.leaders.isEmpty }
    return run
  }

  /// True when the call fails as a call to a dead peer does.
  static func failure(_ call: () throws(BlockingRaftNode.ConnectionError) -> Void) -> Bool {
    do {
      try call()
      return false
    } catch {
      return true
    }
  }

  /// What the second document's starter is in a cluster of four, once the names it lacks are set.
  private static func starterState(votes: Int) -> String {
    var node = StarterRaftNode(nodeID: 1, peers: [2, 3, 4], setsID: true, setsPeers: true)
    do throws(StarterRaftNode.AttributeError) {
      try node.electionTimeout { votes }
      return node.state
    } catch {
      return "no attribute '\(error.name)'"
    }
  }

  private static func attribute(
    _ call: () throws(StarterRaftNode.AttributeError) -> Void
  ) -> String {
    do {
      try call()
      return ""
    } catch {
      return error.name
    }
  }
}
