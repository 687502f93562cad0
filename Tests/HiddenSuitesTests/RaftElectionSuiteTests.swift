import Checking
import ExerciseKit
import Solutions
import Subjects
import Testing
import Wire

@testable import HiddenSuites

@Suite("Hidden suite of raft-election")
struct RaftElectionSuiteTests {
  private let suite = RaftElectionSuite()

  /// The verdicts of every stage, or of the search alone.
  private func verdicts(
    of subject: @autoclosure () -> any Subject, searchOnly: Bool = false
  ) throws -> [(check: Check, verdict: Verdict)] {
    try suite.stages(for: .ofOwnCode).prefix(searchOnly ? 1 : .max).flatMap { stage in
      zip(stage.checks, try stage.run(subject())).map { ($0, $1) }
    }
  }

  /// What a search within some bounds says that an elector breaks.
  private func failure(
    of check: String, by type: Any.Type, within bounds: ElectionBounds
  ) throws -> Failure {
    var search = RuledSearch<Election>(subject: InProcessSubject(type))
    try search.run(bounds)
    guard case .failed(let failure) = search.verdict(of: check) else {
      throw NotCaught(check: check)
    }
    return failure
  }

  private static func bounds(
    nodes: Int = 3, maxTerm: Int = 1, logs: [String] = []
  ) -> ElectionBounds {
    ElectionBounds(
      nodes: nodes, maxTerm: maxTerm, crashes: true, replies: .takenOutWhenSpent, logs: logs)
  }

  private struct NotCaught: Error {
    var check: String
  }

  private let timed = [
    "elects-a-leader", "re-elects-after-a-crash", "no-leader-in-a-minority",
    "one-leader-after-healing",
  ]

  private func timedVerdicts(of subject: any Subject) throws -> [Verdict] {
    try suite.stages(for: .ofOwnCode).filter { timed.contains($0.checks[0].name) }.flatMap {
      try $0.run(subject)
    }
  }

  // MARK: Right answers

  @Test func `scenarios run in step come to what each comes to alone`() throws {
    let together = try timedVerdicts(of: InProcessSubject(Elector.self))
    let alone = try TimedElection.Scenario.allCases.map {
      try TimedElection.run([$0], on: InProcessSubject(Elector.self))[$0]
    }
    #expect(together.count == 4)
    #expect(together == alone)
  }

  @Test func `scenarios that stop a submission together are run one by one`() throws {
    let subject = Stumbler(InProcessSubject(Elector.self), stumblesAt: 100)
    let steady = try timedVerdicts(of: InProcessSubject(Elector.self))
    #expect(try timedVerdicts(of: subject) == steady)
    // It went on after it had stumbled.
    #expect(subject.count > 200)
  }

  @Test func `the reference passes every check, the searches having seen everything`() throws {
    for (check, verdict) in try verdicts(of: InProcessSubject(Elector.self)) {
      switch (check.kind, verdict) {
      case (.search, .passed(.exhaustive(let states, let transitions, let depth))):
        #expect(states > 1_000 && transitions > states && depth > 10, "\(check.name)")
      case (.search, _):
        Issue.record("\(check.name): \(verdict)")
      case (_, .passed): break
      case (_, _): Issue.record("\(check.name): \(verdict)")
      }
    }
  }

  @Test func `a differently written elector passes too`() throws {
    let subject = InProcessSubject(FlawedElector<Flawless>.self)
    for (check, verdict) in try verdicts(of: subject) {
      guard case .passed = verdict else {
        Issue.record("\(check.name): \(verdict)")
        continue
      }
    }
  }

  @Test func `every check has a name of its own, a section and a share of the points`() {
    #expect(Set(suite.checks.map(\.name)).count == suite.checks.count)
    #expect(suite.checks.allSatisfy { $0.chapter.hasPrefix("raft#") })
    #expect(suite.checks.allSatisfy { $0.points > 0 })
    #expect(suite.checks.reduce(0) { $0 + $1.points } == 100)
    #expect(suite.checks.max { $0.points < $1.points }?.name == ElectionLeaders.check)
    #expect(suite.stages(for: .ofOwnCode).flatMap(\.checks) == suite.checks)
  }

  // MARK: Wrong answers

  /// The lengths are those of an exhaustive search by another program: no shorter run breaks the
  /// guarantee.
  @Test(
    arguments: [
      (FlawedElector<IgnoresItsVote>.self, "one-vote-per-term", 3, bounds()),
      (FlawedElector<CountsItselfTwice>.self, "quorum-of-distinct-voters", 1, bounds()),
      (FlawedElector<HalfIsEnough>.self, "quorum-of-distinct-voters", 3, bounds(nodes: 4)),
      (FlawedElector<NeedsEveryVote>.self, "majority-makes-a-leader", 3, bounds()),
      (FlawedElector<ForgetsItsTerm>.self, "terms-never-fall", 2, bounds()),
      (FlawedElector<ForgetsItsVote>.self, "one-vote-per-term", 4, bounds()),
      (FlawedElector<KeepsItsTerm>.self, "higher-term-wins", 2, bounds()),
      (FlawedElector<RefusesWhenAskedAgain>.self, "owed-votes-are-granted", 3, bounds()),
      (FlawedElector<IgnoresLogs>.self, "up-to-date-rule", 2, bounds(logs: ["1.1", "1.1", "0.0"])),
      (FlawedElector<KeepsCampaigningInItsTerm>.self, "campaigns-honestly", 2, bounds(maxTerm: 2)),
      (FlawedElector<NeverConcedes>.self, "concedes-to-the-leader", 5, bounds()),
      (
        FlawedElector<GrantsStaleRequests>.self, "stale-messages-change-nothing", 4,
        bounds(maxTerm: 2)
      ),
    ] as [(any Electing.Type, String, Int, ElectionBounds)])
  func `a wrong elector is caught by the shortest run there is`(
    type: any Electing.Type, check: String, events: Int, bounds: ElectionBounds
  ) throws {
    let failure = try failure(of: check, by: type, within: bounds)
    let run = try #require(failure.counterexample)
    #expect(run.steps.count == events)
    #expect(run.isShortest)
    #expect(run.violation.sentence == failure.message)
    #expect(run.violation.steps.last == events - 1)
    #expect(run.schedule.check == check)
    #expect(run.schedule.events.count == events)
  }

  @Test func `a search cut by a violation says how far the rest held`() throws {
    var cut = RuledSearch<Election>(subject: InProcessSubject(FlawedElector<ForgetsItsTerm>.self))
    try cut.run(Self.bounds())
    guard case .failed = cut.verdict(of: "terms-never-fall"),
      case .held(.searched(let states, _, _, _), let until, _) = cut.verdict(
        of: "answers-every-input"),
      case .held = cut.verdict(of: "persist-before-send"),
      case .notReached(let why) = cut.verdict(of: "up-to-date-rule")
    else {
      Issue.record("\(cut.verdict(of: "answers-every-input"))")
      return
    }
    #expect(states > 20)
    #expect(until.hasPrefix("terms-never-fall is broken"))
    // No log of these bounds is behind another.
    #expect(why.hasPrefix("no step put this to the test"))
  }

  @Test func `a rule broken harmlessly leaves the search a state to go on from`() throws {
    var search = RuledSearch<Election>(subject: InProcessSubject(FlawedElector<KeepsItsTerm>.self))
    try search.run(Self.bounds())
    guard case .failed = search.verdict(of: "higher-term-wins"),
      case .passed(.exhaustive) = search.verdict(of: "answers-every-input")
    else {
      Issue.record("\(search.verdict(of: "answers-every-input"))")
      return
    }
  }

  @Test func `a search over state that cannot be seen is not called exhaustive`() throws {
    var search = RuledSearch<Election>(subject: InProcessSubject(HidingElector.self))
    try search.run(Self.bounds())
    for check in ["answers-every-input", "one-vote-per-term"] {
      guard case .passed(.searched(_, _, _, let unseen)) = search.verdict(of: check) else {
        Issue.record("\(search.verdict(of: check))")
        continue
      }
      #expect(unseen == ["HidingElector.patience: a closure"])
    }
  }

  @Test func `two leaders in a term take six events and both are named`() throws {
    let failure = try failure(
      of: "at-most-one-leader-per-term", by: FlawedElector<IgnoresItsVote>.self,
      within: Self.bounds())
    let run = try #require(failure.counterexample)
    #expect(run.steps.count == 6)
    #expect(run.violation.steps.count == 2)
    #expect(failure.message.hasSuffix(" both lead term 1"))
  }

  @Test func `a run tells who sent what to whom`() throws {
    let failure = try failure(
      of: "up-to-date-rule", by: FlawedElector<IgnoresLogs>.self,
      within: Self.bounds(logs: ["1.1", "1.1", "0.0"]))
    let run = try #require(failure.counterexample)
    #expect(run.lanes == ["n1", "n2", "n3"])
    #expect(run.schedule.events.first?.hasSuffix(" times out") == true)
    guard case .delivery(let sender, let receiver, let label, sentIn: 0) = run.steps[1].event
    else {
      Issue.record("\(run.steps[1])")
      return
    }
    // The cluster starts in the term in which its newest log ends.
    #expect(run.initialStates.allSatisfy { $0.hasPrefix("follower t1") })
    #expect(label == "request vote t2")
    #expect(
      run.schedule.events[1].hasPrefix("\(run.lanes[sender]) -> \(run.lanes[receiver]) requestVote")
    )
  }

  // MARK: Replay

  @Test(
    arguments: [
      (FlawedElector<IgnoresItsVote>.self, "one-vote-per-term"),
      (FlawedElector<IgnoresItsVote>.self, "at-most-one-leader-per-term"),
      (FlawedElector<ForgetsItsTerm>.self, "terms-never-fall"),
      (FlawedElector<IgnoresLogs>.self, "up-to-date-rule"),
    ] as [(any Electing.Type, String)])
  func `a schedule breaks the same guarantee again, and nothing in the reference`(
    type: any Electing.Type, check: String
  ) throws {
    let failure = try failure(
      of: check, by: type, within: Self.bounds(logs: ["1.1", "1.1", "0.0"]))
    let schedule = try #require(failure.counterexample).schedule
    guard case .failed(let again) = try suite.replay(schedule, on: InProcessSubject(type)) else {
      Issue.record("\(schedule) does not fail again")
      return
    }
    #expect(again.message == failure.message)
    guard case .passed = try suite.replay(schedule, on: InProcessSubject(Elector.self)) else {
      Issue.record("\(schedule) breaks the reference")
      return
    }
  }

  @Test func `a replay names what the run breaks, if not what it broke when it was saved`() throws {
    let failure = try failure(
      of: "at-most-one-leader-per-term", by: FlawedElector<IgnoresItsVote>.self,
      within: Self.bounds())
    let schedule = try #require(failure.counterexample).schedule
    let changed = InProcessSubject(FlawedElector<KeepsItsTerm>.self)
    guard case .failed(let again) = try suite.replay(schedule, on: changed) else {
      Issue.record("\(schedule) breaks nothing")
      return
    }
    #expect(again.counterexample?.schedule.check == "higher-term-wins")
  }

  @Test func `the random walks' schedule fails again too`() throws {
    let stage = try #require(
      suite.stages(for: .ofOwnCode).first { $0.checks[0].name == "far-beyond-the-bounds" })
    let type = FlawedElector<NeverConcedes>.self
    guard case .failed(let failure) = try stage.run(InProcessSubject(type))[0] else {
      Issue.record("the walks find nothing")
      return
    }
    let run = try #require(failure.counterexample)
    #expect(!run.isShortest)
    guard
      case .failed(let again) = try suite.replay(run.schedule, on: InProcessSubject(type))
    else {
      Issue.record("\(run.schedule) does not fail again")
      return
    }
    #expect(again.counterexample?.schedule.events == run.schedule.events)
  }

  @Test(arguments: [
    Schedule(check: "timers", setting: "3 nodes", events: ["n1 times in"]),
    Schedule(check: "timers", setting: "0 nodes", events: ["n1 times out"]),
    Schedule(check: "timers", setting: "", events: []),
    Schedule(check: "timers", setting: "3 nodes; logs 0.0", events: []),
    Schedule(check: "no-such-check", setting: "3 nodes", events: ["n1 times out"]),
  ])
  func `a schedule that is not one of the suite's is refused`(schedule: Schedule) throws {
    #expect(try suite.replay(schedule, on: InProcessSubject(Elector.self)) == nil)
  }

  // MARK: Subjects that stop

  @Test func `a crash is shown with the run to it`() throws {
    let subject = CrashingSubject(on: .heartbeat(term: 1))
    let found = try verdicts(of: subject, searchOnly: true)
    for (check, verdict) in found {
      switch (check.name, verdict) {
      case ("answers-every-input", .stopped(let stop, let run)):
        #expect(stop == CrashingSubject.stop)
        #expect(run?.steps.count == 4)
        #expect(run?.schedule.events.last?.hasSuffix(" heartbeat 1") == true)
        #expect(run?.schedule.check == "answers-every-input")
      case ("answers-every-input", _): Issue.record("\(verdict)")
      case (_, .notReached(let why)): #expect(why.contains("crashed: it does not like it"))
      default: Issue.record("\(check.name): \(verdict)")
      }
    }
  }

  @Test func `an answer that is not one stops the subject`() {
    for stage in suite.stages(for: .ofOwnCode) {
      #expect(throws: Stop.self) {
        let verdicts = try stage.run(MutteringSubject())
        for case .stopped(let stop, _) in verdicts { throw stop }
      }
    }
  }

  // MARK: The same every time

  @Test(
    arguments: [
      FlawedElector<HalfIsEnough>.self, FlawedElector<KeepsItsTerm>.self,
    ] as [any Electing.Type])
  func `two runs give equal verdicts`(type: any Electing.Type) throws {
    let first = try verdicts(of: InProcessSubject(type)).map(\.verdict)
    let second = try verdicts(of: InProcessSubject(type)).map(\.verdict)
    #expect(first == second)
  }
}

/// The reference, which crashes whenever one message arrives.
private final class CrashingSubject: Subject {
  static let stop = Stop.crashed(signal: 4, message: "it does not like it")

  private let reference = InProcessSubject(Elector.self)
  private let trigger: ElectionMessage
  private var isDown = false

  init(on trigger: ElectionMessage) { self.trigger = trigger }

  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    isDown = isDown || calls(in: program).contains { $0 == trigger }
    if isDown { throw Self.stop }
    return try reference.run(program)
  }

  func restart() {
    isDown = false
    reference.restart()
  }

  /// The messages that a program delivers.
  private func calls(in program: Program) -> [ElectionMessage] {
    var messages: [ElectionMessage] = []
    var reader = ByteReader(program.bytes)
    do {
      while !reader.isAtEnd {
        let opcode = Program.Opcode(rawValue: try reader.byte())
        _ = try reader.count()
        switch opcode {
        case .make: _ = try reader.nested()
        case .copy: _ = try reader.count()
        case .call:
          var arguments = try reader.nested()
          _ = try arguments.unsigned()
          if case .received(let message, _) = try arguments.input() { messages.append(message) }
        case .canonicalForm, .storedProperties, .describe: break
        case .clock, nil: return messages
        }
      }
    } catch {
      Issue.record("a program that is none: \(error)")
    }
    return messages
  }
}

/// Answers every question with the same few bytes.
private final class MutteringSubject: Subject {
  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    Array(repeating: [9, 9, 9], count: program.answerCount)
  }

  func restart() {}
}

/// Right, and keeps something that nobody can compare.
private struct HidingElector: Electing {
  private var elector: Elector
  private var patience: @Sendable () -> Int = { 0 }

  var role: Role { elector.role }
  var term: Term { elector.term }

  init(
    id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
    timeouts: ClosedRange<Millis>
  ) {
    elector = Elector(
      id: id, peers: peers, term: term, votedFor: votedFor, lastLog: lastLog, timeouts: timeouts)
  }

  mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
    patience = { [patience] in patience() + 1 }
    return elector.step(input, random: random)
  }
}
