public import FoundationEssentials

/// One submission of a batch and what grading it found.
public struct BatchEntry: Hashable, Sendable, Codable {
  /// Its place in the whole batch, from 1.
  public internal(set) var number: Int
  /// What the submission is called, unlike any other in the batch.
  public let name: String
  /// The digest of its files; nil when they were not taken in.
  public let digest: String?
  /// The report, as its JSON document.
  let report: ReportDocument

  /// Gathers what is known of a submission.
  public init(_ submission: ListedSubmission, _ report: Report) {
    number = submission.number
    name = submission.name
    digest = submission.digest
    self.report = ReportDocument(report)
  }

  /// This result as that of a listed submission; nil when the submission has changed since.
  public func asResult(for submission: ListedSubmission) -> BatchEntry? {
    guard name == submission.name, digest == submission.digest,
      digest != nil || firstFailure == submission.refusal
    else { return nil }
    var entry = self
    entry.number = submission.number
    return entry
  }

  /// Whether it passed, failed or could not be graded: `pass`, `fail` or `error`.
  public var status: String { report.status }

  /// How grading ended, in a word of ours.
  public var outcome: String { report.outcome }

  /// The points reached.
  public var score: Int { report.score }

  /// The points there are.
  public var maximum: Int { report.maximum }

  /// The first check that failed, or in short why none ran; empty when all passed.
  public var firstFailure: String {
    if let failed = report.checks.first(where: { ["fail", "error"].contains($0.status) }) {
      return failed.name
    }
    return report.message
      ?? report.diagnostics.first { $0.severity == "error" }?.message ?? ""
  }

  /// The entry on one line, without a newline.
  public func line() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }
}
