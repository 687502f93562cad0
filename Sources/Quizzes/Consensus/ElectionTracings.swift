import ExerciseKit
import Solutions

extension TracingQuestion {
  /// A node's role and term after a few events.
  static let raftElectionSteps = TracingQuestion(
    "raft-election-steps", outcomes: Role.allCases.map(\.rawValue)
  ) { random in
    let run = ElectionRun(count: 4, &random)
    let states = run.states
    guard let right = states.last else { return nil }
    func misread(_ reading: (ElectionRun.State, ElectionInput) -> ElectionInput?) -> String {
      ElectionRun.states(after: run.inputs, reading: reading).last?.description ?? ""
    }
    let list = run.inputs.enumerated().map { "\($0 + 1). \(described($1))" }
      .joined(separator: "\n")
    return Instance(
      ask:
        "n1, n2 and n3 have equal logs. n1 has just stood for election in term 2 and has its own "
        + "vote. Then it experiences:\n\n\(list)\n\nWhat is it then?",
      right: .right("\(right)"),
      traps: [
        .wrong(
          misread(passingOverReplies), "a reply cannot change the term",
          why: "Whoever meets a higher term, in whatever message, follows it."),
        .wrong(
          misread(countingOldVotes), "a vote is a vote",
          why: "A vote counts in the term in which it was asked for."),
        .wrong(
          misread(ignoringLeaders), "a candidate gives way to nobody",
          why: "A leader of the same term has won."),
        .wrong(
          misread(obeyingOldLeaders), "a heartbeat is a heartbeat",
          why: "One of an earlier term comes from a leader that is none any more."),
      ],
      others: Role.allCases.map { role in
        .wrong(
          "\(role) of term \(right.term)", reasons[role]?.misconception ?? "",
          why: reasons[role]?.why ?? "")
      },
      why: "Step by step: \(states.map(\.description).joined(separator: ", then ")). "
        + run.ballots,
      outcome: right.role.rawValue)
  }

  private static let reasons: [Role: (misconception: String, why: String)] = [
    .follower: (
      "a loser becomes a follower",
      "It stays a candidate until its timer runs out or it hears better."
    ),
    .candidate: (
      "a majority needs everybody", "Two of three, the candidate among them, are a majority."
    ),
    .leader: ("standing is winning", "Its own vote is one of three."),
  ]

  private static func passingOverReplies(
    _ state: ElectionRun.State, _ input: ElectionInput
  ) -> ElectionInput? {
    guard case .received(let message, _) = input else { return input }
    switch message {
    case .vote(let term, _), .heartbeatReply(let term): return term > state.term ? nil : input
    case .requestVote, .heartbeat: return input
    }
  }

  private static func countingOldVotes(
    _ state: ElectionRun.State, _ input: ElectionInput
  ) -> ElectionInput? {
    guard case .received(.vote(_, true), let sender) = input else { return input }
    return .received(.vote(term: state.term, granted: true), from: sender)
  }

  private static func ignoringLeaders(
    _ state: ElectionRun.State, _ input: ElectionInput
  ) -> ElectionInput? {
    guard case .received(.heartbeat(let term), _) = input, state.role == .candidate else {
      return input
    }
    return term == state.term ? nil : input
  }

  private static func obeyingOldLeaders(
    _ state: ElectionRun.State, _ input: ElectionInput
  ) -> ElectionInput? {
    guard case .received(.heartbeat(let term), let sender) = input, term < state.term else {
      return input
    }
    return .received(.heartbeat(term: state.term), from: sender)
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
