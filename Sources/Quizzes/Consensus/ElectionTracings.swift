import ExerciseKit
import Simulation
import Solutions

extension TracingQuestion {
  /// Which logs can win an election.
  static let raftWhoMayWin = TracingQuestion("raft-who-may-win") { random in
    let ids = (1...5).map { NodeID(UInt32($0)) }
    let ends = ids.map { _ in
      LogPosition(term: 1 + random.index(below: 3), index: 2 + random.index(below: 5))
    }
    let winners = ids.indices.filter { wins($0, ends) }
    let byLength = ids.indices.filter { candidate in
      ends.count { ends[candidate].index >= $0.index } >= 3
    }
    let options = ids.indices.map { position -> Choice in
      let end = ends[position]
      let support = ends.count { (end.term, end.index) >= ($0.term, $0.index) }
      let count = "Logs that are not ahead of its own, this one included: \(support) of 5."
      if winners.contains(position) { return .right("\(ids[position])", why: count) }
      return .wrong(
        "\(ids[position])",
        byLength.contains(position) ? "the longest log wins" : "anybody can win",
        why: count)
    }
    let table = zip(ids, ends).map { "\($0): term \($1.term), index \($1.index)" }
      .joined(separator: "; ")
    return Question(
      ask:
        "Five nodes; where their logs end: \(table). All five are up. Who can win an election? Choose "
        + "all.",
      answer: .multiple(options),
      why:
        "A voter refuses a candidate behind itself: first the last entry's term decides, then the "
        + "length. A majority is 3, the candidate included.")
  }

  private static func wins(_ candidate: Int, _ ends: [LogPosition]) -> Bool {
    let ids = ends.indices.map { NodeID(UInt32($0 + 1)) }
    func elector(_ position: Int) -> Elector {
      Elector(
        id: ids[position], peers: ids.filter { $0 != ids[position] }, term: 5, votedFor: nil,
        lastLog: ends[position], timeouts: 150...300)
    }
    var standing = elector(candidate)
    for output in standing.step(.electionTimeout, random: 0) {
      guard case .send(let request, let receiver) = output else { continue }
      var voter = elector(Int(receiver.number) - 1)
      for answer in voter.step(.received(request, from: ids[candidate]), random: 0) {
        guard case .send(let vote, _) = answer else { continue }
        _ = standing.step(.received(vote, from: receiver), random: 0)
      }
    }
    return standing.role == .leader
  }

  /// A node's role and term after a few events.
  static let raftElectionSteps = TracingQuestion("raft-election-steps") { random in
    var inputs: [ElectionInput] = [.electionTimeout]
    for _ in 0..<3 { inputs.append(anyInput(&random)) }
    let right = after(inputs)
    let ignoringReplies = after(
      inputs.filter { input in
        guard case .received(let message, _) = input else { return true }
        switch message {
        case .vote(let term, false), .heartbeatReply(let term): return term <= 3
        default: return true
        }
      })
    let countingOld = after(
      inputs.map { input in
        if case .received(.vote(_, true), let sender) = input {
          return .received(.vote(term: 3, granted: true), from: sender)
        }
        return input
      })
    let ignoringLeader = after(
      inputs.filter { input in
        if case .received(.heartbeat, _) = input { false } else { true }
      })
    let list = inputs.enumerated().map { "\($0 + 1). \(described($1))" }.joined(separator: "\n")
    return Question(
      ask:
        "n1, a follower of term 2 in a cluster of n1, n2 and n3, experiences:\n\n\(list)\n\nWhat is it "
        + "then?",
      answer: .single(
        choices(
          right: right,
          wrong: [
            .wrong(
              ignoringReplies, "a reply cannot change the term",
              why: "Whoever meets a higher term, in whatever message, follows it."),
            .wrong(
              countingOld, "a vote is a vote",
              why: "A vote counts in the term in which it was asked for."),
            .wrong(
              ignoringLeader, "a candidate gives way to nobody",
              why: "A leader of the same term has won."),
            .wrong(
              "follower of term 3", "a loser becomes a follower",
              why: "It stays a candidate until its timer runs out or it hears better."),
            .wrong(
              "candidate of term 3", "a majority needs everybody",
              why: "Two of three, the candidate among them, are a majority."),
            .wrong(
              "leader of term 3", "standing is winning", why: "Its own vote is one of three."),
          ])),
      why: "Step by step: \(states(inputs).joined(separator: ", then ")).")
  }

  private static func anyInput(_ random: inout RandomSource) -> ElectionInput {
    let sender = NodeID(UInt32(2 + random.index(below: 2)))
    let log = LogPosition(term: 1, index: 4)
    switch random.index(below: 7) {
    case 0, 1: return .received(.vote(term: 3, granted: true), from: sender)
    case 2: return .received(.vote(term: 2, granted: true), from: sender)
    case 3: return .received(.vote(term: 4 + random.index(below: 3), granted: false), from: sender)
    case 4: return .received(.heartbeat(term: 3), from: sender)
    case 5: return .received(.requestVote(term: 3, lastLog: log), from: sender)
    default:
      return .received(
        .requestVote(term: 4 + random.index(below: 2), lastLog: log), from: sender)
    }
  }

  private static func node() -> Elector {
    Elector(
      id: NodeID(1), peers: [NodeID(2), NodeID(3)], term: 2, votedFor: nil,
      lastLog: LogPosition(term: 1, index: 4), timeouts: 150...300)
  }

  private static func states(_ inputs: [ElectionInput]) -> [String] {
    var node = node()
    return inputs.map { input in
      _ = node.step(input, random: 0)
      return "\(node.role) of term \(node.term)"
    }
  }

  private static func after(_ inputs: [ElectionInput]) -> String {
    states(inputs).last ?? "follower of term 2"
  }

  private static func described(_ input: ElectionInput) -> String {
    switch input {
    case .electionTimeout: "its election timer runs out"
    case .heartbeatTimeout: "it is time for heartbeats"
    case .received(.vote(let term, let granted), let sender):
      "\(sender) \(granted ? "grants its vote" : "refuses its vote"), in term \(term)"
    case .received(.heartbeat(let term), let sender): "a heartbeat of \(sender), in term \(term)"
    case .received(.heartbeatReply(let term), let sender):
      "\(sender) answers a heartbeat, in term \(term)"
    case .received(.requestVote(let term, _), let sender):
      "\(sender) asks for its vote in term \(term), with a log as long as n1's"
    }
  }
}
