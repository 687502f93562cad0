import Checking
import Execution
import Foundation
import Glibc
import HiddenSuites
import Testing

@testable import Grading

@Suite("Batch: grading")
struct BatchTests {
  private struct Full: Error {}

  private func list(_ cohort: Cohort) throws -> [ListedSubmission] {
    try SubmissionList([cohort.path], areCohorts: true).submissions
  }

  /// What each group of a batch came to, by its first submission's name.
  private func outcomes(
    _ list: [ListedSubmission], jobs: Int, limits: SupervisedWork.Limits = .init(),
    grade: @escaping @Sendable ([ListedSubmission]) -> [UInt8] = {
      Array($0.map(\.name).joined(separator: ",").utf8)
    }
  ) throws -> [String: SupervisedWork.Outcome] {
    var outcomes: [String: SupervisedWork.Outcome] = [:]
    try Batch(list, limits: limits).run(jobs: jobs, grade: grade) { group, outcome in
      outcomes[group[0].name] = outcome
    }
    return outcomes
  }

  @Test func `the result is the same however many are graded at once`() throws {
    let cohort = try Cohort()
    for number in 0..<30 { try cohort.add("s\(number)/A.swift", "\(number % 11)") }
    try cohort.add("empty/readme.txt", "")
    let list = try list(cohort)
    let one = try outcomes(list, jobs: 1)
    #expect(try outcomes(list, jobs: 2) == one)
    #expect(try outcomes(list, jobs: 16) == one)
    #expect(one.count == 12)
  }

  @Test func `identical submissions are graded together`() throws {
    let cohort = try Cohort()
    for name in ["alice.swift", "bob.swift", "carol/Set.swift"] { try cohort.add(name, "same") }
    try cohort.add("dave.swift", "other")
    #expect(
      try outcomes(list(cohort), jobs: 2) == [
        "alice": .finished(result: Array("alice,bob,carol".utf8), status: 0),
        "dave": .finished(result: Array("dave".utf8), status: 0),
      ])
  }

  @Test func `whatever becomes of one grader, the others come to their end`() throws {
    let cohort = try Cohort()
    for name in ["crash", "exit", "flood", "hang", "memory", "plain", "spin", "wait"] {
      try cohort.add(name + ".swift", name)
    }
    // A copy begins with all that the process of these tests holds, which is hundreds of MiB.
    let limits = SupervisedWork.Limits(
      processorSeconds: 1, wallMilliseconds: 20_000, memory: 2 << 30, result: 1 << 20)
    let found = try outcomes(list(cohort), jobs: 3, limits: limits) { group in
      switch group[0].name {
      case "crash": abort()
      case "exit": _exit(9)
      case "flood": return [UInt8](repeating: 1, count: 2 << 20)
      case "memory":
        var held: [[UInt8]] = []
        while true { held.append([UInt8](repeating: 1, count: 8 << 20)) }
      case "spin": while true {}
      default: return [7]
      }
    }
    #expect(found["crash"] == .fault("crashed (SIGABRT)"))
    #expect(found["exit"] == .finished(result: [], status: 9))
    #expect(found["flood"] == .fault("made a result of more than 1 MiB"))
    #expect(found["spin"] == .fault("used up the 1 s of processor time it may use"))
    guard case .fault = found["memory"] else {
      Issue.record("\(String(describing: found["memory"]))")
      return
    }
    for name in ["hang", "plain", "wait"] {
      #expect(found[name] == .finished(result: [7], status: 0))
    }
  }

  @Test func `what cannot be kept ends the batch`() throws {
    let cohort = try Cohort()
    for number in 0..<20 { try cohort.add("s\(number).swift", "\(number)") }
    let list = try list(cohort)
    var finished = 0
    #expect(throws: Full.self) {
      try Batch(list).run(jobs: 1, grade: { _ in [] }) { group, _ in
        finished += 1
        if finished == 5 { throw Full() }
      }
    }
    #expect(finished == 5)
  }
}

@Suite("Batch: reports on submissions that hold the same")
struct GroupReportTests {
  private func grader() throws -> Grader {
    let suite = try #require(suites.first { $0.exercise == "or-set" })
    return Grader(suite, interface: Workbench.interface(of: "or-set"))
  }

  @Test func `each has its own file's name, and one that has changed is refused by itself`() throws
  {
    let cohort = try Cohort()
    for name in ["alice.swift", "bob.swift", "carol.swift"] { try cohort.add(name, "struct") }
    let list = try SubmissionList([cohort.path], areCohorts: true).submissions
    try cohort.add("alice.swift", "class")
    let reports = try grader().reports(on: list)
    #expect(reports.map(\.submission.name) == ["alice", "bob", "carol"])
    #expect(reports.map(\.report.outcome) == [.refused, .doesNotCompile, .doesNotCompile])
    #expect(reports[0].report.message?.contains("changed") == true)
    #expect(reports[0].submission.digest == nil)
    #expect(reports[1].report.files == ["bob.swift"])
    #expect(reports[2].report.diagnostics.first?.place?.file == "carol.swift")
  }
}
