import ExerciseKit
import Simulation
import Solutions

extension TracingQuestion {
  /// What does a leader commit on an answer?
  static let commitCalls = TracingQuestion(
    "commit-calls", outcomes: ["none", "commit"]
  ) { random in
    let size = 3 + random.index(below: 3)
    let term: Term = 4
    let old = 1 + random.index(below: 3)
    let own = 1 + random.index(below: 2)
    let terms =
      (0..<old).map { _ in Term(1 + random.index(below: 3)) }.sorted()
      + [Term](repeating: term, count: own)
    let log = terms.map { LogEntry($0, "x") }
    let peers = (2...size).map { NodeID(UInt32($0)) }
    let known = random.index(below: old)
    var calls = ShownCalls()
    var leader = LeaderLog(term: term, log: log, peers: peers, commitIndex: known)
    calls.add(
      "let log = [" + terms.map { "\($0)" }.joined(separator: ", ")
        + "].map { LogEntry($0, \"x\") }")
    calls.add("var leader = LeaderLog(")
    calls.add(
      "  term: \(term), log: log, peers: ["
        + peers.map { "NodeID(\($0.number))" }.joined(separator: ", ") + "],")
    calls.add("  commitIndex: \(known))")
    var effect = LeaderEffect.none
    var before = 0
    let answers = random.shuffled(peers).prefix(2 + random.index(below: 2))
    for (place, peer) in answers.enumerated() {
      let match = 1 + random.index(below: log.count)
      before = leader.commitIndex
      effect = leader.handle(AppendReply(term: term, success: true, matchIndex: match), from: peer)
      calls.add((place + 1 < answers.count ? "_ = " : "") + "leader.handle(")
      calls.add(
        "  AppendReply(term: \(term), success: true, matchIndex: \(match)), "
          + "from: NodeID(\(peer.number)))")
    }
    let held = peers.map { leader.matchIndex(of: $0) ?? 0 } + [log.count]
    // What is returned to somebody who counts so many nodes, or others than are counted.
    func answer(_ count: Int, counted: [Int], ofOwnTerm: Bool = true) -> String {
      let index = counted.sorted(by: >).dropFirst(count - 1).first ?? 0
      guard index > before, !ofOwnTerm || terms[index - 1] == term else { return text(.none) }
      return text(.commit(upTo: index))
    }
    let majority = size / 2 + 1
    return Instance(
      ask: calls.asking("What does the last call return?"),
      right: .right(Self.text(effect)),
      traps: [
        .wrong(
          answer(majority, counted: held, ofOwnTerm: false), "a majority is enough",
          why:
            "An entry of an earlier term is committed with one of the leader's own, never by counting."
        ),
        .wrong(
          answer(size / 2, counted: held), "half of the nodes are a majority",
          why: "A majority is more than half of all nodes, the leader among them."),
        .wrong(
          answer(majority, counted: Array(held.dropLast())), "a leader does not count itself",
          why: "Its own log counts too."),
        .wrong(
          answer(1, counted: held), "what the leader has is committed",
          why: "One copy is not a majority."),
      ],
      others: [
        .wrong(
          "`.none`", "nothing is committed yet", why: "A majority holds an entry of its term."),
        .wrong(
          "`.commit(upTo: \(log.count))`", "everything is committed together",
          why: "Only what a majority holds."),
        .wrong(
          "`.commit(upTo: \(old))`", "a majority is enough",
          why: "An entry of an earlier term is never committed by counting."),
        .wrong("`.stepDown(\(term))`", "an answer deposes", why: "Only one of a higher term does."),
      ],
      why: "The logs are known to agree with the leader's up to "
        + held.sorted().map { "\($0)" }.joined(separator: ", ")
        + ", its own among them. Of \(size) nodes \(majority) hold the first "
        + "\(held.sorted(by: >)[majority - 1]); the terms of the log are "
        + terms.map { "\($0)" }.joined(separator: " ") + ", and \(before) was committed before.",
      outcome: effect == .none ? "none" : "commit")
  }

  private static func text(_ effect: LeaderEffect) -> String {
    switch effect {
    case .none: "`.none`"
    case .commit(let index): "`.commit(upTo: \(index))`"
    case .stepDown(let term): "`.stepDown(\(term))`"
    }
  }
}
