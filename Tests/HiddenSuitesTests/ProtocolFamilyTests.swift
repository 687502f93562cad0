import Checking
import ExerciseKit
import Simulation
import Solutions
import Subjects
import Testing
import Wire

@testable import HiddenSuites

/// The family of protocols, shown on the replicated log.
@Suite("Protocols")
struct ProtocolFamilyTests {
  private let model = ReplicatedLog()

  private func verdicts(of subject: any Subject) throws -> [String: Verdict] {
    var verdicts: [String: Verdict] = [:]
    for stage in raftReplicationSuite.stages(for: .ofOwnCode) {
      do throws(Stop) {
        for (check, verdict) in zip(stage.checks, try stage.run(subject)) {
          verdicts[check.name] = verdict
        }
      } catch {
        for check in stage.checks { verdicts[check.name] = .stopped(error, nil) }
        try subject.restart()
      }
    }
    return verdicts
  }

  private func failure(_ verdict: Verdict?) -> Failure? {
    if case .failed(let failure)? = verdict { return failure }
    Issue.record("\(String(describing: verdict))")
    return nil
  }

  private func cluster(_ logs: [String]) -> ReplicatedLog.Setting {
    ReplicatedLog.Setting(
      names: logs.indices.map(identifier), logs: logs.map { LogText($0) ?? LogText([]) })
  }

  private func played(_ seeds: Range<Int>) throws -> [ProtocolPlayer<ReplicatedLog>] {
    let players = seeds.map { seed in
      ProtocolPlayer(
        model,
        drawing: ProtocolDraws(
          ProtocolPlan(setting: cluster(["", "", "", "1:a", "1:a"]), events: 150), model,
          seed: UInt64(seed)))
    }
    return try ProtocolPlayer.play(
      players, on: InProcessSubject(Replicator.self, LeaderLog.self))
  }

  @Test func `every run within the bounds is visited, always the same number`() throws {
    let verdicts = try verdicts(of: InProcessSubject(Replicator.self, LeaderLog.self))
    guard
      case .passed(.exhaustive(let states, let transitions, let depth))? =
        verdicts["no-committed-entry-is-lost"]
    else { return #expect(Bool(false), "\(verdicts)") }
    #expect([states, transitions, depth] == [58_824, 636_930, 14])
  }

  @Test func `figure 8 is found by search, and told in a few events`() throws {
    let subject = { InProcessSubject(Replicator.self, CountingLeader.self) }
    let verdict = try verdicts(of: subject())["no-committed-entry-is-lost"]
    guard let failure = failure(verdict), let run = failure.counterexample else { return }
    #expect(
      failure.message
        == "n2 leads t4 without a1 (term 1), which was committed at index 1 in t3")
    // n1 is elected; n3 refuses, then takes the entry; n2 is elected without it.
    #expect(run.steps.count == 6)
    #expect(run.initialStates == ["t1: 1:a1", "t2: 2:b1", "t0"])
    guard case .failed(let again) = try raftReplicationSuite.replay(run.schedule, on: subject())
    else { return #expect(Bool(false), "the schedule does not fail again") }
    #expect(again.message == failure.message)
  }

  @Test func `a late request that takes back what was counted loses what was committed`() throws {
    let subject = InProcessSubject(CuttingFollower.self, LeaderLog.self)
    let verdict = try verdicts(of: subject)["no-committed-entry-is-lost"]
    #expect((failure(verdict)?.counterexample?.steps.count ?? 99) <= 12)
  }

  /// Counts old entries.
  private static func ending(after count: Int) -> EndingSubject {
    EndingSubject(InProcessSubject(Replicator.self, CountingLeader.self), after: count)
  }

  @Test func `what was found stays, though time is over before the story is short`() throws {
    let stages = raftReplicationSuite.stages(for: .ofOwnCode)
    for name in ["no-committed-entry-is-lost", "any-order-of-answers", "commits-only-its-own-term"]
    {
      let stage = try #require(stages.first { $0.checks[0].name == name })
      let whole = Self.ending(after: .max)
      _ = try stage.run(whole)
      for left in [1, 2] {
        let verdict = try stage.run(Self.ending(after: whole.count - left))[0]
        guard case .failed(let failure) = verdict else {
          Issue.record("\(name): \(verdict)")
          continue
        }
        #expect(!failure.message.isEmpty)
      }
    }
  }

  @Test func `a leader that never looks further back is told where it stays`() throws {
    let subject = InProcessSubject(Replicator.self, StubbornLeader.self)
    let verdict = try verdicts(of: subject)["followers-are-repaired"]
    guard let failure = failure(verdict) else { return }
    #expect(failure.message.contains("although nothing was lost since its election"))
    #expect((failure.counterexample?.steps.count ?? 99) <= 12)
  }

  @Test func `the same seed draws the same run, in which everything happens that may`() throws {
    let (first, second) = (try played(0..<30), try played(0..<30))
    #expect(first.map(\.run.script) == second.map(\.run.script))
    #expect(first.allSatisfy { $0.run.fault == nil && $0.healsAt != nil })
    let events = first.flatMap(\.run.script.events)
    var (restarts, crashes, moves) = (0, Set<Int>(), 0)
    for event in events {
      switch event {
      case .restart: restarts += 1
      case .receive(_, _, let crash): if let crash { crashes.insert(crash) }
      case .move: moves += 1
      }
    }
    #expect(restarts > 50 && crashes == [0, 1, 2] && moves > 500)
    let doubled = first.contains { Set($0.run.script.events).count < $0.run.script.events.count }
    #expect(doubled, "something arrives twice")
    let operations = first.flatMap(\.run.operations)
    #expect(operations.contains { $0.end == nil }, "some are never answered")
    #expect(operations.count { $0.end != nil } > 200)
    // Logs part, or there would be nothing to repair.
    #expect(first.contains { $0.run.nodes.contains { $0.term > 5 } })
  }

  @Test func `a crash between two effects keeps what was stored and loses what was to be sent`()
    throws
  {
    let lines = [
      "n1 is elected by n1, n2", "n1 appends w1", "n2 receives 2 and crashes after 1",
      "n2 receives 2 and crashes after 0", "n2 receives 2",
    ]
    let script = try #require(ProtocolScript(cluster(["", "", ""]), lines: lines, model))
    let player = ProtocolPlayer(model, script)
    let run = try ProtocolPlayer.play(
      [player], on: InProcessSubject(Replicator.self, LeaderLog.self))[0].run
    #expect(run.sent.map(\.count) == [2, 2, 0, 0, 1])
    #expect(run.stored[1].log == [LogEntry(1, "w1")])
  }

  @Test func `a script is read back from its lines`() throws {
    let lines = [
      "n1 is elected by n1, n3", "n1 appends a1", "n2 receives 2",
      "n2 receives 2 and crashes after 1",
      "n3 restarts", "n1 sends again",
    ]
    let setting = cluster(["1:a 2:b", "", "1:v*300"])
    let script = try #require(ProtocolScript(setting, lines: lines, model))
    #expect(script.lines(model) == lines)
    #expect(model.setting(setting.description) == setting)
    for wrong in [
      "n1 receives 9", "n9 restarts", "n1 restarts now", "n2 receives 1 and crashes after x",
      "n1 is elected by n9", "n1 sends", "n2 receives 0",
    ] {
      #expect(ProtocolScript(setting, lines: ["n1 restarts", wrong], model) == nil, "\(wrong)")
    }
    for wrong in [
      "", "n1", "n1 with [2:a 1:b]", "n1 with [1:a]; n1 with []", "n1 with [1:v*9999]",
      "n1 with [x:a]", "n1 with [1:v*0]",
    ] {
      #expect(model.setting(wrong) == nil, "\(wrong)")
    }
  }

  @Test func `without an event goes what comes of it`() throws {
    let script = try #require(
      ProtocolScript(
        cluster(["", "", ""]),
        lines: [
          "n1 is elected by n1, n2", "n1 appends a1", "n2 receives 2", "n3 receives 1",
          "n1 receives 3",
        ], model))
    #expect(
      script.removing { $0 == 1 }.lines(model) == ["n1 is elected by n1, n2", "n3 receives 1"])
  }

  @Test func `nobody is elected whose log a voter's is ahead of, nor by too few`() {
    let setting = cluster(["1:a", "2:b", ""])
    let nodes = model.stored(setting).enumerated().map {
      model.started($0.offset, from: $0.element, setting)
    }
    #expect(model.deeds(of: .elect(0, by: [0, 1]), at: nodes) == nil)
    #expect(model.deeds(of: .elect(0, by: [0]), at: nodes) == nil)
    #expect(model.deeds(of: .elect(0, by: [1, 2]), at: nodes) == nil)
    #expect(model.deeds(of: .elect(0, by: [0, 2]), at: nodes)?.count == 2)
  }

  @Test func `random talks are possible ones, and read back from their text`() {
    var random = RandomSource(seed: 7)
    let (follower, leader) = (FollowerTalk(), LeaderTalk())
    var (accepted, cut) = (0, 0)
    for number in 0..<400 {
      let talk = Conversation(follower, count: 20, isOdd: number % 2 == 0, random: &random)
      #expect(follower.isFair(talk.lines, talk.setting))
      #expect(follower.setting(talk.setting.description) == talk.setting)
      #expect(talk.lines.allSatisfy { follower.line(follower.text($0)) == $0 })
      var shadow = follower.shadow(talk.setting)
      for line in talk.lines {
        let before = shadow.log
        let answer = follower.answer(to: line, shadow)
        #expect(follower.complaint(about: answer, to: line, &shadow) == nil)
        if follower.isTelling(answer) { accepted += 1 }
        if !shadow.log.starts(with: before) { cut += 1 }
      }
      let other = Conversation(leader, count: 20, isOdd: number % 2 == 0, random: &random)
      #expect(leader.isFair(other.lines, other.setting))
      #expect(leader.setting(other.setting.description) == other.setting)
      #expect(other.lines.allSatisfy { leader.line(leader.text($0)) == $0 })
    }
    #expect(accepted > 1_000 && cut > 100, "\(accepted) are taken, \(cut) cut a log")
  }
}
