import Checking
import Dialects
import ExerciseKit
import Simulation
import Solutions
import Subjects
import Testing
import Wire

@testable import HiddenSuites

@Suite("Tables of functions")
struct TableFamilyTests {
  private func failures(of type: Any.Type) throws -> [String: Failure] {
    var failures: [String: Failure] = [:]
    for stage in majorityMathSuite.stages(for: .ofOwnCode) {
      for (check, verdict) in zip(stage.checks, try stage.run(InProcessSubject(type))) {
        if case .failed(let failure) = verdict { failures[check.name] = failure }
      }
    }
    return failures
  }

  @Test func `a wrong answer is told beside the right one, with the reason`() throws {
    let failure = try #require(try failures(of: HalfCluster.self)["majority-of-the-whole-cluster"])
    #expect(failure.message == "majority(of: 2) is 1; it must be 2 (more than half of 2)")
    #expect(failure.counterexample?.schedule.events == ["majority(of: 2)"])
  }

  @Test func `what fails far out is told in the smallest numbers that fail`() throws {
    let failures = try failures(of: FarCluster.self)
    #expect(failures.keys.sorted() == ["clusters-of-any-size"])
    #expect(
      failures["clusters-of-any-size"]?.message
        == "majority(of: 200000) is 100000; it must be 100001 (more than half of 200000)")
  }

  @Test func `answers as large as may be are judged without trapping`() throws {
    let failures = try failures(of: TrappingCluster.self)
    #expect(failures.count == 10)
    for failure in failures.values { #expect(failure.message.utf8.count < 400) }
  }

  @Test func `neighbours between which an answer turns are found among large numbers`() {
    let range: ClosedRange<Int128> = 0...1_000_000_000
    let space = NumberSpace(domains: [.init(range), .init(range), .init(range)]) { $0[0] <= $0[1] }
    var random = RandomSource(seed: 7)
    let found = space.turning(tries: 200, random: &random) { $0[0] + $0[2] < $0[1] }
    #expect(found.count > 40)
    #expect(found.allSatisfy(space.contains))
    // Each of a pair is the nearest to the other that there is.
    #expect(found.allSatisfy { (0...1).contains($0[1] - $0[0] - $0[2]) })
    #expect(found.count { $0[1] > 1 << 29 } > 10)
    #expect(space.turning(tries: 200, random: &random) { _ in true } == [])
  }

  @Test func `a law is not kept by a function that always answers alike`() throws {
    let laws = majorityMathSuite.stages(for: .ofOwnCode).filter {
      $0.checks[0].kind == .cases
    }
    for stage in laws {
      let verdicts = try stage.run(InProcessSubject(IdleCluster.self))
      #expect(verdicts.allSatisfy { !$0.isPassed }, "\(stage.checks[0].name)")
    }
  }

  @Test func `the call that stops a submission is told`() throws {
    let stage = try #require(majorityMathSuite.stages(for: .ofOwnCode).first)
    let subject = ChokingSubject(InProcessSubject(Cluster.self), on: .majority(7))
    guard case .stopped(_, let run?) = try stage.run(subject).first else {
      Issue.record("not told to have stopped")
      return
    }
    #expect(run.schedule.events == ["majority(of: 7)"])
    let again = try majorityMathSuite.replay(
      run.schedule, on: ChokingSubject(InProcessSubject(Cluster.self), on: .majority(7)))
    #expect(again?.isStopped == true)
  }

  @Test func `a question is read as it is written`() throws {
    let function = TableFunction<ClusterWords>(
      "quorumsIntersect(#, #, #)", Array(repeating: NumberDomain(-5...5), count: 3),
      where: { $0[1] <= $0[0] }
    ) { _ in
      .majority(0)
    } expected: { _ in
      .number(0)
    } because: { _ in
      ""
    }
    #expect(function.text([3, -2, 1]) == "quorumsIntersect(3, -2, 1)")
    #expect(function.numbers(in: "quorumsIntersect(3, -2, 1)") == [3, -2, 1])
    for text in [
      "", "quorumsIntersect(3, -2)", "quorumsIntersect(3, -2, 1) ", "quorumsIntersect(3, -2, 6)",
      "quorumsIntersect(1, 2, 1)", "quorumsIntersect(03, -2, 1)", "quorumsIntersect(3, --2, 1)",
      "quorumsIntersect(\(String(repeating: "9", count: 80)), 1, 1)",
    ] {
      #expect(function.numbers(in: text) == nil, "\(text)")
    }
  }

  @Test func `a domain's numbers stay in its range and hold its ends`() {
    for domain in [
      NumberDomain(1...1_000_000_000), NumberDomain(-3...3), NumberDomain(5...5), .unsigned(),
      NumberDomain(-200 ... -100),
    ] {
      let boundaries = domain.boundaries
      #expect(boundaries.contains(domain.range.lowerBound))
      #expect(boundaries.contains(domain.range.upperBound))
      #expect(boundaries.allSatisfy(domain.range.contains))
      var random = RandomSource(seed: 7)
      for _ in 0..<300 {
        let number = domain.draw(after: [2, 9], random: &random)
        #expect(domain.range.contains(number))
        #expect(domain.simpler(than: number).allSatisfy(domain.range.contains))
        #expect(!domain.simpler(than: number).contains(number))
      }
    }
  }

  @Test func `powers of two and their neighbours are boundaries`() {
    let boundaries = Set(NumberDomain(0...1_000).boundaries)
    #expect(
      boundaries.isSuperset(of: [0, 1, 2, 3, 4, 5, 255, 256, 257, 511, 512, 513, 999, 1_000]))
  }
}

/// Wrong for even sizes from 200,000.
private enum FarCluster: QuorumArithmetic {
  static func majority(of n: Int) -> Int {
    n < 200_000 || n > 100_000_000 ? n / 2 + 1 : (n + 1) / 2
  }
  static func crashFaultsTolerated(by n: Int) -> Int { (n - 1) / 2 }
  static func byzantineFaultsTolerated(by n: Int) -> Int { (n - 1) / 3 }
  static func byzantineQuorum(of n: Int) -> Int { (n + (n - 1) / 3) / 2 + 1 }
  static func quorumsIntersect(_ n: Int, _ a: Int, _ b: Int) -> Bool { a + b > n }
}

/// Crashes on one call.
private final class ChokingSubject: Subject {
  private let subject: InProcessSubject
  private let call: [UInt8]

  init(_ subject: InProcessSubject, on call: ClusterWords.Call) {
    self.subject = subject
    var program = Program()
    program.call(0) { call.write(to: &$0) }
    self.call = program.bytes
  }

  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    if program.bytes.firstRange(of: call) != nil { throw .crashed(signal: 4, message: "") }
    return try subject.run(program)
  }

  func restart() { subject.restart() }
}
