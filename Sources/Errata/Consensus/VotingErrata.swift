import AsPrinted
import Clusters
import ExerciseKit
import Solutions

extension Erratum {
  /// Errata of what a vote is: a promise, counted right, given to the right candidate; and of
  /// roles.
  static let votingErrata: [Erratum] = [
    Erratum(
      "E-20", .unsafe, place: "first document, lines 270 to 283; second document, lines 645 to 654",
      said: "The current term, the vote and the log are plain fields of an object.",
      truth:
        "Term, vote and log must be on stable storage before a node answers. Otherwise a node that "
        + "starts again votes a second time in a term, or forgets an entry it has acknowledged. "
        + "\"A majority has acknowledged\" means that a majority has it on disk.",
      settlement: .proven(
        method:
          "A voter grants its vote, starts again, and is asked by another candidate of the same "
          + "term: with an empty memory, and from what ours asked to persist."
      ) {
        let start = elector(3, of: 3)
        let first = ask(start, for: NodeID(1))
        let forgetful = ask(start, for: NodeID(2))
        let careful = ask(
          Elector(
            id: NodeID(3), peers: nodes(1...2), term: first.persisted.term,
            votedFor: first.persisted.votedFor, lastLog: LogPosition(term: 0, index: 0),
            timeouts: 150...300), for: NodeID(2))
        return Evidence(
          .init(
            "started again with plain fields", "a second vote in term 5",
            holds: first.granted && forgetful.granted),
          .init(
            "started again from what was persisted", "refused", holds: !careful.granted),
          .init(
            "what ours does first when it grants", "it persists, then answers",
            holds: first.persistsFirst))
      }),
    Erratum(
      "E-44", .wrong, place: "first document, lines 248 to 252",
      said: "A figure has three ticks beside the candidate and says it wins with 3 of 5 votes.",
      truth: "Three granted votes and its own make four of five. Three in all would be enough.",
      settlement: .proven(method: "Our candidate of five receives the votes of the figure.") {
        let granted = nodes(2...4)
        let needed = votesThatElect(in: 5)
        return Evidence(
          .init(
            "votes in the figure",
            "\(granted.count) granted and its own: \(granted.count + 1) of 5",
            holds: granted.count + 1 == 4),
          .init("votes that elect among five", "\(needed)", holds: needed == 3),
          .init(
            "with two granted votes and its own", "leader",
            holds: wins(nodes(2...3), candidate: NodeID(1), of: 5)))
      }),
    Erratum(
      "E-54", .unsafe, place: "first document, lines 292, 313 and 325",
      said:
        "A candidate sends the length of its log as its last index, while entries are numbered from "
        + "0.",
      truth:
        "The last index is then one less than the length. A voter that compares like with like "
        + "then votes for a candidate that lacks its own last entry. Number entries from 1, and "
        + "let 0 stand for an empty log.",
      settlement: .proven(
        method:
          "A candidate with two entries asks a voter with three, all of one term; as printed, and "
          + "ours for all lengths up to 6."
      ) {
        let entries = (0..<2).map { BlockingRaftNode.Entry(term: 1, index: $0, data: "x") }
        var printed = BlockingRaftNode(id: NodeID(1), peers: nodes(2...2), term: 1, log: entries)
        var sent = 0
        let threw = failure { () throws(BlockingRaftNode.ConnectionError) in
          try printed.startElection { (_, call) throws(BlockingRaftNode.ConnectionError) in
            sent = call.lastLogIndex
            return true
          }
        }
        let wrong = (0...6).flatMap { own in
          (0...6).filter { candidate in
            grants(candidateLength: candidate, voterLength: own) != (candidate >= own)
          }
        }
        return Evidence(
          .init(
            "as printed, a candidate with 2 entries, a voter with 3, whose last index is 2",
            "sends \(sent), which is at least 2: granted", holds: !threw && sent >= 3 - 1),
          .init(
            "ours, 49 pairs of lengths from 0 to 6", "\(wrong.count) wrong answers",
            holds: wrong.isEmpty))
      }),
    Erratum(
      "E-80", .misleading, place: "second document, lines 179 to 184 and 461 to 468",
      said: "Figures of replication show a leader with three followers.",
      truth:
        "Four voters need three for a majority and survive one failure, as three do. The fourth "
        + "costs messages and buys nothing; odd sizes are the rule.",
      settlement: .proven(method: "Our candidates count the votes they need among 3, 4 and 5.") {
        let needed = [3, 4, 5].map { votesThatElect(in: $0) }
        let survived = zip([3, 4, 5], needed).map { $0 - $1 }
        return Evidence(
          .init("votes that elect among 3, 4 and 5", list(needed), holds: needed == [2, 3, 3]),
          .init("failures that leave so many", list(survived), holds: survived == [1, 1, 2]))
      }),
    Erratum(
      "E-81", .misleading, place: "second document, lines 169 to 171 and 455 to 457",
      said: "The diagram of Raft's three roles has four arrows.",
      truth:
        "Two are missing: a candidate whose timer runs out again stands again in a new term, and a "
        + "candidate that hears a leader of its own term follows it. And \"one leader per term\" is "
        + "not \"one leader at a time\": a deposed leader may not know yet.",
      settlement: .proven(
        method:
          "The changes of role that occur are collected from 60 timed elections of 3 and 5 nodes, "
          + "and compared with the diagram.", roleChanges)),
  ]

  @Sendable private static func roleChanges() -> Evidence {
    var seen: Set<String> = []
    var together = 0
    for seed in 1...60 {
      var setting = TimedElection.Setting()
      setting.nodes = seed % 2 == 0 ? 3 : 5
      setting.seed = UInt64(seed)
      setting.timeouts = 60...90
      setting.delays = .between(5...40)
      var run = TimedElection(setting)
      run.run(until: 1500)
      var roles: [NodeID: (role: Role, term: Term)] = [:]
      for step in run.steps {
        let before = roles[step.event.node, default: (.follower, 0)]
        if let change = change(before, step) { seen.insert(change) }
        roles[step.event.node] = (step.role, step.term)
        if roles.values.count(where: { $0.role == .leader }) > 1 { together += 1 }
      }
    }
    let printed: Set = [
      "follower to candidate: timeout", "candidate to leader: majority",
      "candidate to follower: higher term", "leader to follower: higher term",
    ]
    let missing = seen.subtracting(printed).sorted()
    return Evidence(
      .init(
        "changes of role that occur and that the diagram has",
        "\(printed.intersection(seen).count) of \(printed.count)", holds: printed.isSubset(of: seen)
      ),
      .init(
        "changes that occur and that it lacks", missing.joined(separator: "; "),
        holds: missing == [
          "candidate to candidate: timeout", "candidate to follower: same term",
        ]),
      .init(
        "two leaders at once, of different terms", together > 0 ? "seen" : "not seen",
        holds: together > 0))
  }

  private static func change(
    _ before: (role: Role, term: Term), _ step: TimedElection.Step
  ) -> String? {
    let cause =
      switch step.event {
      case .timeout: "timeout"
      case .delivery where step.role == .leader: "majority"
      case .delivery: step.term > before.term ? "higher term" : "same term"
      case .heartbeat, .crash: ""
      }
    guard before.role != step.role || (step.role == .candidate && cause == "timeout") else {
      return nil
    }
    return "\(before.role) to \(step.role): \(cause)"
  }

  /// A voter is asked for its vote in term 5.
  private static func ask(
    _ voter: Elector, for candidate: NodeID
  ) -> (granted: Bool, persistsFirst: Bool, persisted: (term: Term, votedFor: NodeID?)) {
    var voter = voter
    let request = ElectionMessage.requestVote(term: 5, lastLog: LogPosition(term: 0, index: 0))
    var persisted: (term: Term, votedFor: NodeID?) = (0, nil)
    var persistsFirst = true
    var granted = false
    for output in voter.step(.received(request, from: candidate), random: 0) {
      switch output {
      case .persist(let term, let vote): persisted = (term, vote)
      case .send(let message, _):
        granted = message == .vote(term: 5, granted: true)
        persistsFirst = persisted.votedFor == candidate
      case .resetElectionTimer: break
      }
    }
    return (granted, persistsFirst, persisted)
  }

  private static func grants(candidateLength: Int, voterLength: Int) -> Bool {
    func end(_ length: Int) -> LogPosition {
      LogPosition(term: length == 0 ? 0 : 1, index: length)
    }
    var voter = elector(2, of: 3, lastLog: end(voterLength))
    let request = ElectionMessage.requestVote(term: 2, lastLog: end(candidateLength))
    return voter.step(.received(request, from: NodeID(1)), random: 0)
      .contains(.send(.vote(term: 2, granted: true), to: NodeID(1)))
  }
}
