import Checking
import ExerciseKit
import Solutions
import Subjects
import Testing
import Wire

@testable import HiddenSuites

@Suite("Hidden suite of happens-before")
struct HappensBeforeSuiteTests {
  private let suite = HappensBeforeSuite()

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
    #expect(try failures(of: VectorClock.self) == [:])
  }

  @Test func `small traces are all visited`() throws {
    let stage = try #require(
      suite.stages(for: .ofOwnCode).first { $0.checks[0].name == "small-traces" })
    let verdicts = try stage.run(InProcessSubject(VectorClock.self))
    #expect(verdicts == [.passed(.exhaustive(states: 252, transitions: 250, depth: 5))])
  }

  @Test func `every check has a name of its own, a section and a share of 100 points`() {
    #expect(Set(suite.checks.map(\.name)).count == suite.checks.count)
    #expect(suite.checks.allSatisfy { $0.chapter.hasPrefix("clocks#") })
    #expect(suite.checks.reduce(0) { $0 + $1.points } == 100)
  }

  @Test func `comparing one side's nodes and calling equal clocks concurrent is named`() throws {
    let failures = try failures(of: ThreeAnswers.self)
    #expect(
      failures["equal-is-not-concurrent"]?.message
        == "compare([], []) answered concurrent; no counter differs, so it must be equal")
    #expect(
      failures["compares-the-union-of-keys"]?.message
        == "compare([], [n1: 1]) answered concurrent; n1 is larger on the right (0 < 1) and none "
        + "is larger on the left, so it must be before")
  }

  @Test func `a clock that orders nothing has no order to check`() throws {
    let stage = try #require(
      suite.stages(for: .ofOwnCode).first { $0.checks.contains { $0.name == "ordering-laws" } })
    let verdicts = try stage.run(InProcessSubject(IdleClock.self))
    for verdict in verdicts.prefix(2) {
      guard case .notReached = verdict else {
        Issue.record("\(verdict)")
        continue
      }
    }
  }

  @Test func `a merge that does nothing is shown two events and a message`() throws {
    let failure = try #require(try failures(of: DeafClock.self)["small-traces"])
    let run = try #require(failure.counterexample)
    #expect(run.schedule.events == ["n1 ticks", "n2 receives 1"])
    #expect(run.steps.map(\.state) == ["[n1: 1]", "[n2: 1]"])
    #expect(run.violation.steps == [0, 1])
    #expect(run.isShortest)
  }

  @Test func `every schedule of a failure fails again when replayed`() throws {
    let failures = try failures(of: DeafClock.self)
    for check in ["small-traces", "agrees-with-the-event-graph"] {
      let failure = try #require(failures[check])
      let schedule = try #require(failure.counterexample).schedule
      guard
        case .failed(let again) = try suite.replay(
          schedule, on: InProcessSubject(DeafClock.self))
      else {
        Issue.record("\(schedule) does not fail again")
        continue
      }
      #expect(again.message == failure.message)
    }
  }

  @Test(arguments: [
    Schedule(check: "documented-vectors", setting: "1 process", events: ["n1 ticks"]),
    Schedule(check: "small-traces", setting: "1 processes", events: ["n1 ticks"]),
    Schedule(check: "small-traces", setting: "1 process", events: ["n1 tocks"]),
  ])
  func `a schedule that is not one of the suite's is refused`(schedule: Schedule) throws {
    #expect(try suite.replay(schedule, on: InProcessSubject(VectorClock.self)) == nil)
  }

  @Test func `an answer that is not one stops the subject`() throws {
    for stage in suite.stages(for: .ofOwnCode) {
      #expect(throws: Stop.self) { try stage.run(Babbler()) }
    }
  }

  @Test func `the definition looks at the nodes of both clocks`() {
    let left = SparseClock(counts: [1])
    #expect(left.relation(to: SparseClock(counts: [1, 0])) == .equal)
    #expect(left.relation(to: SparseClock(counts: [1, 1])) == .before)
    #expect(left.relation(to: SparseClock(counts: [])) == .after)
    #expect(left.relation(to: SparseClock(counts: [nil, 1])) == .concurrent)
  }
}

extension HappensBeforeSuiteTests {
  private func verdicts(_ type: Any.Type, _ check: String) throws -> [String: Verdict] {
    let stage = try #require(
      suite.stages(for: .ofOwnCode).first { $0.checks.contains { $0.name == check } })
    let subject = Stumbler(InProcessSubject(type), stumblesAt: 3)
    let names = stage.checks.map(\.name)
    return Dictionary(uniqueKeysWithValues: zip(names, try stage.run(subject)))
  }

  @Test func `what plain clocks have shown stays when odd ones stop the submission`() throws {
    // The third exchange asks about clocks of all sizes.
    let wrong = try verdicts(ThreeAnswers.self, "compares-every-counter")
    guard case .failed = wrong["compares-every-counter"] else {
      Issue.record("\(wrong)")
      return
    }
    let right = try verdicts(VectorClock.self, "compares-every-counter")
    #expect(right["comparison-mirrors"] == .stopped(.exited(status: 1), nil))
    #expect(!right.values.contains { $0.isPassed })
  }
}

/// Own entries only, and three answers instead of four.
private struct ThreeAnswers: CausalClock {
  private var clock: [NodeID: UInt64]

  init(_ counters: [NodeID: UInt64]) { clock = counters }

  subscript(node: NodeID) -> UInt64 { clock[node, default: 0] }

  mutating func tick(_ node: NodeID) { clock[node, default: 0] += 1 }

  mutating func merge(_ other: ThreeAnswers) {
    clock.merge(other.clock, uniquingKeysWith: max)
  }

  func happensBefore(_ other: ThreeAnswers) -> Bool {
    clock.allSatisfy { $0.value <= other[$0.key] } && clock.contains { $0.value < other[$0.key] }
  }

  func isConcurrent(with other: ThreeAnswers) -> Bool {
    !happensBefore(other) && !other.happensBefore(self)
  }

  func compare(to other: ThreeAnswers) -> Causality {
    if happensBefore(other) { return .before }
    return other.happensBefore(self) ? .after : .concurrent
  }
}

/// Does nothing.
private struct IdleClock: CausalClock {
  init(_ counters: [NodeID: UInt64]) {}

  subscript(node: NodeID) -> UInt64 { 0 }

  mutating func tick(_ node: NodeID) {}

  mutating func merge(_ other: IdleClock) {}

  func compare(to other: IdleClock) -> Causality { .equal }

  func happensBefore(_ other: IdleClock) -> Bool { false }

  func isConcurrent(with other: IdleClock) -> Bool { false }
}

/// Never hears a message.
private struct DeafClock: CausalClock {
  private var clock: VectorClock

  init(_ counters: [NodeID: UInt64]) { clock = VectorClock(counters) }

  subscript(node: NodeID) -> UInt64 { clock[node] }

  mutating func tick(_ node: NodeID) { clock.tick(node) }

  mutating func merge(_ other: DeafClock) {}

  func compare(to other: DeafClock) -> Causality { clock.compare(to: other.clock) }

  func happensBefore(_ other: DeafClock) -> Bool { clock.happensBefore(other.clock) }

  func isConcurrent(with other: DeafClock) -> Bool { clock.isConcurrent(with: other.clock) }
}

/// Answers every question with the same bytes.
private final class Babbler: Subject {
  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    Array(repeating: [9, 9, 9], count: program.answerCount)
  }

  func restart() {}
}
