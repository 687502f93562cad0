import ExerciseKit
import Testing

@testable import HiddenSuites

@Suite("Raft election: texts of schedules")
struct RaftElectionTextTests {
  private static let one = NodeID(1)
  private static let two = NodeID(2)

  @Test(
    arguments: [
      (.electionTimeout(node: one), "n1 times out"),
      (.heartbeatTimeout(node: two), "n2 heartbeat due"),
      (.restart(node: NodeID(12)), "n12 restarts"),
      (
        .delivery(
          .requestVote(term: 3, lastLog: LogPosition(term: 2, index: 10)), from: one, to: two),
        "n1 -> n2 requestVote 3 2.10"
      ),
      (.delivery(.vote(term: 1, granted: true), from: two, to: one), "n2 -> n1 grant 1"),
      (.delivery(.vote(term: 1, granted: false), from: two, to: one), "n2 -> n1 refuse 1"),
      (.delivery(.heartbeat(term: 2), from: one, to: two), "n1 -> n2 heartbeat 2"),
      (.delivery(.heartbeatReply(term: 2), from: two, to: one), "n2 -> n1 heartbeatReply 2"),
    ] as [(ElectionEvent, String)])
  func `an event has a text and is read from it`(event: ElectionEvent, text: String) {
    #expect(event.text == text)
    #expect(ElectionEvent(text: text) == event)
  }

  @Test(arguments: [
    "", "n1", "n1 times", "n1 times out twice", "1 times out", "n times out", "n-1 restarts",
    "n1 -> n2", "n1 -> n2 grant", "n1 -> n2 grant one", "n1 -> 2 grant 1", "n1 <- n2 grant 1",
    "n1 -> n2 requestVote 1", "n1 -> n2 requestVote 1 2", "n1 -> n2 requestVote 1 2.3.4",
    "n1 -> n2 bribe 1", "n1 -> n2 grant 1 really",
  ])
  func `what is no event is refused`(text: String) {
    #expect(ElectionEvent(text: text) == nil)
  }

  @Test(arguments: [
    "1 node", "3 nodes", "9 nodes", "3 nodes; logs 0.0 1.1 2.10",
    "nodes n7 n1; peers n300; logs 3.7 0.0; persisted 5.n1 2; timeouts 0 to 7",
  ])
  func `a setting is read from its text`(text: String) {
    #expect(ElectionSetting(text: text)?.text == text)
  }

  @Test func `a setting names its members and where their logs end`() throws {
    let setting = try #require(ElectionSetting(text: "2 nodes; logs 0.0 3.4; seed 17"))
    #expect(setting.members.map(\.id) == [Self.one, Self.two])
    #expect(setting.members.map(\.peers) == [[Self.two], [Self.one]])
    #expect(setting.members.map(\.lastLog.term) == [0, 3])
    #expect(setting.members.map(\.lastLog.index) == [0, 4])
    #expect(setting == ElectionSetting(text: setting.text))
  }

  @Test(arguments: [
    "", "nodes", "0 nodes", "66 nodes", "-1 nodes", "3 nodes; logs 0.0", "2 nodes; logs 0.0 1",
    "nodes n1 n1", "nodes n1; peers n1", "nodes n1; persisted n1", "nodes 1",
    "2 nodes; persisted 1", "1 node; timeouts 5 to 4", "1 node; timeouts 5",
  ])
  func `what is no setting is refused`(text: String) {
    #expect(ElectionSetting(text: text) == nil)
  }

  @Test func `two vote requests that differ in their logs alone are told apart`() {
    let sent = ElectionMessage.requestVote(term: 1, lastLog: LogPosition(term: 0, index: 1))
    let due = ElectionMessage.requestVote(term: 1, lastLog: LogPosition(term: 0, index: 0))
    #expect(
      sent.phrase(besides: due)
        == "vote request of term 1 with a log that ends at (term 0, index 1)")
    #expect(sent.phrase(besides: sent) == sent.phrase)
    #expect(sent.phrase(besides: .heartbeat(term: 1)) == sent.phrase)
    #expect(sent.phrase(besides: nil) == "vote request of term 1")
  }

  @Test(arguments: [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (7, 4)])
  func `a majority is more than half of the whole cluster`(nodes: Int, majority: Int) {
    #expect(ElectionSetting(nodes: nodes).members.allSatisfy { $0.majority == majority })
  }
}
