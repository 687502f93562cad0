import ExerciseKit
import Solutions
import Testing

private let n1 = NodeID(1)
private let n2 = NodeID(2)
private let n3 = NodeID(3)

@Suite("Asking before standing, and leading only while heard")
struct PreVoterTests {
  private func node(
    term: Term = 2, lastLog: LogPosition = LogPosition(term: 2, index: 5),
    checksQuorum: Bool = false
  ) -> PreVoter {
    PreVoter(
      id: n1, peers: [n2, n3], term: term, lastLog: lastLog, timeouts: 150...300, asksFirst: true,
      checksQuorum: checksQuorum)
  }

  /// Whether a poll by n2 is answered with yes.
  private func grants(_ node: inout PreVoter, term: Term, lastLog: LogPosition) -> Bool {
    let outputs = node.step(.received(.poll(term: term, lastLog: lastLog), from: n2), random: 0)
    return outputs == [.send(.pollAnswer(asked: term, term: node.term, granted: true), to: n2)]
  }

  /// A node that leads term 3.
  private func leader(checksQuorum: Bool) -> (PreVoter, [PreVoter.Output]) {
    var node = node(checksQuorum: checksQuorum)
    _ = node.step(.electionTimeout, random: 0)
    _ = node.step(.received(.pollAnswer(asked: 3, term: 2, granted: true), from: n2), random: 0)
    let outputs = node.step(
      .received(.election(.vote(term: 3, granted: true)), from: n2), random: 0)
    return (node, outputs)
  }

  @Test func `the timer of a leader that checks its quorum is drawn like all others`() {
    var node = node(checksQuorum: true)
    _ = node.step(.electionTimeout, random: 0)
    _ = node.step(.received(.pollAnswer(asked: 3, term: 2, granted: true), from: n2), random: 0)
    let outputs = node.step(
      .received(.election(.vote(term: 3, granted: true)), from: n2), random: 77)
    #expect(node.role == .leader)
    #expect(outputs.last == .resetElectionTimer(227))
  }

  @Test func `support goes to no log that is behind`() {
    var node = node()
    let logs = [
      (2, 5, true), (2, 6, true), (3, 1, true), (2, 4, false), (1, 99, false), (0, 0, false),
    ]
    for (term, index, isGranted) in logs {
      #expect(
        grants(&node, term: 3, lastLog: LogPosition(term: term, index: index)) == isGranted,
        "term \(term), index \(index)")
    }
    #expect(!grants(&node, term: 2, lastLog: LogPosition(term: 9, index: 9)), "not a later term")
    #expect(node.term == 2, "asking raises nothing")
  }

  @Test func `who hears a leader supports nobody, until its own timer runs out`() {
    var node = node()
    let log = LogPosition(term: 2, index: 5)
    _ = node.step(.received(.election(.heartbeat(term: 2)), from: n3), random: 0)
    #expect(!grants(&node, term: 3, lastLog: log))
    _ = node.step(.electionTimeout, random: 0)
    #expect(grants(&node, term: 3, lastLog: log))
  }

  @Test func `a leader supports nobody`() {
    var (node, _) = leader(checksQuorum: false)
    #expect(node.role == .leader && node.term == 3)
    #expect(!grants(&node, term: 4, lastLog: LogPosition(term: 9, index: 9)))
    // Its election timer does not run; should it all the same, it goes on leading.
    #expect(node.step(.electionTimeout, random: 0).isEmpty)
    #expect(!grants(&node, term: 4, lastLog: LogPosition(term: 9, index: 9)))
    #expect(node.role == .leader)
  }

  @Test func `a leader that hears nobody leads for ever, unless it looks for its quorum`() {
    for checksQuorum in [false, true] {
      var (node, outputs) = leader(checksQuorum: checksQuorum)
      let hasTimer = outputs.contains {
        if case .resetElectionTimer = $0 { true } else { false }
      }
      #expect(hasTimer == checksQuorum)
      // The vote that made it leader came before: it is not counted as an answer.
      _ = node.step(.heartbeatTimeout, random: 0)
      _ = node.step(.electionTimeout, random: 0)
      #expect((node.role == .leader) != checksQuorum)
      #expect(node.term == 3)
      #expect(node.step(.heartbeatTimeout, random: 0).isEmpty == checksQuorum)
    }
  }

  @Test
  func `a node that stands at once looks for its quorum too, and so does one in the last term`() {
    for term in [2, Term.max - 1] {
      var node = PreVoter(
        id: n1, peers: [n2, n3], term: term, timeouts: 150...300, asksFirst: false,
        checksQuorum: true)
      _ = node.step(.electionTimeout, random: 0)
      _ = node.step(.received(.election(.vote(term: term + 1, granted: true)), from: n2), random: 0)
      #expect(node.role == .leader)
      #expect(node.step(.electionTimeout, random: 5) == [.resetElectionTimer(155)])
      #expect(node.role == .follower, "nobody has answered")
    }
  }

  @Test func `who asks waits for answers as long as a timer drawn like all others`() {
    var node = node()
    #expect(node.step(.electionTimeout, random: 77).first == .resetElectionTimer(227))
    #expect(node.step(.electionTimeout, random: 12).first == .resetElectionTimer(162))
  }

  @Test func `of five nodes three make a majority, in a poll and in a leader's round`() {
    let others = (2...5).map { NodeID($0) }
    var node = PreVoter(
      id: n1, peers: others, timeouts: 150...300, asksFirst: true, checksQuorum: true)
    _ = node.step(.electionTimeout, random: 0)
    let support = PreVoter.Message.pollAnswer(asked: 1, term: 0, granted: true)
    #expect(node.step(.received(support, from: n2), random: 0).isEmpty, "two of five")
    #expect(node.step(.received(support, from: n2), random: 0).isEmpty, "the same once more")
    #expect(!node.step(.received(support, from: n3), random: 0).isEmpty)
    for voter in [n2, n3] {
      _ = node.step(.received(.election(.vote(term: 1, granted: true)), from: voter), random: 0)
    }
    #expect(node.role == .leader)
    let answer = PreVoter.Message.election(.heartbeatReply(term: 1))
    for _ in 1...3 {
      for follower in others.suffix(2) {
        _ = node.step(.received(answer, from: follower), random: 0)
      }
      _ = node.step(.electionTimeout, random: 0)
      #expect(node.role == .leader, "two others are a majority with it")
    }
    _ = node.step(.received(answer, from: n2), random: 0)
    _ = node.step(.electionTimeout, random: 0)
    #expect(node.role == .follower, "one other is none")
  }

  @Test func `a leader that is answered goes on leading`() {
    var (node, _) = leader(checksQuorum: true)
    for round in 0..<10 {
      _ = node.step(.heartbeatTimeout, random: 0)
      let answer = PreVoter.Message.election(.heartbeatReply(term: 3))
      _ = node.step(.received(answer, from: round % 2 == 0 ? n2 : n3), random: 0)
      #expect(node.step(.electionTimeout, random: 7) == [.resetElectionTimer(157)])
      #expect(node.role == .leader)
    }
    // An answer of an earlier term, and one of a stranger, are no sign of followers.
    _ = node.step(.received(.election(.heartbeatReply(term: 2)), from: n2), random: 0)
    _ = node.step(.received(.election(.heartbeatReply(term: 3)), from: NodeID(9)), random: 0)
    _ = node.step(.electionTimeout, random: 0)
    #expect(node.role == .follower)
    // It has voted for itself in its term, and that is not undone.
    let request = ElectionMessage.requestVote(term: 3, lastLog: LogPosition(term: 9, index: 9))
    let outputs = node.step(.received(.election(request), from: n2), random: 0)
    #expect(outputs.last == .send(.election(.vote(term: 3, granted: false)), to: n2))
  }

  @Test func `in the last term there is nothing to ask for`() {
    var node = node(term: .max)
    #expect(node.step(.electionTimeout, random: 7) == [.resetElectionTimer(157)])
    let answer = PreVoter.Message.pollAnswer(asked: .max, term: .max, granted: true)
    #expect(node.step(.received(answer, from: n2), random: 0).isEmpty)
    #expect(node.role == .follower && node.term == .max)
  }

  /// Lets two nodes poll each other in turns, with a third that is gone; the leaders there have been.
  private func leaders(_ nodes: [NodeID: PreVoter], rounds: Int) -> Set<NodeID> {
    var nodes = nodes
    var leaders: Set<NodeID> = []
    for round in 0..<rounds {
      let starter = nodes.keys.sorted()[round % nodes.count]
      var letters: [(from: NodeID, to: NodeID, message: PreVoter.Message)] = []
      func step(_ id: NodeID, _ input: PreVoter.Input) {
        for case .send(let message, let receiver) in nodes[id]?.step(input, random: 0) ?? [] {
          letters.append((id, receiver, message))
        }
        if nodes[id]?.role == .leader { leaders.insert(id) }
      }
      step(starter, .electionTimeout)
      while !letters.isEmpty {
        let letter = letters.removeFirst()
        step(letter.to, .received(letter.message, from: letter.from))
      }
    }
    return leaders
  }

  @Test func `only a heartbeat tells of a leader`() {
    var node = node()
    let request = ElectionMessage.requestVote(term: 2, lastLog: LogPosition(term: 2, index: 5))
    _ = node.step(.received(.election(request), from: n3), random: 0)
    _ = node.step(.received(.election(.vote(term: 2, granted: false)), from: n3), random: 0)
    #expect(grants(&node, term: 3, lastLog: LogPosition(term: 2, index: 5)))
  }

  @Test func `refusals and answers to another question are no support`() {
    let others = (2...5).map { NodeID($0) }
    var node = PreVoter(id: n1, peers: others, term: 2, timeouts: 150...300, asksFirst: true)
    _ = node.step(.electionTimeout, random: 0)
    for (asked, granted, sender) in [(3, false, n2), (2, true, n3), (4, true, NodeID(4))] {
      let answer = PreVoter.Message.pollAnswer(asked: asked, term: 2, granted: granted)
      #expect(node.step(.received(answer, from: sender), random: 0).isEmpty)
    }
    let support = PreVoter.Message.pollAnswer(asked: 3, term: 2, granted: true)
    #expect(node.step(.received(support, from: n2), random: 0).isEmpty, "two of five")
    #expect(!node.step(.received(support, from: n3), random: 0).isEmpty)
  }

  @Test func `the longest timeout is drawn too, and the next term is learnt`() {
    var node = node()
    #expect(node.step(.electionTimeout, random: 150).first == .resetElectionTimer(300))
    let next = PreVoter.Message.pollAnswer(asked: 3, term: 3, granted: false)
    #expect(node.step(.received(next, from: n2), random: 0) == [.persist(term: 3, votedFor: nil)])
    #expect(node.term == 3)
  }

  @Test func `a refused poll teaches the term, so that the better log gets on`() {
    // n1 stood in term 5 with the help of n3, which is gone; n2 has the later log and knows of no term above 3.
    func node(_ id: NodeID, _ other: NodeID, term: Term, index: Int) -> PreVoter {
      PreVoter(
        id: id, peers: [other, n3], term: term, lastLog: LogPosition(term: 2, index: index),
        timeouts: 150...300, asksFirst: true)
    }
    let nodes = [n1: node(n1, n2, term: 5, index: 5), n2: node(n2, n1, term: 3, index: 6)]
    #expect(leaders(nodes, rounds: 6) == [n2])
  }

  @Test func `an answer teaches no earlier term, and a stranger's none at all`() {
    var node = node()
    let later = PreVoter.Message.pollAnswer(asked: 3, term: 7, granted: false)
    #expect(node.step(.received(later, from: NodeID(9)), random: 0).isEmpty)
    let earlier = PreVoter.Message.pollAnswer(asked: 3, term: 1, granted: false)
    #expect(node.step(.received(earlier, from: n2), random: 0).isEmpty && node.term == 2)
    let outputs = node.step(.received(later, from: n2), random: 0)
    #expect(outputs == [.persist(term: 7, votedFor: nil)] && node.term == 7)
  }

  @Test func `a timeout is drawn from the shortest to the longest, and never beyond`() {
    var node = node()
    let delays = (UInt64(0)..<302).compactMap { random -> Millis? in
      guard case .resetElectionTimer(let delay) = node.step(.electionTimeout, random: random).first
      else { return nil }
      return delay
    }
    #expect(delays == Array(150...300) + Array(150...300))
  }
}
