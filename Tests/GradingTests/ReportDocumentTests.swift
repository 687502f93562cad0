import Checking
import Foundation
import Grading
import Testing

@Suite("Report as JSON")
struct ReportDocumentTests {
  private let schema: JSONSchema

  init() throws {
    schema = try JSONSchema(file: "report.schema.json")
  }

  private func document(_ name: String) throws -> JSONValue {
    try JSONDecoder().decode(JSONValue.self, from: Workbench.report(on: name).json())
  }

  // MARK: The schema holds

  @Test(arguments: Workbench.names) func `a report is what the schema says`(name: String) throws {
    #expect(try schema.errors(in: document(name)) == [])
  }

  @Test(arguments: [
    ("reference", "pass", "passed"), ("half", "fail", "failed"),
    ("crashing", "fail", "failed"), ("hanging", "fail", "stopped"),
    ("not-compiling", "error", "does-not-compile"), ("missing", "error", "refused"),
  ])
  func `a report says how grading ended`(name: String, status: String, outcome: String) throws {
    let document = try document(name)
    #expect(document["status"]?.text == status)
    #expect(document["outcome"]?.text == outcome)
  }

  @Test func `a check is told with everything that is known of it`() throws {
    let report = try Workbench.report(on: "half")
    let document = try document("half")
    #expect(document["score"] == .integer(report.score))
    #expect(document["maximum"] == .integer(report.maximum))
    let checks = document["checks"]?.elements ?? []
    #expect(checks.count == report.checks.count)
    for (told, known) in zip(checks, report.checks) {
      #expect(told["name"]?.text == known.check.name)
      #expect(told["guarantee"]?.text == known.check.guarantee)
      #expect(told["source"]?.text == known.check.source)
      #expect(told["chapter"]?.text == known.check.chapter)
      #expect(told["kind"]?.text == known.check.kind.rawValue)
      #expect(told["status"]?.text == known.status.rawValue)
      #expect(told["score"] == .integer(known.score))
      #expect(told["maximum"] == .integer(known.check.points))
      #expect(told["message"]?.text == known.message)
      let events = told["counterexample"]?["schedule"]?["events"]?.elements.compactMap(\.text)
      #expect(events == known.counterexample?.schedule.events)
    }
  }

  @Test func `only a failed or stopped check tells a run`() throws {
    for name in ["half", "crashing", "hanging"] {
      for check in try document(name)["checks"]?.elements ?? [] {
        let status = check["status"]?.text
        #expect((check["strength"] != nil) == (status == "pass"))
        #expect((check["stop"] != nil) == (status == "error"))
        #expect((check["message"] == nil) == (status == "pass"))
        if check["counterexample"] != nil { #expect(status == "fail" || status == "error") }
      }
    }
  }

  @Test func `a crash is told with its line and its run`() throws {
    let checks = try document("crashing")["checks"]?.elements ?? []
    let crash = try #require(
      checks.first { $0["stop"]?.text == "crash" && $0["counterexample"] != nil })
    let message = try #require(crash["message"]?.text)
    #expect(message.contains(" at traps-on-an-unexpected-vote.swift:"))
    #expect(crash["counterexample"] != nil)
  }

  @Test func `what does not compile is told by file, line and column`() throws {
    let diagnostic = try #require(try document("not-compiling")["diagnostics"]?.elements.first)
    #expect(diagnostic["file"]?.text == "ORSet.swift")
    #expect(diagnostic["line"] != nil && diagnostic["column"] != nil)
  }

  @Test func `what a submission prints cannot act on a terminal`() throws {
    let printed = try #require(try document("printing")["printed"]?.text)
    #expect(printed.hasPrefix(#"\u{1B}[31mred\u{7}"#))
  }

  @Test(arguments: ["half", "crashing", "not-compiling"])
  func `grading twice gives the same bytes`(name: String) throws {
    #expect(try Workbench.grade(name).json() == Workbench.report(on: name).json())
  }

  // MARK: The schema can fail

  /// A report with checks that passed, stopped and were not reached, and a run of several steps.
  private var sample: JSONValue {
    get throws { try document("crashing") }
  }

  @Test func `a document with a key too many anywhere is refused`() throws {
    let variants = try sample.variants { value in
      guard case .object(let members) = value else { return [] }
      return [.object(members.merging(["extra": .integer(1)]) { $1 })]
    }
    #expect(variants.count > 10)
    #expect(variants.allSatisfy { !schema.errors(in: $0).isEmpty })
  }

  @Test func `a document without one of its keys is refused, unless the key may be missing`() throws
  {
    let optional: Set<String> = [
      "strength", "stop", "signal", "site", "message", "counterexample", "state", "sentIn", "from",
      "label", "count",
      "steps", "states", "transitions", "depth",
    ]
    var removed = 0
    let variants = try sample.variants { value in
      guard case .object(let members) = value else { return [] }
      return members.keys.filter { !optional.contains($0) }.map { key in
        removed += 1
        return .object(members.filter { $0.key != key })
      }
    }
    #expect(removed > 30)
    #expect(variants.allSatisfy { !schema.errors(in: $0).isEmpty })
  }

  @Test func `a value of another type anywhere is refused`() throws {
    let variants = try sample.variants { value in
      switch value {
      case .object, .array: [.string("x")]
      case .null, .bool, .integer, .number, .string: [.array([.null])]
      }
    }
    #expect(variants.count > 100)
    #expect(variants.allSatisfy { !schema.errors(in: $0).isEmpty })
  }

  @Test(arguments: ["status", "outcome", "kind", "format"])
  func `a word that is none of the listed ones is refused`(key: String) throws {
    let variants = try sample.variants { value in
      guard case .object(let members) = value, members[key] != nil else { return [] }
      return [.object(members.merging([key: .string("perhaps")]) { $1 })]
    }
    #expect(!variants.isEmpty)
    #expect(variants.allSatisfy { !schema.errors(in: $0).isEmpty })
  }

  @Test func `a name that is not one and a number too small are refused`() throws {
    func changed(_ key: String, to value: JSONValue) throws -> [JSONValue] {
      try sample.variants { document in
        guard case .object(let members) = document, members[key] != nil else { return [] }
        return [.object(members.merging([key: value]) { $1 })]
      }
    }
    for (key, value) in [
      ("score", JSONValue.integer(-1)), ("suiteVersion", .integer(0)), ("sentIn", .integer(0)),
      ("formatVersion", .integer(2)),
    ] {
      let variants = try changed(key, to: value)
      #expect(!variants.isEmpty, "\(key)")
      #expect(variants.allSatisfy { !schema.errors(in: $0).isEmpty }, "\(key)")
    }
    let named = try changed("name", to: .string("No Name"))
    #expect(!named.isEmpty && named.allSatisfy { !schema.errors(in: $0).isEmpty })
  }

  @Test func `a keyword that nobody checks is found out`() {
    let schema = JSONSchema(root: .object(["maxLength": .integer(3)]))
    #expect(schema.errors(in: .string("a")) == ["$: unknown keyword maxLength"])
  }
}
