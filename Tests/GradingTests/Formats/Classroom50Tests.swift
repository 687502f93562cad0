import Foundation
import Testing

@testable import Grading

@Suite("Report formats: Classroom 50")
struct Classroom50Tests {
  private func document(_ report: Report) throws -> JSONValue {
    let bytes = try ReportFormat.classroom50.render(report, SampleReports.setting)
    return try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
  }

  @Test(arguments: SampleReports.all.map(\.name), Feedback.allCases)
  func `a result is what the pinned schema says and what its readers check`(
    _ name: String, _ level: Feedback
  ) throws {
    let schema = try JSONSchema(file: "classroom50-result.schema.json")
    let report = try #require(SampleReports.named(name)).reduced(to: level)
    let document = try document(report)
    #expect(schema.errors(in: document) == [])
    func number(_ value: JSONValue, _ key: String) -> Int {
      if case .integer(let number)? = value[key] { number } else { -1 }
    }
    let tests = document["tests"]?.elements ?? []
    // Without any, a submission counts as right.
    #expect(!tests.isEmpty)
    #expect(tests.allSatisfy { $0["passed"] == .bool(true) } == (report.outcome == .passed))
    #expect(number(document, "score") <= number(document, "max-score"))
    #expect(tests.allSatisfy { number($0, "score") <= number($0, "max-score") })
    #expect(tests.reduce(0) { $0 + number($1, "score") } == number(document, "score"))
  }

  @Test func `the schema refuses what it does not know or misses`() throws {
    let schema = try JSONSchema(file: "classroom50-result.schema.json")
    for variant in try document(SampleReports.failed).variants({ value in
      guard case .object(let members) = value else { return [] }
      return [.object(members.merging(["usernames": .array([])]) { $1 })]
        + members.keys.filter { $0 != "message" }.map { key in
          .object(members.filter { $0.key != key })
        }
    }) {
      #expect(schema.errors(in: variant) != [])
    }
  }

  @Test func `the time is that of the tag, and the rest the environment's`() throws {
    let document = try document(SampleReports.passed)
    #expect(document["datetime"] == .string("2026-09-01T14:32:05Z"))
    #expect(document["owner"] == .string("alice"))
    #expect(document["assignment_type"] == .string("individual"))
    var environment = SampleReports.environment
    environment["REVIEW_URL"] = ""
    environment["OWNER"] = "group-4"
    environment["ASSIGNMENT_TYPE"] = "team"
    let identity = try Classroom50Identity(environment: environment)
    #expect(identity.review == identity.commit)
    #expect(identity.owner == "group-4")
    #expect(identity.assignmentType == "team")
  }

  @Test func `what the environment lacks is named`() throws {
    let failure = try #require(throws: Classroom50Identity.Missing.self) {
      try Classroom50Identity(environment: ["CLASSROOM": "a", "USERNAME": ""])
    }
    #expect(failure.description.contains("lacks ASSIGNMENT, USERNAME, SUBMISSION_TAG, COMMIT_URL"))
    for tag in ["v1.0", "submit/yesterday", "submit/2026-09-01T25-00-00Z-a"] {
      var environment = SampleReports.environment
      environment["SUBMISSION_TAG"] = tag
      let failure = try #require(throws: Classroom50Identity.Missing.self) {
        try Classroom50Identity(environment: environment)
      }
      #expect(failure.description.contains("'\(tag)'"))
    }
    #expect(throws: Classroom50Identity.Missing.self) {
      try ReportFormat.classroom50.render(SampleReports.passed)
    }
  }
}
