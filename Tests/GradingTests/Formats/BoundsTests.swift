import Checking
import Execution
import Foundation
import Testing
import Wire

@testable import Grading

/// A report in which everything a submission can make long is. All share one text: the test itself
/// stays small.
@Suite("Report formats: limits")
struct BoundsTests {
  private static let long = String(repeating: "\"\\é👩‍👩‍👧‍👦<&]]>\u{301}`|\n", count: 10_000)

  private static let run = Counterexample(
    lanes: ["n1", "n2", "n3"], initialStates: Array(repeating: long, count: 3),
    steps: (0..<12).map { number in
      .init(
        event: number == 0
          ? .local(lane: 0, label: long) : .delivery(from: 0, to: 1, label: long, sentIn: 0),
        sentence: long, state: long,
        lost: Array(repeating: .init(to: 2, label: "vote? t1"), count: number == 0 ? 40_000 : 0))
    }, violation: .init(sentence: long, steps: [0, 11]), isShortest: true,
    schedule: Schedule(check: "one-leader", setting: "3", events: ["timeout n1"]))

  private static let diagnostics: [Diagnostic] = (1...5_000).map { number in
    Diagnostic(
      severity: number % 2 == 0 ? .error : .warning, message: long,
      place: .init(file: long, line: number, column: 170_000, source: long),
      notes: Array(repeating: Diagnostic(severity: .note, message: long), count: 20))
  }

  private static func check(_ name: String, _ verdict: Verdict) -> CheckReport {
    CheckReport(
      check: Check(
        name: name, guarantee: "It holds.", source: "A paper", chapter: "raft#votes", kind: .cases,
        points: 1), verdict: verdict, site: CrashSite(file: long, line: 1, source: long))
  }

  private static func report(_ outcome: Report.Outcome, _ checks: [CheckReport]) -> Report {
    Report(
      exercise: "raft-election", suiteVersion: 1, files: Array(repeating: long, count: 500),
      outcome: outcome, message: long, diagnostics: diagnostics, checks: checks, maximum: 100,
      printed: (1...20_000).map { "truthbook-\($0)" }.joined() + long)
  }

  static let reports: [String: Report] = [
    "failed": report(
      .failed,
      (1...6).map {
        check("check-\($0)", .failed(Failure(message: long, counterexample: run)))
      }),
    "stopped": report(
      .stopped,
      [
        check("a", .stopped(.crashed(signal: 4, message: long), run)),
        check("b", .stopped(.protocolViolation(long), nil)), check("c", .notReached(long)),
      ]),
    "does not compile": report(.doesNotCompile, []),
  ]

  static let names = reports.keys.sorted()

  /// The most bytes each consumer takes, or where none is documented, what we keep to.
  private static func limit(_ format: ReportFormat) -> Int {
    switch format {
    case .exercism: 500_000
    case .markdown: 125_000
    case .classroom: 128 << 10
    case .classroom50: 10 << 20
    case .gradescope, .tap, .junit, .github, .text, .json, .html: 8 << 20
    }
  }

  @Test(arguments: ReportFormat.allCases, names)
  func `an enormous report is within its consumer's limit`(_ format: ReportFormat, _ name: String)
    throws
  {
    let report = try #require(Self.reports[name])
    let bytes = try format.render(report, SampleReports.setting)
    #expect(bytes.count < Self.limit(format))
    #expect(bytes.count > 200)
  }

  @Test(arguments: names) func `bounding again changes nothing`(_ name: String) throws {
    let bounded = try #require(Self.reports[name]).bounded
    #expect(bounded.bounded == bounded)
    #expect(bounded != Self.reports[name])
  }

  @Test func `an ordinary report is not cut`() {
    for (name, report) in SampleReports.all {
      #expect(report.bounded == report, "\(name)")
    }
  }

  @Test func `of many diagnostics the errors are told, and how many are missing`() throws {
    let told = try #require(Self.reports["does not compile"]).bounded.diagnostics
    #expect(told.count > 1 && told.count <= 100)
    #expect(told.dropLast().allSatisfy { $0.severity == .error })
    #expect(told.last?.message == "\(5_000 - told.count + 1) more are left out here")
  }

  @Test func `a run of very many steps is told by its number of steps`() throws {
    var run = Self.run
    run.steps = Array(
      repeating: .init(event: .local(lane: 0, label: "x"), sentence: "x"), count: 1_001)
    run.violation.steps = [1_000]
    let report = Self.report(
      .failed, [Self.check("a", .failed(Failure(message: "x", counterexample: run)))]
    ).bounded
    #expect(report.checks[0].counterexample == nil)
    #expect(report.checks[0].message?.contains("1001 steps") == true)
  }

  @Test func `texts are cut where their unit says`() {
    #expect("abc".cut(to: .bytes(3)) == "abc")
    let cut = String(repeating: "é", count: 100).cut(to: .bytes(64))
    #expect(cut.utf8.count <= 64 && cut.hasPrefix("éé") && cut.hasSuffix("… (200 bytes in all)"))
    let astral = String(repeating: "🎓", count: 100).cut(to: .characters(64))
    #expect(astral.utf16.count <= 64 && astral.hasSuffix("… (200 characters in all)"))
    #expect("abcdef".cut(to: .bytes(3)) == "")
  }

  @Test func `the word that ends the silence is none that occurs`() {
    #expect(GitHubReport.word(notIn: "") == "truthbook-1")
    #expect(GitHubReport.word(notIn: "truthbook-12 truthbook-2") == "truthbook-3")
    #expect(GitHubReport.word(notIn: "truthbook-99999999999999999999 truthbook-") == "truthbook-1")
    let many = (1...3_000).map { "truthbook-\($0)" }.joined()
    #expect(GitHubReport.word(notIn: many) == "truthbook-3001")
  }
}
