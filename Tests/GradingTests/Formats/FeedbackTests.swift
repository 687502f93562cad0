import Foundation
import Testing

@testable import Grading

/// Nothing that a level withholds may be found in any format.
@Suite("Feedback levels")
struct FeedbackTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var sample: String
    var format: ReportFormat
    var testDescription: String { "\(sample) as \(format.rawValue)" }
  }

  static let cases = ["failed", "stopped"].flatMap { sample in
    ReportFormat.allCases.map { Case(sample: sample, format: $0) }
  }

  /// What the samples hold that only `full` may tell.
  static let secrets = [
    "expected-value-4711", "8151", "schedule-4242", "input-1234", "timeout n1", "vote? t1",
    "candidate t1", "n1's timer runs out", "space-time", "mermaid", "│",
  ]

  private func text(_ format: ReportFormat, _ report: Report) throws -> String {
    let text = String(
      decoding: try format.render(report, SampleReports.setting), as: UTF8.self)
    guard format == .classroom else { return text }
    let data = try #require(Data(base64Encoded: String(text.dropFirst(7).dropLast())))
    return String(decoding: data, as: UTF8.self)
  }

  /// Text outside the page's style sheet, which is the same for every report.
  private func content(_ text: String) -> Substring {
    text.firstRange(of: "</style>").map { text[$0.upperBound...] } ?? text[...]
  }

  @Test(arguments: cases) func `a hint tells guarantees and nothing of the run`(
    _ tested: Case
  ) throws {
    let report = try #require(SampleReports.named(tested.sample)).reduced(to: .hint)
    let told = content(try text(tested.format, report))
    for secret in Self.secrets { #expect(!told.contains(secret)) }
    #expect(told.contains("one-vote-per-term"))
  }

  @Test(arguments: cases) func `a verdict tells status and score`(_ tested: Case) throws {
    let report = try #require(SampleReports.named(tested.sample)).reduced(to: .verdict)
    let told = content(try text(tested.format, report))
    for secret in Self.secrets + ["one-vote-per-term", "guarantee of", "Elector.swift:12"] {
      #expect(!told.contains(secret))
    }
    let whole = try #require(SampleReports.named(tested.sample))
    #expect(report.score == whole.score)
    #expect(report.status == whole.status)
    #expect(report.maximum == whole.maximum)
  }

  @Test func `a verdict does not say what the compiler said`() throws {
    for sample in ["does-not-compile", "refused"] {
      let report = try #require(SampleReports.named(sample)).reduced(to: .verdict)
      for format in ReportFormat.allCases {
        let told = content(try text(format, report))
        #expect(!told.contains("cannot find") && !told.contains("symbolic link"))
      }
    }
  }

  @Test func `what is withheld stays withheld`() {
    for (_, report) in SampleReports.all {
      let verdict = report.reduced(to: .verdict)
      #expect(verdict.reduced(to: .hint) == verdict)
      #expect(verdict.reduced(to: .full) == verdict)
      let hint = report.reduced(to: .hint)
      #expect(hint.reduced(to: .hint) == hint)
      #expect(hint.reduced(to: .verdict) == verdict)
      #expect(report.reduced(to: .full) == report)
    }
  }
}
