import Checking
import ExerciseKit
import Testing
import Wire

@testable import HiddenSuites

/// Single steps of n1 in a cluster of three whose logs end at (term 2, index 5), judged.
@Suite("Raft election: rules for one step")
struct RaftElectionRulesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var before: ElectionShadow
    var input: ElectionInput
    var reaction: ElectionReaction
    /// The checks that break, the most telling first.
    var breaks: [String]
  }

  private static let n1 = NodeID(1)
  private static let n2 = NodeID(2)
  private static let n3 = NodeID(3)
  private static let log = LogPosition(term: 2, index: 5)

  private static func follower(_ term: Term, votedFor: NodeID? = nil) -> ElectionShadow {
    ElectionShadow(term: term, votedFor: votedFor)
  }

  private static func candidate(_ term: Term, grants: Set<NodeID> = [n1]) -> ElectionShadow {
    var shadow = ElectionShadow(term: term, votedFor: n1)
    shadow.role = .candidate
    shadow.grants = grants
    return shadow
  }

  private static func leader(_ term: Term) -> ElectionShadow {
    var shadow = ElectionShadow(term: term, votedFor: n1)
    shadow.role = .leader
    return shadow
  }

  private static func step(
    _ description: String, _ before: ElectionShadow, _ input: ElectionInput,
    _ outputs: [ElectionOutput], _ role: Role, _ term: Term, breaks: [String] = []
  ) -> Case {
    Case(
      testDescription: description, before: before, input: input,
      reaction: ElectionReaction(outputs: outputs, role: role, term: term), breaks: breaks)
  }

  private static func persist(_ term: Term, _ vote: NodeID?) -> ElectionOutput {
    .persist(term: term, votedFor: vote)
  }

  private static let reset = ElectionOutput.resetElectionTimer(200)

  private static func campaign(_ term: Term) -> [ElectionOutput] {
    [n2, n3].map { .send(.requestVote(term: term, lastLog: log), to: $0) }
  }

  private static func heartbeats(_ term: Term) -> [ElectionOutput] {
    [n2, n3].map { .send(.heartbeat(term: term), to: $0) }
  }

  private static func request(_ term: Term, _ log: LogPosition = log) -> ElectionInput {
    .received(.requestVote(term: term, lastLog: log), from: n2)
  }

  private static func grant(_ term: Term, from voter: NodeID = n2) -> ElectionInput {
    .received(.vote(term: term, granted: true), from: voter)
  }

  private static func answer(_ term: Term, _ granted: Bool) -> ElectionOutput {
    .send(.vote(term: term, granted: granted), to: n2)
  }

  private static func reply(_ term: Term) -> ElectionOutput {
    .send(.heartbeatReply(term: term), to: n2)
  }

  private static let heartbeat3 = ElectionInput.received(.heartbeat(term: 3), from: n2)

  static let timeouts = [
    step(
      "a campaign", follower(2), .electionTimeout, [persist(3, n1), reset] + campaign(3),
      .candidate, 3),
    step(
      "a campaign that sets its timer last, and persists twice", candidate(2), .electionTimeout,
      [persist(3, n1), persist(3, n1)] + campaign(3) + [reset], .candidate, 3),
    step(
      "a campaign two terms on", follower(2), .electionTimeout,
      [persist(4, n1), reset] + campaign(4), .candidate, 4, breaks: ["campaigns-honestly"]),
    step(
      "a campaign that asks one peer", follower(2), .electionTimeout,
      [persist(3, n1), reset, campaign(3)[0]], .candidate, 3, breaks: ["campaigns-honestly"]),
    step(
      "a campaign that asks one peer twice", follower(2), .electionTimeout,
      [persist(3, n1), reset, campaign(3)[0], campaign(3)[0]], .candidate, 3,
      breaks: ["campaigns-honestly"]),
    step(
      "a campaign that asks itself", follower(2), .electionTimeout,
      [persist(3, n1), reset] + campaign(3)
        + [.send(.requestVote(term: 3, lastLog: log), to: n1)], .candidate, 3,
      breaks: ["campaigns-honestly"]),
    step(
      "a campaign under a false log", follower(2), .electionTimeout,
      [persist(3, n1), reset]
        + [n2, n3].map {
          .send(.requestVote(term: 3, lastLog: LogPosition(term: 9, index: 9)), to: $0)
        },
      .candidate, 3, breaks: ["campaigns-honestly"]),
    step(
      "a campaign before it is persisted", follower(2), .electionTimeout,
      [reset] + campaign(3) + [persist(3, n1)], .candidate, 3, breaks: ["persist-before-send"]),
    step(
      "a campaign never persisted", follower(2), .electionTimeout, [reset] + campaign(3),
      .candidate, 3, breaks: ["persist-before-send"]),
    step(
      "a campaign without a timer", follower(2), .electionTimeout,
      [persist(3, n1)] + campaign(3), .candidate, 3, breaks: ["timers"]),
    step(
      "a campaign with a timeout beyond the interval", follower(2), .electionTimeout,
      [persist(3, n1), .resetElectionTimer(301)] + campaign(3), .candidate, 3,
      breaks: ["timeouts-from-the-whole-interval"]),
    step(
      "a campaign that is won at once", follower(2), .electionTimeout,
      [persist(3, n1), reset] + campaign(3) + heartbeats(3), .leader, 3,
      breaks: ["quorum-of-distinct-voters"]),
    step("a leader's election timeout", leader(3), .electionTimeout, [], .leader, 3),
    step(
      "a leader that campaigns", leader(3), .electionTimeout,
      [persist(4, n1), reset] + campaign(4), .candidate, 4, breaks: ["legal-roles"]),
    step("a leader's heartbeat", leader(3), .heartbeatTimeout, heartbeats(3), .leader, 3),
    step(
      "a leader's silence", leader(3), .heartbeatTimeout, [], .leader, 3,
      breaks: ["heartbeats-when-due"]),
    step("a heartbeat due at a follower", follower(3), .heartbeatTimeout, [], .follower, 3),
    step(
      "a follower's heartbeat", follower(3), .heartbeatTimeout, heartbeats(3), .follower, 3,
      breaks: ["heartbeats-when-due"]),
    step(
      "a fallen term", follower(3), .heartbeatTimeout, [], .follower, 2,
      breaks: ["terms-never-fall"]),
  ]

  static let votes = [
    step(
      "a vote", follower(3), request(3), [persist(3, n2), reset, answer(3, true)], .follower, 3),
    step(
      "a vote given again", follower(3, votedFor: n2), request(3), [answer(3, true)], .follower,
      3),
    step(
      "a vote given again, with the timer reset", follower(3, votedFor: n2), request(3),
      [reset, answer(3, true)], .follower, 3),
    step(
      "a vote in a new term", leader(2), request(3), [persist(3, n2), reset, answer(3, true)],
      .follower, 3),
    step(
      "a vote for a longer log", follower(3), request(3, LogPosition(term: 2, index: 6)),
      [persist(3, n2), reset, answer(3, true)], .follower, 3),
    step(
      "a vote for a shorter log of a later term", follower(3),
      request(3, LogPosition(term: 3, index: 1)), [persist(3, n2), reset, answer(3, true)],
      .follower, 3),
    step(
      "a vote before it is persisted", follower(3), request(3),
      [reset, answer(3, true), persist(3, n2)], .follower, 3, breaks: ["persist-before-send"]),
    step(
      "a vote that leaves the timer running", follower(3), request(3),
      [persist(3, n2), answer(3, true)], .follower, 3, breaks: ["timers"]),
    step(
      "a second vote", follower(3, votedFor: n3), request(3),
      [persist(3, n2), reset, answer(3, true)], .follower, 3, breaks: ["one-vote-per-term"]),
    step(
      "a refusal of a second vote", follower(3, votedFor: n3), request(3), [answer(3, false)],
      .follower, 3),
    step(
      "a refusal that resets the timer", follower(3, votedFor: n3), request(3),
      [reset, answer(3, false)], .follower, 3, breaks: ["timers"]),
    step(
      "a refusal of an owed vote", follower(3), request(3), [answer(3, false)], .follower, 3,
      breaks: ["owed-votes-are-granted"]),
    step(
      "a vote for a shorter log", follower(3), request(3, LogPosition(term: 2, index: 4)),
      [persist(3, n2), reset, answer(3, true)], .follower, 3, breaks: ["up-to-date-rule"]),
    step(
      "a vote for a longer log of an earlier term", follower(3),
      request(3, LogPosition(term: 1, index: 9)), [persist(3, n2), reset, answer(3, true)],
      .follower, 3, breaks: ["up-to-date-rule"]),
    step(
      "a vote in an earlier term", follower(3), request(2),
      [persist(3, n2), answer(3, true)], .follower, 3, breaks: ["stale-messages-change-nothing"]),
    step(
      "a refusal in the request's term", follower(3), request(2), [answer(2, false)], .follower,
      3, breaks: ["replies-carry-current-term"]),
    step(
      "no answer", follower(3, votedFor: n3), request(3), [], .follower, 3,
      breaks: ["replies-carry-current-term"]),
    step(
      "two answers", follower(3, votedFor: n3), request(3), [answer(3, false), answer(3, false)],
      .follower, 3, breaks: ["replies-carry-current-term"]),
    step(
      "a vote in a term that is not adopted", follower(2), request(3),
      [persist(2, n2), reset, answer(2, true)], .follower, 2, breaks: ["higher-term-wins"]),
    step(
      "a candidate of a term it has adopted", candidate(2), request(3),
      [persist(3, n2), reset, answer(3, true)], .candidate, 3, breaks: ["higher-term-wins"]),
  ]

  static let elections = [
    step("a majority", candidate(3), grant(3), heartbeats(3), .leader, 3),
    step(
      "a majority unnoticed", candidate(3), grant(3), [], .candidate, 3,
      breaks: ["majority-makes-a-leader"]),
    step(
      "a majority without a heartbeat", candidate(3), grant(3), [], .leader, 3,
      breaks: ["majority-makes-a-leader"]),
    step("a stranger's vote", candidate(3), grant(3, from: NodeID(9)), [], .candidate, 3),
    step(
      "a stranger's vote counted", candidate(3), grant(3, from: NodeID(9)), heartbeats(3),
      .leader, 3, breaks: ["quorum-of-distinct-voters"]),
    step(
      "a refusal counted", candidate(3), .received(.vote(term: 3, granted: false), from: n2),
      heartbeats(3), .leader, 3, breaks: ["quorum-of-distinct-voters"]),
    step(
      "a vote of an earlier term counted", candidate(3), grant(2), heartbeats(3), .leader, 3,
      breaks: ["quorum-of-distinct-voters"]),
    step("a late vote", leader(3), grant(3), [], .leader, 3),
    step(
      "a follower's election", follower(3, votedFor: n1), grant(3), heartbeats(3), .leader, 3,
      breaks: ["legal-roles"]),
    step(
      "a refusal of a later term", candidate(2),
      .received(.vote(term: 3, granted: false), from: n2), [persist(3, nil)], .follower, 3),
    step(
      "a refusal of a later term ignored", candidate(2),
      .received(.vote(term: 3, granted: false), from: n2), [], .candidate, 2,
      breaks: ["higher-term-wins"]),
    step(
      "a refusal that resets the timer", candidate(3),
      .received(.vote(term: 3, granted: false), from: n2), [reset], .candidate, 3,
      breaks: ["timers"]),
  ]

  static let heartbeatsHeard = [
    step("a heartbeat", follower(3, votedFor: n3), heartbeat3, [reset, reply(3)], .follower, 3),
    step(
      "a heartbeat heard by a candidate", candidate(3), heartbeat3, [reset, reply(3)],
      .follower, 3),
    step(
      "a heartbeat of a later term", follower(2, votedFor: n3), heartbeat3,
      [persist(3, nil), reset, reply(3)], .follower, 3),
    step("a heartbeat of an earlier term", follower(4), heartbeat3, [reply(4)], .follower, 4),
    step(
      "a candidate that stays one", candidate(3), heartbeat3, [reset, reply(3)], .candidate, 3,
      breaks: ["concedes-to-the-leader"]),
    step(
      "a heartbeat that does not reset the timer", follower(3), heartbeat3, [reply(3)],
      .follower, 3, breaks: ["timers"]),
    step(
      "a heartbeat of an earlier term that resets the timer", follower(4), heartbeat3,
      [reset, reply(4)], .follower, 4, breaks: ["timers"]),
    step(
      "a candidate that follows a leader of an earlier term", candidate(4), heartbeat3,
      [reply(4)], .follower, 4, breaks: ["stale-messages-change-nothing"]),
    step(
      "a heartbeat of a later term that keeps the vote", follower(2, votedFor: n3), heartbeat3,
      [persist(3, n3), reset, reply(3)], .follower, 3, breaks: ["persist-before-send"]),
    step(
      "a heartbeat that clears the vote", follower(3, votedFor: n3), heartbeat3,
      [persist(3, nil), reset, reply(3)], .follower, 3, breaks: ["persist-before-send"]),
    step(
      "a reply in the heartbeat's term", follower(4), heartbeat3, [reply(3)], .follower, 4,
      breaks: ["replies-carry-current-term"]),
    step(
      "a deposed leader without a timer", leader(2), heartbeat3, [persist(3, nil), reply(3)],
      .follower, 3, breaks: ["timers"]),
    step(
      "a reply of a later term", leader(2), .received(.heartbeatReply(term: 3), from: n2),
      [persist(3, nil), reset], .follower, 3),
    step(
      "a reply of a later term ignored", leader(2),
      .received(.heartbeatReply(term: 3), from: n2), [], .leader, 2,
      breaks: ["higher-term-wins"]),
    step(
      "a reply answered", leader(3), .received(.heartbeatReply(term: 3), from: n2), [reply(3)],
      .leader, 3, breaks: ["replies-carry-current-term"]),
    step(
      "a term begun without a timeout", follower(3), heartbeat3,
      [persist(4, nil), reset, reply(4)], .follower, 4, breaks: ["campaigns-honestly"]),
  ]

  @Test(arguments: timeouts + votes + elections + heartbeatsHeard)
  func `a step keeps or breaks what the rules say`(step: Case) {
    let member = ElectionSetting(logs: Array(repeating: Self.log, count: 3)).members[0]
    let judgement = Election.judge(member, step.before, step.input, step.reaction)
    #expect(judgement.violations.map(\.check) == step.breaks)
    #expect(judgement.violations.allSatisfy { !$0.sentence.isEmpty })
    if step.breaks.isEmpty {
      #expect(judgement.next?.role == step.reaction.role)
      #expect(judgement.next?.term == step.reaction.term)
    }
  }

  @Test func `a node alone leads on its own vote`() {
    let member = ElectionSetting(nodes: 1).members[0]
    func violations(_ outputs: [ElectionOutput], _ role: Role) -> [String] {
      Election.judge(
        member, ElectionShadow(), .electionTimeout,
        ElectionReaction(outputs: outputs, role: role, term: 1)
      ).violations.map(\.check)
    }
    #expect(violations([Self.persist(1, Self.n1), Self.reset], .leader) == [])
    #expect(violations([Self.persist(1, Self.n1)], .leader) == [])
    #expect(
      violations([Self.persist(1, Self.n1), Self.reset], .candidate)
        == ["majority-makes-a-leader"])
  }

  @Test(arguments: [
    (Role.follower, 3, [String]()), (.follower, 2, ["terms-never-fall"]),
    (.candidate, 3, ["legal-roles"]), (.leader, 3, ["legal-roles"]),
  ])
  func `a node starts as a follower of the term it persisted`(
    role: Role, term: Term, breaks: [String]
  ) {
    let member = ElectionSetting(nodes: 3).members[0]
    let judgement = Election.judgeStart(
      member, Self.leader(3), ElectionReaction(outputs: [], role: role, term: term))
    #expect(judgement.violations.map(\.check) == breaks)
    #expect((judgement.next == nil) == !breaks.isEmpty)
    if let next = judgement.next { #expect(next == Self.follower(3, votedFor: Self.n1)) }
  }
}
