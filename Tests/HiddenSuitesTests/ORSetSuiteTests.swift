import Checking
import ExerciseKit
import HiddenSuites
import Solutions
import Subjects
import Testing
import Wire

@Suite("Hidden suite of or-set")
struct ORSetSuiteTests {
  private let suite = orSetSuite

  private func failures(of type: Any.Type) throws -> [String: Failure] {
    var failures: [String: Failure] = [:]
    for stage in suite.stages(for: .ofOwnCode) {
      for (check, verdict) in zip(stage.checks, try stage.run(InProcessSubject(type))) {
        if case .failed(let failure) = verdict { failures[check.name] = failure }
      }
    }
    return failures
  }

  @Test func `the reference keeps every guarantee`() throws {
    #expect(try failures(of: ORSet<String>.self) == [:])
  }

  @Test func `small histories are all visited`() throws {
    let stage = try #require(
      suite.stages(for: .ofOwnCode).first { $0.checks[0].name == "small-histories" })
    let verdicts = try stage.run(InProcessSubject(ORSet<String>.self))
    #expect(verdicts == [.passed(.exhaustive(states: 1578, transitions: 1576, depth: 5))])
  }

  @Test func `every check has a name of its own, a section and a share of 100 points`() {
    #expect(Set(suite.checks.map(\.name)).count == suite.checks.count)
    #expect(suite.checks.allSatisfy { $0.chapter.hasPrefix("crdts#") })
    #expect(suite.checks.reduce(0) { $0 + $1.points } == 100)
  }

  @Test func `a set that bars what was removed is shown add, remove, add`() throws {
    let failure = try #require(try failures(of: TwoPhaseSet.self)["re-add-after-remove"])
    let run = try #require(failure.counterexample)
    #expect(run.schedule.events == ["n1 adds milk", "n1 removes milk", "n1 adds milk"])
    #expect(run.schedule.setting == "1 replica")
    #expect(run.steps.map(\.state) == ["{milk}", "{}", "{}"])
    #expect(run.isShortest)
  }

  @Test func `a set without tombstones is shown the state that brings the element back`() throws {
    let failures = try failures(of: UnionSet.self)
    let run = try #require(failures["removes-travel"]?.counterexample)
    #expect(
      run.schedule.events
        == ["n1 adds milk", "n2 receives 1", "n1 removes milk", "n2 receives 3"])
    #expect(run.violation.steps == [2, 3])
    #expect(failures["add-wins-over-concurrent-remove"] == nil)
  }

  @Test func `a set that shares its storage is told so`() throws {
    #expect(try failures(of: SharedSet.self)["values-are-independent"] != nil)
  }

  @Test func `a set that does nothing passes only the check of the empty set`() throws {
    var passed: [String] = []
    for stage in suite.stages(for: .ofOwnCode) {
      for (check, verdict) in zip(stage.checks, try stage.run(InProcessSubject(IdleSet.self))) {
        if case .passed = verdict { passed.append(check.name) }
      }
    }
    #expect(passed == ["starts-empty"])
  }

  @Test func `a wrong set gets the same report twice`() throws {
    #expect(try failures(of: UnionSet.self) == failures(of: UnionSet.self))
  }

  @Test func `every schedule of a failure fails again when replayed`() throws {
    for failure in try failures(of: UnionSet.self).values {
      let schedule = try #require(failure.counterexample).schedule
      let subject = InProcessSubject(UnionSet.self)
      guard case .failed(let again) = try suite.replay(schedule, on: subject) else {
        Issue.record("\(schedule) does not fail again")
        continue
      }
      #expect(again.message == failure.message)
      let fixed = try suite.replay(schedule, on: InProcessSubject(ORSet<String>.self))
      guard case .passed = fixed else {
        Issue.record("\(schedule) fails the reference")
        continue
      }
    }
  }

  @Test(arguments: [
    Schedule(check: "no-such-check", setting: "1 replica", events: ["n1 adds milk"]),
    Schedule(check: "small-histories", setting: "no replica", events: ["n1 adds milk"]),
    Schedule(check: "small-histories", setting: "1 replica", events: ["n2 adds milk"]),
    Schedule(check: "small-histories", setting: "1 replica", events: ["n1 receives 1"]),
    Schedule(
      check: "restored-replica", setting: "1 replica",
      events: ["n1 adds milk", "n1 starts anew", "n1 adds milk"]),
  ])
  func `a schedule that is not one of the suite's is refused`(schedule: Schedule) throws {
    #expect(try suite.replay(schedule, on: InProcessSubject(ORSet<String>.self)) == nil)
  }

  @Test func `an answer that is not one stops the subject`() throws {
    for stage in suite.stages(for: .ofOwnCode) {
      do throws(Stop) {
        let verdicts = try stage.run(Babbler())
        #expect(verdicts.allSatisfy { $0.isStopped })
      } catch {}
    }
  }

  @Test func `a wrong set is asked about all small histories once`() throws {
    let subject = Listener(InProcessSubject(UnionSet.self))
    for stage in suite.stages(for: .ofOwnCode) { _ = try stage.run(subject) }
    let long = subject.heard.filter { $0.bytes.count > 20_000 }
    #expect(long.count >= 2)
    #expect(long.count == Set(long.map(\.bytes)).count)
  }

  @Test func `a fault stays a fault when the submission stops on a shorter history`() throws {
    let stage = try #require(
      suite.stages(for: .ofOwnCode).first { $0.checks[0].name == "removes-travel" })
    let verdicts = try stage.run(Quitter(InProcessSubject(UnionSet.self)))
    guard case .failed(let failure) = verdicts.first else {
      Issue.record("\(verdicts)")
      return
    }
    #expect(failure.counterexample?.isShortest == false)
  }
}

@Suite("What or-set keeps of what it has seen")
struct ORSetEvidenceTests {
  private let suite = orSetSuite

  private func failures(of type: Any.Type) throws -> [String: Failure] {
    var failures: [String: Failure] = [:]
    for stage in suite.stages(for: .ofOwnCode) {
      for (check, verdict) in zip(stage.checks, try stage.run(InProcessSubject(type))) {
        if case .failed(let failure) = verdict { failures[check.name] = failure }
      }
    }
    return failures
  }

  @Test func `a state that shows something else later is told in two events`() throws {
    let failure = try #require(try failures(of: CachingSet.self)["values-are-independent"])
    let run = try #require(failure.counterexample)
    #expect(run.steps.count == 2)
    guard
      case .failed(let again) = try suite.replay(
        run.schedule, on: InProcessSubject(CachingSet.self))
    else {
      Issue.record("\(run.schedule) does not fail again")
      return
    }
    #expect(again.message == failure.message)
  }

  @Test func `a counter that all sets share is told by asking twice`() throws {
    let failures = try failures(of: CountingSet.self)
    #expect(failures["same-questions-same-answers"] != nil && failures["dots-are-unique"] != nil)
    let run = try #require(failures["same-questions-same-answers"]?.counterexample)
    #expect(run.schedule.events == ["n1 adds milk"])
    let again = try suite.replay(run.schedule, on: InProcessSubject(CountingSet.self))
    guard case .failed = again else {
      Issue.record("\(String(describing: again))")
      return
    }
  }

  @Test func `a question about small histories that stopped a set before is no pass`() throws {
    let stages = suite.stages(for: .ofOwnCode)
    // The second exchange of a failing check asks about small histories.
    let subject = Stumbler(InProcessSubject(UnionSet.self), stumblesAt: 2)
    let travel = try #require(stages.first { $0.checks[0].name == "removes-travel" })
    _ = try travel.run(subject)
    let small = try #require(stages.first { $0.checks[0].name == "small-histories" })
    #expect(throws: Stop.exited(status: 1)) { try small.run(subject) }
  }

  @Test(arguments: [EndlessSet.self, WordySet.self, FarSet.self] as [Any.Type])
  func `answers of any size and number are judged in a few words`(type: Any.Type) throws {
    let failures = try failures(of: type)
    #expect(!failures.isEmpty)
    for (name, failure) in failures {
      #expect(failure.message.utf8.count < 600, "\(name)")
      for step in failure.counterexample?.steps ?? [] { #expect(step.sentence.utf8.count < 600) }
    }
  }
}

/// Keeps what the set was asked.
private final class Listener: Subject {
  private(set) var heard: [Program] = []
  private let subject: InProcessSubject

  init(_ subject: InProcessSubject) { self.subject = subject }

  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    heard.append(program)
    return try subject.run(program)
  }

  func restart() { subject.restart() }
}

/// Answers every question with the same bytes.
private final class Babbler: Subject {
  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    Array(repeating: [9, 9, 9], count: program.answerCount)
  }

  func restart() {}
}

/// Stops at the second exchange and every second one after it.
private final class Quitter: Subject {
  private let subject: InProcessSubject
  private var exchanges = 0

  init(_ subject: InProcessSubject) { self.subject = subject }

  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    exchanges += 1
    if exchanges.isMultiple(of: 2) { throw .crashed(signal: 4, message: "") }
    return try subject.run(program)
  }

  func restart() { subject.restart() }
}
