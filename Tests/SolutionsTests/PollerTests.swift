import ExerciseKit
import Solutions
import Testing

private let n1 = NodeID(1)
private let n2 = NodeID(2)
private let n3 = NodeID(3)
private let log = LogPosition(term: 2, index: 5)

@Suite("Asking beside an election")
struct PollerTests {
  private func node(_ peers: [NodeID] = [n2, n3], term: Term = 3) -> Poller {
    Poller(id: n1, peers: peers, lastLog: log, term: term)
  }

  private func answer(_ asked: Term, in term: Term = 3, granted: Bool = true) -> PollMessage {
    .answer(asked: asked, term: term, granted: granted)
  }

  private func grants(_ node: inout Poller, _ asked: Term, _ theirs: LogPosition = log) -> Bool {
    let effects = node.receive(.poll(term: asked, lastLog: theirs), from: n2)
    for granted in [true, false] {
      let right = PollEffect.send(.answer(asked: asked, term: 3, granted: granted), to: n2)
      if effects == [right] { return granted }
    }
    Issue.record("\(effects)")
    return false
  }

  @Test func `it asks all peers, and stands once, with a majority`() {
    var node = node()
    let poll = PollMessage.poll(term: 4, lastLog: log)
    #expect(
      Set(node.electionTimeout())
        == [.resetElectionTimer, .send(poll, to: n2), .send(poll, to: n3)])
    #expect(node.receive(answer(4), from: NodeID(9)).isEmpty)
    #expect(node.receive(answer(4, granted: false), from: n2).isEmpty)
    #expect(node.receive(answer(5), from: n2).isEmpty)
    #expect(node.receive(answer(4), from: n2) == [.stand])
    #expect(node.receive(answer(4), from: n3).isEmpty)
    var alone = self.node([])
    #expect(Set(alone.electionTimeout()) == [.resetElectionTimer, .stand])
    var four = self.node([n2, n3, NodeID(4)])
    _ = four.electionTimeout()
    #expect(four.receive(answer(4), from: n2).isEmpty)
    #expect(four.receive(answer(4), from: n2).isEmpty)
    #expect(four.receive(answer(4), from: n3) == [.stand])
  }

  @Test func `a poll is over when a leader is heard, when it leads, and when the term rises`() {
    for end in 0..<4 {
      var node = node()
      _ = node.electionTimeout()
      switch end {
      case 0: node.hearsLeader()
      case 1: _ = node.becomes(.follower, in: 4)
      case 2: #expect(node.receive(answer(4, in: 9), from: n3) == [.takeOver(9)])
      default:
        _ = node.becomes(.candidate, in: 4)
        _ = node.electionTimeout()
        #expect(node.becomes(.leader, in: 4) == [.resetElectionTimer])
      }
      for asked in 4...5 { #expect(node.receive(answer(asked), from: n2).isEmpty, "\(end)") }
    }
  }

  @Test func `support from before counts for no later poll`() {
    var node = node((2...5).map { NodeID($0) })
    _ = node.electionTimeout()
    #expect(node.receive(answer(4), from: n2).isEmpty)
    _ = node.electionTimeout()
    #expect(node.receive(answer(4), from: n3).isEmpty)
    #expect(node.receive(answer(4), from: n2) == [.stand])
  }

  @Test func `it grants later terms to logs that are not behind, and hears no leader`() {
    var node = node()
    #expect(grants(&node, 4))
    #expect(grants(&node, 9))
    #expect(!grants(&node, 3))
    #expect(!grants(&node, 4, LogPosition(term: 2, index: 4)))
    #expect(!grants(&node, 4, LogPosition(term: 1, index: 9)))
    #expect(grants(&node, 4, LogPosition(term: 3, index: 0)))
    node.hearsLeader()
    #expect(!grants(&node, 4))
    _ = node.electionTimeout()
    #expect(grants(&node, 4))
  }

  @Test func `a leader grants nothing, and goes on while a majority answers it`() {
    var node = node()
    node.hearsFollower(n2)
    _ = node.becomes(.candidate, in: 3)
    #expect(node.becomes(.leader, in: 3) == [.resetElectionTimer])
    #expect(!grants(&node, 4))
    node.hearsFollower(NodeID(9))
    node.hearsFollower(n3)
    #expect(node.electionTimeout() == [.resetElectionTimer])
    #expect(Set(node.electionTimeout()) == [.resetElectionTimer, .stepDown])
    _ = node.becomes(.follower, in: 3)
    #expect(grants(&node, 4))
  }

  @Test func `what was heard before it leads does not count when it does`() {
    var node = node()
    for peer in [n2, n3] { node.hearsFollower(peer) }
    _ = node.becomes(.candidate, in: 4)
    _ = node.becomes(.leader, in: 4)
    #expect(Set(node.electionTimeout()) == [.resetElectionTimer, .stepDown])
    node.hearsFollower(n2)
    _ = node.becomes(.follower, in: 5)
    _ = node.becomes(.candidate, in: 6)
    _ = node.becomes(.leader, in: 6)
    #expect(Set(node.electionTimeout()) == [.resetElectionTimer, .stepDown])
  }

  @Test func `there is no term above the largest`() {
    var node = node(term: .max)
    #expect(node.electionTimeout() == [.resetElectionTimer])
    #expect(node.receive(answer(.max, in: 3), from: n2).isEmpty)
  }

  @Test
  func `a later term is taken over from peers alone, and nobody is in it before the election is`() {
    var node = node()
    #expect(node.receive(answer(4, in: 9, granted: false), from: NodeID(9)).isEmpty)
    #expect(node.receive(answer(4, in: 9, granted: false), from: n2) == [.takeOver(9)])
    #expect(node.receive(answer(4, in: 8), from: n3) == [.takeOver(8)])
    #expect(node.receive(answer(4, in: 3, granted: false), from: n2).isEmpty)
  }
}
