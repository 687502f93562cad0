import Foundation
import Testing

@testable import Grading

/// Every file in `Golden` is a sample report in one format: `SAMPLE.EXTENSION`.
///
/// With TRUTHBOOK_REWRITE set the files are written instead of compared.
@Suite("Report formats: golden files")
struct GoldenFormatTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var sample: String
    var format: ReportFormat
    var testDescription: String { "\(sample) as \(format.rawValue)" }
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  static let cases: [Case] =
    ReportFormat.allCases.filter { $0 != .json }.map { Case(sample: "failed", format: $0) }
    + ["stopped", "does-not-compile", "not-reached", "hostile"].flatMap { sample in
      [.junit, .github, .tap].map { Case(sample: sample, format: $0) }
    }

  @Test(arguments: cases) func `a report is written as recorded`(_ golden: Case) throws {
    let report = try #require(SampleReports.named(golden.sample))
    let bytes = try golden.format.render(report, SampleReports.setting)
    let file = Self.folder.appending(path: "\(golden.sample).\(golden.format.fileExtension)")
    if ProcessInfo.processInfo.environment["TRUTHBOOK_REWRITE"] != nil {
      try Data(bytes).write(to: file)
    } else {
      let recorded = try Data(contentsOf: file)
      #expect(String(decoding: bytes, as: UTF8.self) == String(decoding: recorded, as: UTF8.self))
    }
  }
}
