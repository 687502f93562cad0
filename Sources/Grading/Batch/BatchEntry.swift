import Checking
import Execution
public import FoundationEssentials

/// One submission of a batch and what grading it came to.
public struct BatchEntry: Hashable, Sendable, Codable {
  /// Its place in the whole batch, from 1.
  public internal(set) var number: Int
  /// What the submission is called, unlike any other in the batch.
  public let name: String
  /// The digest of its files; nil when they were not taken in.
  public let digest: String?
  /// Whether it passed, failed or could not be graded: `pass`, `fail` or `error`.
  public let status: String
  /// How grading ended, in a word of ours.
  public let outcome: String
  /// The points reached.
  public let score: Int
  /// The points there are.
  public let maximum: Int
  /// The first check that failed, or in short why none ran; empty when all passed.
  public let firstFailure: String
  /// Where its report lies, seen from the folder of the batch; nil where the report is here.
  public let reportFile: String?
  /// The report, as its JSON document, where it is not in a file of its own.
  var report: ReportDocument?

  /// Gathers what is known of a submission.
  /// - Parameter reportFile: where its report lies, seen from the folder of the batch.
  public init(_ submission: ListedSubmission, _ report: Report, reportFile: String?) {
    number = submission.number
    name = submission.name
    digest = submission.digest
    status = report.status
    outcome = report.outcome.rawValue
    score = report.score
    maximum = report.maximum
    firstFailure = Self.firstFailure(in: report)
    self.reportFile = reportFile
  }

  private static func firstFailure(in report: Report) -> String {
    if let failed = report.checks.first(where: { $0.status == .fail || $0.status == .error }) {
      return failed.check.name
    }
    let said = report.message ?? report.diagnostics.first { $0.severity == .error }?.message ?? ""
    return said.count > 300 ? said.prefix(299) + "…" : said
  }

  /// This result as that of a listed submission; nil when the submission has changed since, or is still
  /// to be graded.
  public func asResult(for submission: ListedSubmission) -> BatchEntry? {
    guard name == submission.name, digest == submission.digest,
      outcome != Report.Outcome.ungraded.rawValue,
      digest != nil || firstFailure == submission.refusal
    else { return nil }
    var entry = self
    entry.number = submission.number
    return entry
  }

  /// The entry with its report, read from the JSON document that its report's file holds.
  /// - Throws: `DecodingError` when it is none.
  public func including(report json: Data) throws -> BatchEntry {
    var entry = self
    entry.report = try JSONDecoder().decode(ReportDocument.self, from: json)
    return entry
  }

  /// The entry on one line, without a newline.
  public func line() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }
}
