import Execution
import Foundation
import Testing

@testable import Grading

@Suite("Batch")
struct BatchReportTests {
  @Test func `every folder and Swift file is a submission, in the order of the names`() throws {
    let cohort = try Cohort()
    try cohort.add("émile 🎓/ORSet.swift", "1")
    try cohort.add("new\nline/ORSet.swift", "2")
    try cohort.add("bob.swift", "3")
    try cohort.add("bob/ORSet.swift", "3")
    try cohort.add("notes.txt", "4")
    try cohort.add(".git/config.swift", "5")
    let list = try SubmissionList([cohort.path], areCohorts: true)
    #expect(list.submissions.map(\.name) == ["bob", "bob.swift", "new\nline", "émile 🎓"])
    #expect(list.submissions.map(\.number) == [1, 2, 3, 4])
    #expect(list.passedOver.map(\.name) == [cohort.path + "/notes.txt"])
    #expect(list.submissions[0].digest == list.submissions[1].digest)
  }

  @Test func `names are distinct whatever they are`() {
    let names = [
      "a", "a.swift", "a", "a (2)", "b.swift", ".swift", "B.zip", "c.tar.gz", "Ab", "aB",
    ]
    let distinct = SubmissionList.distinctNames(names)
    #expect(
      distinct == [
        "a", "a.swift", "a (2)", "a (2) (2)", "b.swift", ".swift", "B.zip", "c", "Ab", "aB (2)",
      ])
  }

  @Test func `names of files are safe and distinct`() throws {
    let cohort = try Cohort()
    for name in ["a b", "x\ny", "x?y", "=1+1", "-rf", String(repeating: "長", count: 80)] {
      try cohort.add("\(name)/A.swift", "1")
    }
    let stems = try SubmissionList([cohort.path], areCohorts: true).submissions.map(\.fileStem)
    #expect(Set(stems).count == 6)
    #expect(stems.contains("a b"))
    #expect(stems.allSatisfy { $0.utf8.count <= 140 && !$0.hasPrefix("-") && !$0.contains("\n") })
  }

  @Test func `what is no submission is refused by name, not left out`() throws {
    let cohort = try Cohort()
    try cohort.add("empty/readme.txt", "1")
    try FileManager.default.createSymbolicLink(
      atPath: cohort.path + "/link", withDestinationPath: "/etc/passwd")
    let list = try SubmissionList([cohort.path], areCohorts: true).submissions
    #expect(list.map(\.name) == ["empty", "link"])
    #expect(list.allSatisfy { $0.digest == nil && $0.refusal?.contains(cohort.path) == false })
  }

  @Test func `a student's folder with nothing to grade in it stays in the gradebook`() throws {
    let cohort = try Cohort()
    try cohort.add("alice/ORSet.swift", "1")
    try cohort.add("carol/essay.docx", "2")
    try FileManager.default.createDirectory(
      atPath: cohort.path + "/dave", withIntermediateDirectories: false)
    let paths = ["alice", "carol", "dave"].map { cohort.path + "/" + $0 }
    for areCohorts in [true, false] {
      let list = try SubmissionList(paths, areCohorts: areCohorts).submissions
      #expect(list.count == 3)
      let carol = areCohorts ? "carol/essay.docx" : "carol"
      #expect(list.filter { $0.refusal != nil }.map(\.name) == [carol, "dave"])
    }
  }

  @Test func `the folder of results is nobody's submission, wherever it lies`() throws {
    let cohort = try Cohort()
    try cohort.add("alice.swift", "1")
    try cohort.add("results/reports/alice.json", "{}")
    try FileManager.default.createSymbolicLink(
      atPath: cohort.path + "/latest", withDestinationPath: cohort.path + "/results")
    for output in ["results", "latest", "./results/"] {
      let list = try SubmissionList(
        [cohort.path], areCohorts: true, besides: cohort.path + "/" + output)
      #expect(list.submissions.map(\.name) == ["alice"])
    }
    #expect(
      try SubmissionList([cohort.path], areCohorts: true, besides: cohort.path + "/new")
        .submissions.count == 3)
  }

  @Test func `shards divide a batch, and identical submissions stay together`() throws {
    let cohort = try Cohort()
    for number in 0..<40 { try cohort.add("s\(number)/A.swift", "\(number / 2)") }
    let list = try SubmissionList([cohort.path], areCohorts: true).submissions
    for count in [1, 2, 3, 7] {
      let shards = list.map { $0.shard(of: count) }
      #expect(shards.allSatisfy { (1...count).contains($0) })
      #expect(count > 3 || Set(shards).count == count)
      let places = Dictionary(grouping: list, by: { $0.digest ?? "" }).mapValues {
        Set($0.map { $0.shard(of: count) }).count
      }
      #expect(places.values.allSatisfy { $0 == 1 })
    }
  }

  // MARK: Joining

  private func batch(_ names: [String], version: Int = 1) throws -> BatchReport {
    let cohort = try Cohort()
    for name in names { try cohort.add("\(name)/A.swift", name) }
    let list = try SubmissionList([cohort.path], areCohorts: true).submissions
    let reports = SampleReports.all.map(\.report).filter { $0.maximum == 7 }
    return BatchReport(
      exercise: "raft-election", suiteVersion: version,
      submissions: list.map {
        BatchEntry(
          $0, reports[$0.number % reports.count], reportFile: "reports/\($0.fileStem).json")
      })
  }

  @Test func `a combined report is what its schema says, whole or in part`() throws {
    let schema = try JSONSchema(file: "batch.schema.json", others: ["report.schema.json"])
    let whole = try batch((1...8).map { "student \($0)" })
    func document(_ report: BatchReport, isWhole: Bool = true) throws -> JSONValue {
      var json = Data()
      let sample = try SampleReports.passed.json()
      try report.writeJSON(with: { isWhole ? try $0.including(report: sample) : $0 }) { json += $0 }
      return try JSONDecoder().decode(JSONValue.self, from: json)
    }
    #expect(try schema.errors(in: document(whole)) == [])
    #expect(try schema.errors(in: document(whole, isWhole: false)) == [])
    let part = try document(shard(whole, 2, of: 3))
    #expect(schema.errors(in: part) == [])
    // Every member is known, and every one but these is needed.
    for variant in part.variants({ value in
      guard case .object(let members) = value else { return [] }
      let removed = members.keys.filter {
        ["format", "number", "name", "firstFailure"].contains($0)
      }
      return [.object(members.merging(["extra": .bool(true)]) { $1 })]
        + removed.filter { members["guarantee"] == nil || $0 == "name" }.map { key in
          .object(members.filter { $0.key != key })
        }
    }) {
      #expect(schema.errors(in: variant) != [])
    }
  }

  private func shard(_ whole: BatchReport, _ number: Int, of count: Int) -> BatchReport {
    BatchReport(
      exercise: whole.exercise, suiteVersion: whole.suiteVersion,
      shards: .init(count: count, present: [number]),
      submissions: whole.submissions.filter { $0.number % count == number - 1 })
  }

  @Test func `joined shards are the whole, to the byte`() throws {
    let whole = try batch((1...10).map { "student \($0)" })
    var parts: [(file: String, report: BatchReport)] = []
    for number in [2, 3, 1] {
      let json = try shard(whole, number, of: 3).json()
      parts.append(("part\(number).json", try BatchReport(json: json, file: "part\(number).json")))
    }
    #expect(try BatchReport.merge(parts).json() == whole.json())
    let two = try BatchReport.merge(Array(parts.dropLast()))
    #expect(two.missingShards == [1])
  }

  @Test func `reports of different suite versions are not joined, and both are named`() throws {
    let old = try batch(["a"])
    let new = try batch(["b"], version: 2)
    let failure = try #require(throws: BatchReport.MergeFailure.self) {
      try BatchReport.merge([("old.json", old), ("new.json", new)])
    }
    for word in ["old.json", "new.json", "version 1", "version 2"] {
      #expect(failure.description.contains(word))
    }
  }

  @Test func `two results for one submission that differ are not joined`() throws {
    let one = try batch(["a", "b"])
    let other = try batch(["a", "c"])
    #expect(throws: BatchReport.MergeFailure.self) {
      try BatchReport.merge([("1", one), ("2", other)])
    }
    #expect(try BatchReport.merge([("1", one), ("1", one)]) == one)
  }

  @Test func `what is no batch report is refused by name`() throws {
    let failure = try #require(throws: BatchReport.MergeFailure.self) {
      try BatchReport(json: Data("{}".utf8), file: "x.json")
    }
    #expect(failure.description.hasPrefix("x.json: "))
  }

  @Test func `the gradebook quotes what must be quoted and runs no formula`() throws {
    let csv = try batch(["=1+1", "a,b", "say \"hi\"", "\"\u{301}", "two\nlines", "plain"]).csv
    for line in [
      "'=1+1,", "\"a,b\",", "\"say \"\"hi\"\"\",", "\"\"\"\u{301}\",", "\"two\nlines\",",
      "\r\nplain,",
    ] {
      #expect(csv.contains(line))
    }
    #expect(csv.hasPrefix("submission,status,outcome,score,maximum,first failure\r\n"))
  }

  @Test func `the table has a line for each submission and the counts`() throws {
    let table = try batch(["a", "b", "c"]).table(width: 60)
    #expect(table.split(separator: "\n").count == 4)
    #expect(table.contains("3 submissions: 1 failed, 1 does not compile, 1 refused."))
    #expect(table.split(separator: "\n").allSatisfy { $0.count <= 60 })
  }

  @Test func `a result is kept for an unchanged submission only`() throws {
    let cohort = try Cohort()
    try cohort.add("a/A.swift", "1")
    let before = try SubmissionList([cohort.path], areCohorts: true).submissions[0]
    let entry = BatchEntry(before, SampleReports.passed, reportFile: nil)
    #expect(entry.asResult(for: before) == entry)
    try cohort.add("a/A.swift", "2")
    let after = try SubmissionList([cohort.path], areCohorts: true).submissions[0]
    #expect(entry.asResult(for: after) == nil)
  }
}
