import Execution
import Foundation
import Synchronization
import Testing

@testable import Grading

@Suite("Batch: grading")
struct BatchTests {
  private struct Full: Error {}

  /// Grades a submission by what its files hold, and counts how often it was asked to.
  private final class CountingGrader: Sendable {
    let count = Atomic<Int>(0)

    func batch(_ submissions: [ListedSubmission]) -> Batch {
      Batch(
        submissions,
        grade: { files in
          self.count.add(1, ordering: .relaxed)
          var report = SampleReports.stopped
          report.files = files.map(\.name)
          report.printed = String(decoding: files[0].bytes, as: UTF8.self)
          report.checks[1].site = CrashSite(file: files[0].name, line: 1, source: "")
          return report
        },
        refuse: { message in
          var report = SampleReports.refused
          report.message = message
          return report
        })
    }
  }

  private func list(_ cohort: Cohort) throws -> [ListedSubmission] {
    try SubmissionList([cohort.path], areCohorts: true).submissions
  }

  private func results(_ list: [ListedSubmission], jobs: Int) throws -> Data {
    let entries = Mutex<[BatchEntry]>([])
    try CountingGrader().batch(list).run(jobs: jobs) { submission, report in
      let entry = BatchEntry(submission, report)
      entries.withLock { $0.append(entry) }
    }
    return try BatchReport(
      exercise: "x", suiteVersion: 1, submissions: entries.withLock { $0 }
    ).json()
  }

  @Test func `the result is the same however many are graded at once`() throws {
    let cohort = try Cohort()
    for number in 0..<30 { try cohort.add("s\(number)/A.swift", "\(number % 11)") }
    try cohort.add("empty/readme.txt", "")
    let list = try list(cohort)
    let one = try results(list, jobs: 1)
    #expect(try results(list, jobs: 2) == one)
    #expect(try results(list, jobs: 16) == one)
    #expect(try BatchReport(json: one, file: "one").submissions.count == 31)
  }

  @Test func `identical submissions are graded once, each under its own file's name`() throws {
    let cohort = try Cohort()
    for name in ["alice.swift", "bob.swift", "carol/Set.swift"] { try cohort.add(name, "same") }
    try cohort.add("dave.swift", "other")
    let grader = CountingGrader()
    let files = Mutex<[String: [String]]>([:])
    let sites = Mutex<[String: String]>([:])
    try grader.batch(list(cohort)).run(jobs: 2) { submission, report in
      files.withLock { $0[submission.name] = report.files }
      sites.withLock { $0[submission.name] = report.checks[1].site?.file }
    }
    #expect(grader.count.load(ordering: .relaxed) == 2)
    #expect(
      files.withLock { $0 } == [
        "alice": ["alice.swift"], "bob": ["bob.swift"], "carol": ["Set.swift"],
        "dave": ["dave.swift"],
      ])
    #expect(sites.withLock { $0["bob"] } == "bob.swift")
  }

  @Test func `what cannot be kept ends the batch`() throws {
    let cohort = try Cohort()
    for number in 0..<20 { try cohort.add("s\(number).swift", "\(number)") }
    let grader = CountingGrader()
    let list = try list(cohort)
    #expect(throws: Full.self) {
      try grader.batch(list).run(jobs: 1) { submission, _ in
        if submission.number == 5 { throw Full() }
      }
    }
    #expect(grader.count.load(ordering: .relaxed) == 5)
  }

  @Test func `a submission that changes while the batch runs is refused by itself`() throws {
    let cohort = try Cohort()
    for name in ["a", "b", "c"] { try cohort.add(name + ".swift", "same") }
    for name in ["d", "e", "f"] { try cohort.add(name + ".swift", name) }
    let list = try list(cohort)
    try cohort.add("a.swift", "2")
    try cohort.add("d.swift", "2")
    try FileManager.default.removeItem(atPath: cohort.path + "/e.swift")
    let entries = Mutex<[String: BatchEntry]>([:])
    try CountingGrader().batch(list).run(jobs: 2) { submission, report in
      entries.withLock { $0[submission.name] = BatchEntry(submission, report) }
    }
    let found = entries.withLock { $0 }
    #expect(
      found.mapValues(\.outcome).filter { $0.value == "refused" }.keys.sorted() == ["a", "d", "e"])
    #expect(found["a"]?.firstFailure == "a.swift: changed while the batch ran; grade it again")
    #expect(found["e"]?.firstFailure.contains("no such file") == true)
    // A resumed batch grades them anew, even when they are again what they were.
    #expect(
      list.filter { found[$0.name]?.asResult(for: $0) == nil }.map(\.name) == ["a", "d", "e"])
  }
}
