import FoundationEssentials

/// The report as Gradescope's `results.json`.
///
/// Every test is visible: what a learner may not see is left out of the report (see
/// `Report.reduced(to:)`), because a hidden test hides the total too.
struct GradescopeReport {
  struct Document: Encodable {
    struct Test: Encodable {
      var name: String
      var nameFormat = "text"
      var number: String
      /// No score for a test that is worth nothing: the page would show 0/0 for it, as if it were lost.
      var score: Int?
      var maxScore: Int?
      var status: String
      var output: String?
      var outputFormat = "text"
      var visibility = "visible"
    }

    var score: Int
    var output: String
    var outputFormat = "text"
    var testOutputFormat = "text"
    var testNameFormat = "text"
    var visibility = "visible"
    var stdoutVisibility = "hidden"
    var tests: [Test]
    var extraData: ExtraData?
  }

  struct ExtraData: Encodable {
    var sandbox: ReportDocument.SandboxDocument
  }

  /// The most bytes of what is said of the whole, and of all tests together. Gradescope documents no
  /// limit; a page of more than this is read by nobody.
  private static let room = 128 << 10

  let document: Document

  init(_ report: Report) {
    var output = report.headline + "\n"
    if !report.printed.isEmpty { output += "\nThe submission printed:\n" + report.printed }
    let entries = report.entries
    let limit = TextLimit.bytes(Self.room, sharedBy: entries.count, atMost: 64 << 10)
    document = Document(
      score: report.score, output: output.cut(to: .bytes(Self.room)),
      tests: entries.enumerated().map { index, entry in
        Document.Test(
          name: entry.name, number: String(index + 1),
          score: entry.maximum > 0 ? entry.score : nil,
          maxScore: entry.maximum > 0 ? entry.maximum : nil,
          status: entry.status == .pass ? "passed" : "failed",
          output: entry.text.isEmpty ? entry.guarantee : entry.text.cut(to: limit))
      },
      extraData: report.sandbox.map { ExtraData(sandbox: .init($0)) })
  }

  func json() throws -> Data { try jsonDocument(document, isSnakeCase: true) }
}
