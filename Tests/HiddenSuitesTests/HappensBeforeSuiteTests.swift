import Checking
import ExerciseKit
import Solutions
import Subjects
import Testing
import Wire

@testable import HiddenSuites

@Suite("Hidden suite of happens-before")
struct HappensBeforeSuiteTests {
  private let suite = happensBeforeSuite

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

  @Test func `a grading asks some ten thousand questions`() throws {
    let subject = CountingSubject(InProcessSubject(VectorClock.self))
    var calls: [String] = []
    for stage in suite.stages(for: .ofOwnCode) {
      let before = subject.calls
      _ = try stage.run(subject)
      calls.append("\(stage.checks[0].name) \(subject.calls - before)")
    }
    #expect((9_000...12_000).contains(subject.calls), "\(calls)")
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
        == "compare([], []) is concurrent; it must be equal (no counter differs)")
    #expect(
      failures["compares-the-union-of-keys"]?.message
        == "compare([], [n1: 1]) is concurrent; it must be before (n1 is larger on the right (0 < 1) and "
        + "none is larger on the left)")
  }

  @Test func `a clock that orders nothing has no order to check`() throws {
    for stage in suite.stages(for: .ofOwnCode)
    where ["comparison-mirrors", "ordering-laws"].contains(stage.checks[0].name) {
      guard case .notReached = try stage.run(InProcessSubject(IdleClock.self))[0] else {
        Issue.record("\(stage.checks[0].name)")
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
    for check in ["small-traces", "agrees-with-the-event-graph", "merge-takes-the-maximum"] {
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

  private func verdict(_ check: String, on subject: any Subject) throws -> Verdict {
    let stage = try #require(
      suite.stages(for: .ofOwnCode).first { $0.checks[0].name == check })
    return try #require(try stage.run(subject).first)
  }

  @Test(arguments: ["compares-every-counter", "merge-takes-the-maximum"])
  func `what plain clocks have shown is told, though others stop the submission`(
    check: String
  ) throws {
    // All are asked at once, and then one by one.
    let wrong = Stumbler(InProcessSubject(DeafAndMute.self), stumblesAt: 1)
    guard case .failed(let failure) = try verdict(check, on: wrong) else {
      Issue.record("\(check)")
      return
    }
    #expect(failure.counterexample.map { $0.steps.count <= 4 } == true)
    let right = Stumbler(InProcessSubject(VectorClock.self), stumblesAt: 1)
    #expect(try verdict(check, on: right) == .stopped(.exited(status: 1), nil))
  }

  @Test(arguments: [
    ("merge-takes-the-maximum", PruningClock.self as any CausalClock.Type),
    ("changed-clocks-compare-anew", PruningClock.self), ("keeps-its-counters", LowBytes.self),
    ("compares-every-counter", LowBytes.self), ("merge-takes-the-maximum", LowBytes.self),
  ])
  func `a fault among hundreds of entries is shortened, and at a bounded cost`(
    check: String, type: any CausalClock.Type
  ) throws {
    let subject = CountingSubject(InProcessSubject(type))
    guard case .failed(let failure) = try verdict(check, on: subject) else {
      Issue.record("\(check)")
      return
    }
    let run = try #require(failure.counterexample)
    #expect(run.steps.count <= 6, "\(run.schedule.events)")
    #expect(run.schedule.events.joined().utf8.count < 1_200, "\(run.schedule.events)")
    // Two bytes or three for an entry.
    #expect(subject.bytes < 1_000_000, "\(subject.bytes)")
  }

  @Test func `a clock that is tired after a thousand events is told in two lines`() throws {
    let failure = try #require(try failures(of: TiredClock.self)["tick-counts-one-event"])
    #expect(
      failure.counterexample?.schedule.events
        == ["for _ in 1...1001 { a.tick(n1) }", "a[n1]"])
  }

  @Test(arguments: [
    Schedule(check: "documented-vectors", setting: "1 process", events: ["n1 ticks"]),
    Schedule(check: "small-traces", setting: "1 processes", events: ["n1 ticks"]),
    Schedule(check: "small-traces", setting: "1 process", events: ["n1 tocks"]),
  ])
  func `a schedule that is not one of the suite's is refused`(schedule: Schedule) throws {
    #expect(try suite.replay(schedule, on: InProcessSubject(VectorClock.self)) == nil)
  }

  @Test func `the definition looks at the nodes of both clocks`() {
    let left = SparseClock([1, 1])
    #expect(left.relation(to: SparseClock([1, 1, 2, 0])) == .equal)
    #expect(left.relation(to: SparseClock([1, 1, 2, 1])) == .before)
    #expect(left.relation(to: SparseClock()) == .after)
    #expect(left.relation(to: SparseClock([2, 1])) == .concurrent)
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

/// Never hears a message, and calls all clocks equal.
private struct DeafAndMute: CausalClock {
  private var clock: VectorClock

  init(_ counters: [NodeID: UInt64]) { clock = VectorClock(counters) }

  subscript(node: NodeID) -> UInt64 { clock[node] }

  mutating func tick(_ node: NodeID) { clock.tick(node) }

  mutating func merge(_ other: DeafAndMute) {}

  func compare(to other: DeafAndMute) -> Causality { .equal }

  func happensBefore(_ other: DeafAndMute) -> Bool { false }

  func isConcurrent(with other: DeafAndMute) -> Bool { false }
}

/// Keeps fifty entries after a merge, the largest.
private struct PruningClock: CausalClock {
  private var counters: [NodeID: UInt64]

  init(_ counters: [NodeID: UInt64]) { self.counters = counters.filter { $0.value > 0 } }

  subscript(node: NodeID) -> UInt64 { counters[node, default: 0] }

  mutating func tick(_ node: NodeID) { counters[node, default: 0] += 1 }

  mutating func merge(_ other: PruningClock) {
    counters.merge(other.counters, uniquingKeysWith: max)
    let kept = counters.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(50)
    counters = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
  }

  func compare(to other: PruningClock) -> Causality {
    VectorClock(counters).compare(to: VectorClock(other.counters))
  }

  func happensBefore(_ other: PruningClock) -> Bool { compare(to: other) == .before }

  func isConcurrent(with other: PruningClock) -> Bool { compare(to: other) == .concurrent }
}

/// Knows nodes by the lowest byte of their number; of several counters that meet there, it keeps the largest.
private struct LowBytes: CausalClock {
  private var counters: [NodeID: UInt64] = [:]

  init(_ counters: [NodeID: UInt64]) {
    for (node, count) in counters where count > self[node] { self.counters[Self.low(node)] = count }
  }

  private static func low(_ node: NodeID) -> NodeID { NodeID(node.number % 256) }

  subscript(node: NodeID) -> UInt64 { counters[Self.low(node), default: 0] }

  mutating func tick(_ node: NodeID) { counters[Self.low(node), default: 0] += 1 }

  mutating func merge(_ other: LowBytes) { counters.merge(other.counters, uniquingKeysWith: max) }

  func compare(to other: LowBytes) -> Causality {
    VectorClock(counters).compare(to: VectorClock(other.counters))
  }

  func happensBefore(_ other: LowBytes) -> Bool { compare(to: other) == .before }

  func isConcurrent(with other: LowBytes) -> Bool { compare(to: other) == .concurrent }
}

/// Counts a thousand events.
private struct TiredClock: CausalClock {
  private var clock: VectorClock
  private var ticks = 0

  init(_ counters: [NodeID: UInt64]) { clock = VectorClock(counters) }

  subscript(node: NodeID) -> UInt64 { clock[node] }

  mutating func tick(_ node: NodeID) {
    ticks += 1
    if ticks <= 1_000 { clock.tick(node) }
  }

  mutating func merge(_ other: TiredClock) { clock.merge(other.clock) }

  func compare(to other: TiredClock) -> Causality { clock.compare(to: other.clock) }

  func happensBefore(_ other: TiredClock) -> Bool { clock.happensBefore(other.clock) }

  func isConcurrent(with other: TiredClock) -> Bool { clock.isConcurrent(with: other.clock) }
}

/// Counts what is asked.
private final class CountingSubject: Subject {
  private(set) var calls = 0
  private(set) var bytes = 0
  private let subject: InProcessSubject

  init(_ subject: InProcessSubject) { self.subject = subject }

  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    calls += program.answerCount
    bytes += program.bytes.count
    return try subject.run(program)
  }

  func restart() { subject.restart() }
}
