import Checking
import Execution
import Foundation
import Testing
import Wire

@testable import Grading

/// Two reports that differ only in what a submission can choose: below `full` they are one. A
/// submission has seen its inputs, and whatever it can choose is a letter to its author.
@Suite("Feedback levels: no letters")
struct HintTests {
  /// Everything that can be chosen, each by one of two letters.
  private struct Letter: Sendable {
    var number: Int
    var text: String

    static let both = [Letter(number: 65, text: "A"), Letter(number: 66, text: "B\n\u{1b}[1m %0A")]

    var stops: [Stop] {
      [
        .crashed(signal: Int32(number % 7 + 4), message: text), .exited(status: Int32(number)),
        .timeLimit(milliseconds: number), .memoryLimit,
        .forbiddenOperation, .protocolViolation(text),
      ]
    }

    var strengths: [Strength] {
      [
        .examples(number), .cases(number), .schedules(number, steps: number),
        .exhaustive(states: number, transitions: number, depth: number),
        .searched(states: number, transitions: number, depth: number),
      ]
    }

    var run: Counterexample {
      Counterexample(
        lanes: [text], initialStates: [text],
        steps: (0..<number % 3 + 1).map { _ in
          .init(event: .local(lane: 0, label: text), sentence: text, state: text)
        }, violation: .init(sentence: text, steps: [0]), isShortest: number == 65,
        schedule: Schedule(check: "c", setting: text, events: [text]))
    }

    var verdicts: [Verdict] {
      strengths.map { .passed($0) }
        + stops.flatMap { [.stopped($0, run), .stopped($0, nil)] }
        + [
          .failed(Failure(message: text, counterexample: number == 65 ? run : nil)),
          .notReached(text),
        ]
    }

    var checks: [CheckReport] {
      verdicts.enumerated().map { index, verdict in
        CheckReport(
          check: Check(
            name: "check-\(index)", guarantee: "It holds.", source: "A paper",
            chapter: "raft#votes",
            kind: .cases, points: 1), verdict: verdict,
          site: CrashSite(file: text, line: number, source: text))
      }
    }

    func report(_ outcome: Report.Outcome, _ checks: [CheckReport]) -> Report {
      Report(
        exercise: "raft-election", suiteVersion: 1,
        files: Array(repeating: text, count: number - 64),
        outcome: outcome, message: text,
        diagnostics: [
          Diagnostic(
            severity: number == 65 ? .warning : .note, message: text,
            place: .init(file: text, line: number, column: number, source: text),
            notes: [Diagnostic(severity: .note, message: text)])
        ], checks: checks, maximum: 100, printed: text)
    }
  }

  static let levels = [Feedback.hint, .verdict]

  /// The outcomes in which something of the submission ran.
  static let outcomes = Report.Outcome.allCases.filter { !$0.telling.isBeforeRun }

  @Test(arguments: ReportFormat.allCases, levels)
  func `what a submission can choose changes no byte`(_ format: ReportFormat, _ level: Feedback)
    throws
  {
    for outcome in Self.outcomes {
      // Each verdict by itself, because many formats tell of the first failure alone; and none, and all.
      let lists = Letter.both.map { letter in
        [[], letter.checks] + letter.checks.map { [$0] }
      }
      for index in lists[0].indices {
        let written = try Letter.both.indices.map { number in
          let report = Letter.both[number].report(outcome, lists[number][index])
          return String(
            decoding: try format.render(report.reduced(to: level), SampleReports.setting),
            as: UTF8.self)
        }
        #expect(written[0] == written[1], "\(outcome), list \(index)")
      }
    }
  }

  @Test func `in full they differ in every format`() throws {
    for format in ReportFormat.allCases {
      let written = try Letter.both.map { letter in
        try format.render(letter.report(.failed, letter.checks), SampleReports.setting)
      }
      #expect(written[0] != written[1], "\(format)")
    }
  }

  @Test func `a hint tells the kind of each stop`() throws {
    let phrases = Letter.both[0].stops.map { stop in
      var report = Letter.both[0].report(.stopped, Array(Letter.both[0].checks.prefix(1)))
      report.checks[0].verdict = .stopped(stop, nil)
      return report.reduced(to: .hint).checks[0].message ?? ""
    }
    #expect(Set(phrases).count == phrases.count)
    #expect(phrases.allSatisfy { $0.hasPrefix("the submission ") })
    // No number but our own.
    #expect(phrases.allSatisfy { !$0.contains { $0.isNumber } })
  }

  @Test func `what the compiler and the intake say stays in a hint`() throws {
    for name in ["does-not-compile", "refused"] {
      let report = try #require(SampleReports.named(name))
      let hint = report.reduced(to: .hint)
      #expect(hint.diagnostics == report.diagnostics)
      #expect(hint.message == report.message)
      #expect(hint.files == report.files)
    }
  }
}
