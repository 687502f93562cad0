import Checking
import Foundation
import FoundationXML
import Testing

@testable import Grading

/// Each format, read the way its consumer reads it.
@Suite("Report formats")
struct FormatTests {
  static let names = SampleReports.all.map(\.name)

  private func text(_ format: ReportFormat, _ name: String) throws -> String {
    let report = try #require(SampleReports.named(name))
    return String(decoding: try format.render(report, SampleReports.setting), as: UTF8.self)
  }

  private func object(_ format: ReportFormat, _ name: String) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(text(format, name).utf8))
    return try #require(value as? [String: Any])
  }

  @Test func `file extensions tell formats apart`() {
    #expect(Set(ReportFormat.allCases.map(\.fileExtension)).count == ReportFormat.allCases.count)
  }

  // MARK: JUnit

  @Test(arguments: names) func `JUnit is well-formed and counts what it holds`(name: String) throws
  {
    let document = try XMLDocument(xmlString: text(.junit, name))
    let suite = try #require(document.nodes(forXPath: "/testsuites/testsuite").first as? XMLElement)
    for (attribute, path) in [
      ("tests", "testcase"), ("failures", "testcase/failure"), ("errors", "testcase/error"),
      ("skipped", "testcase/skipped"),
    ] {
      let count = try suite.nodes(forXPath: path).count
      #expect(suite.attribute(forName: attribute)?.stringValue == String(count))
    }
    let report = try #require(SampleReports.named(name))
    let bad = try suite.nodes(forXPath: "testcase/failure | testcase/error").count
    #expect((bad == 0) == (report.outcome == .passed))
  }

  @Test(arguments: names) func `JUnit is what Jenkins' schema allows`(name: String) throws {
    let document = try XMLDocument(xmlString: text(.junit, name))
    #expect(try JUnitRules.errors(in: #require(document.rootElement())) == [])
  }

  @Test(arguments: [
    "<testsuites skipped='1'/>", "<testsuites><testcase name='a'/></testsuites>",
    "<testsuites><testsuite name='a' tests='1' failures='0'/></testsuites>",
    "<testsuites><testsuite name='a' tests='1' failures='0' errors='0' time='1e3'/></testsuites>",
    "<testcase name='a' file='b.swift'/>", "<testcase name='a'><properties/></testcase>",
    "<testsuite name='a' tests='0' failures='0' errors='0'>text</testsuite>",
  ]) func `the rules of that schema refuse what it refuses`(xml: String) throws {
    let document = try XMLDocument(xmlString: xml)
    #expect(try JUnitRules.errors(in: #require(document.rootElement())) != [])
  }

  @Test func `JUnit tells file and line first where they are known`() throws {
    let report = try #require(SampleReports.named("stopped"))
    let xml = JUnitReport(report, ReportSetting(folder: "work/alice/")).xml
    let texts = try XMLDocument(xmlString: xml).nodes(forXPath: "//error").map {
      $0.stringValue ?? ""
    }
    #expect(texts.count { $0.hasPrefix("at work/alice/Elector.swift:12\n") } == 1)
    #expect(texts.count { $0.contains("Elector.swift:") } == 1)
  }

  @Test func `JUnit keeps hostile text as text`() throws {
    let document = try XMLDocument(xmlString: text(.junit, "hostile"))
    let output = try #require(document.nodes(forXPath: "//system-out").first?.stringValue)
    #expect(output.contains("]]> <script>alert(1)</script>"))
    #expect(try document.nodes(forXPath: "//script").isEmpty)
  }

  // MARK: Exercism

  @Test(arguments: names) func `Exercism's required fields are there`(name: String) throws {
    let results = try object(.exercism, name)
    #expect(results["version"] as? Int == 3)
    let status = try #require(results["status"] as? String)
    #expect(["pass", "fail", "error"].contains(status))
    let tests = try #require(results["tests"] as? [[String: Any]])
    if status == "error" {
      let message = try #require(results["message"] as? String)
      #expect(!message.isEmpty && message.count <= 65_535)
      #expect(tests.isEmpty)
    } else {
      #expect(!tests.isEmpty)
    }
    for test in tests {
      #expect(test["name"] is String)
      let status = try #require(test["status"] as? String)
      #expect(["pass", "fail", "error"].contains(status))
      #expect(status == "pass" || test["message"] is String)
      #expect((test["output"] as? String ?? "").count <= 500)
    }
    let passes = tests.allSatisfy { $0["status"] as? String == "pass" }
    #expect((status == "pass") == (passes && !tests.isEmpty))
  }

  @Test func `Exercism gets at most 500 characters of output`() throws {
    var report = SampleReports.failed
    report.printed = String(repeating: "é", count: 5000)
    let output = ExercismReport(report).document.tests.compactMap(\.output)
    #expect(output.map(\.count) == [500])
    // One character to Swift, a thousand and one to others.
    report.printed = "e" + String(repeating: "\u{301}", count: 1000)
    let accents = ExercismReport(report).document.tests.compactMap(\.output)
    #expect(accents.map { $0.utf16.count <= 500 && !$0.isEmpty } == [true])
  }

  // MARK: Gradescope and Classroom

  @Test(arguments: names) func `Gradescope's scores add up`(name: String) throws {
    let report = try #require(SampleReports.named(name))
    let results = try object(.gradescope, name)
    let tests = try #require(results["tests"] as? [[String: Any]])
    #expect(results["score"] as? Int == report.score)
    #expect(tests.compactMap { $0["score"] as? Int }.reduce(0, +) == report.score)
    #expect(tests.compactMap { $0["max_score"] as? Int }.reduce(0, +) == report.maximum)
    #expect(tests.allSatisfy { ["passed", "failed"].contains($0["status"] as? String) })
    #expect(tests.allSatisfy { $0["visibility"] as? String == "visible" })
    #expect(tests.allSatisfy { $0["output_format"] as? String == "text" })
  }

  @Test(arguments: names) func `Classroom's line is base64 of what its reporter adds up`(
    name: String
  ) throws {
    let report = try #require(SampleReports.named(name))
    let line = try text(.classroom, name)
    #expect(line.hasPrefix("result=") && line.hasSuffix("\n") && line.count { $0 == "\n" } == 1)
    let data = try #require(Data(base64Encoded: String(line.dropFirst(7).dropLast())))
    let value = try JSONSerialization.jsonObject(with: data)
    let results = try #require(value as? [String: Any])
    #expect(results["version"] as? Int == 1)
    #expect(results["max_score"] as? Int == report.maximum)
    let tests = try #require(results["tests"] as? [[String: Any]])
    #expect(tests.compactMap { $0["score"] as? Int }.count == tests.count)
    #expect(tests.compactMap { $0["score"] as? Int }.reduce(0, +) == report.score)
    #expect(results["status"] as? String == report.status)
  }

  @Test func `Gradescope shows no 0/0 for a test that is worth nothing`() throws {
    var report = SampleReports.failed
    report.checks[0].check.points = 0
    let tests = GradescopeReport(report).document.tests
    #expect(tests[0].score == nil && tests[0].maxScore == nil && tests[0].status == "passed")
    #expect(tests[1].maxScore == 3)
  }

  // MARK: TAP

  @Test(arguments: names) func `TAP keeps its grammar`(name: String) throws {
    let report = try #require(SampleReports.named(name))
    var lines = try text(.tap, name).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    #expect(lines.popLast() == "")
    // `prove` refuses every later one.
    #expect(lines.first == "TAP version 13")
    let plan = try #require(lines.dropFirst().first?.wholeMatch(of: /1\.\.(\d+)/)?.1)
    var number = 0
    var notOK = 0
    var isInBlock = false
    for line in lines.dropFirst(2) {
      if isInBlock {
        if line == "  ..." { isInBlock = false }
        #expect(line.hasPrefix("  "))
        // Perl's reader gives up on longer ones.
        #expect(!line.contains(/"$/) || line.count < 32_766)
      } else if line == "  ---" {
        isInBlock = true
      } else if let match = line.firstMatch(of: /^(not )?ok (\d+) - ./) {
        number += 1
        if match.1 != nil { notOK += 1 }
        #expect(match.2 == String(number))
      } else {
        #expect(line.hasPrefix("# "))
      }
    }
    #expect(plan == String(number))
    #expect(!isInBlock)
    #expect((notOK == 0) == (report.outcome == .passed))
  }

  // MARK: HTML

  @Test(arguments: names) func `the page is balanced and loads nothing`(name: String) throws {
    let page = try text(.html, name)
    var open: [String] = []
    for match in page.matches(of: /<(\/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>/) {
      let tag = String(match.2)
      if ["meta", "br"].contains(tag) || match.3.hasSuffix("/") { continue }
      if match.1.isEmpty { open.append(tag) } else { #expect(open.popLast() == tag) }
    }
    #expect(open.isEmpty)
    for reference in ["src=", "href=", "url(", "@import", "<script", "<link", "<iframe", "onload="]
    {
      #expect(!page.contains(reference))
    }
    let hosts = page.matches(of: /https?:\/\/[a-zA-Z0-9.]+/).map { String($0.0) }
    #expect(hosts.allSatisfy { $0 == "http://www.w3.org" })
  }

  @Test func `the page's drawing is well-formed SVG with a name`() throws {
    let page = try text(.html, "failed")
    let start = try #require(page.firstRange(of: "<svg"))
    let end = try #require(page.firstRange(of: "</svg>"))
    let drawing = try XMLDocument(xmlString: String(page[start.lowerBound..<end.upperBound]))
    #expect(drawing.rootElement()?.elements(forName: "title").count == 1)
    #expect(page.contains("tabindex=\"0\" role=\"region\" aria-label=\"Space-time diagram\""))
  }

  // MARK: Markdown

  @Test(arguments: names) func `Markdown holds no tag of a submission's`(name: String) throws {
    let page = try text(.markdown, name)
    // Only outside fences does Markdown act upon tags.
    var isFenced = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        if !isFenced || line.allSatisfy({ $0 == "`" }) { isFenced.toggle() }
      } else if !isFenced {
        #expect(!line.contains("<script"))
      }
    }
    #expect(name != "failed" || page.contains("```mermaid\nsequenceDiagram\n"))
  }
}
