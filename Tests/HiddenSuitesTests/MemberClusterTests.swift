import Checking
import Solutions
import Subjects
import Testing

@testable import HiddenSuites

@Suite("Clusters that change")
struct MemberClusterTests {
  private func verdict(
    of check: String, on subject: InProcessSubject
  ) throws -> Verdict? {
    let stage = raftMembershipSuite.stages(for: .ofOwnCode).first {
      $0.checks.contains { $0.name == check }
    }
    return try stage?.run(subject).first
  }

  @Test func `events are read as they are written`() {
    let events: [MemberEvent] = [
      .stands(1, voters: [2, 3]), .stands(4, voters: []), .adds(1, 4), .removes(2, 2), .writes(3),
      .brings(1, to: 2, isHeard: true), .brings(1, to: 2, isHeard: false), .restarts(4),
    ]
    for event in events { #expect(MemberEvent(event.text) == event) }
    #expect(MemberEvent("server 1 brings server 1 its log") == nil)
    #expect(MemberEvent("server 8 starts again") == nil)
    var setting = MemberCluster.Setting(size: 5, memberCount: 2)
    (setting.firstName, setting.nameStep) = (7, 65_536)
    #expect(MemberCluster.Setting(setting.text) == setting)
    #expect(
      MemberCluster.Setting("3 servers from n1 in steps of 1, the first 4 are members") == nil)
  }

  @Test func `a change before an entry of its own term loses what is committed, in five events`()
    throws
  {
    let found = try verdict(
      of: "committed-entries-survive", on: InProcessSubject(EarlyMembership.self))
    guard case .failed(let failure) = found else {
      Issue.record("\(String(describing: found))")
      return
    }
    #expect(failure.counterexample?.schedule.events.count == 5)
    #expect(failure.message.contains("its log has no longer what was committed at index"))
  }

  @Test func `who stands only as a member leaves a cluster without anybody who can be elected`()
    throws
  {
    let found = try verdict(
      of: "changes-come-to-an-end", on: InProcessSubject(LeavingMembership.self))
    guard case .failed(let failure) = found else {
      Issue.record("\(String(describing: found))")
      return
    }
    #expect(failure.message.contains("nobody stands who is elected by its members"))
  }

  @Test func `what a right node does is told once, however often it is asked`() throws {
    let subject = InProcessSubject(Membership.self)
    var lives = ServerLives()
    let setting = MemberCluster.Setting(size: 4, memberCount: 3)
    let clusters = try lives.settle(Array(repeating: setting, count: 5), on: subject) {
      (setting, lives) throws(ServerLives.Unanswered) in try MemberCluster(setting, &lives)
    }
    #expect(clusters.count == 5)
    #expect(clusters.allSatisfy { $0.fault == nil && $0.leader == 1 && $0[3].commit == 1 })
    #expect(Set(clusters.map(\.situation)).count == 1)
    let count = lives.askedCount
    _ = try lives.settle([setting], on: subject) {
      (setting, lives) throws(ServerLives.Unanswered) in try MemberCluster(setting, &lives)
    }
    #expect(lives.askedCount == count)
  }
}
