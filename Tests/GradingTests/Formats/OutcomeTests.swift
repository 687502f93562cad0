import Checking
import Testing

@testable import Grading

/// A report's outcome as consumers that know tests alone see it.
@Suite("Report formats: outcomes")
struct OutcomeTests {
  private func checks(_ verdicts: [Verdict]) -> [CheckReport] {
    verdicts.enumerated().map { index, verdict in
      CheckReport(
        check: Check(
          name: "check-\(index)", guarantee: "It holds.", source: "A paper", chapter: "raft#votes",
          kind: .cases, points: 2), verdict: verdict)
    }
  }

  private func report(_ outcome: Report.Outcome, _ verdicts: [Verdict]) -> Report {
    Report(
      exercise: "or-set", suiteVersion: 1, files: ["ORSet.swift"], outcome: outcome,
      diagnostics: [],
      checks: checks(verdicts), maximum: 4, printed: "")
  }

  @Test(arguments: Report.Outcome.allCases)
  func `a test is bad in every list but that of a submission that passed`(
    _ outcome: Report.Outcome
  ) {
    let lists: [[Verdict]] = [
      [], [.passed(.cases(1)), .passed(.cases(1))], [.passed(.cases(1)), .notReached("")],
    ]
    for list in outcome == .passed ? Array(lists.prefix(2)) : lists {
      for level in Feedback.allCases {
        let report = report(outcome, list).reduced(to: level)
        let entries = report.entries
        #expect(entries.isEmpty == false)
        let isGood = entries.allSatisfy { $0.status == .pass || $0.status == .skipped }
        #expect(isGood == (outcome == .passed))
        #expect(isGood == (report.status == "pass"))
        #expect(entries.reduce(0) { $0 + $1.score } == report.score)
      }
    }
  }

  @Test(arguments: Report.Outcome.allCases, ReportFormat.allCases)
  func `every format can tell every outcome`(_ outcome: Report.Outcome, _ format: ReportFormat)
    throws
  {
    for level in Feedback.allCases {
      let bytes = try format.render(report(outcome, []).reduced(to: level), SampleReports.setting)
      #expect(bytes.last == UInt8(ascii: "\n"))
    }
  }
}
