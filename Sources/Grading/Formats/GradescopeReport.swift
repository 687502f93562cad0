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
      var score: Int
      var maxScore: Int
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

  let document: Document

  init(_ report: Report) {
    var output = report.headline + "\n"
    if !report.printed.isEmpty { output += "\nThe submission printed:\n" + report.printed }
    document = Document(
      score: report.score, output: output,
      tests: report.entries.enumerated().map { index, entry in
        let text = entry.detail.isEmpty ? entry.message : entry.detail
        return Document.Test(
          name: entry.name, number: String(index + 1), score: entry.score,
          maxScore: entry.maximum, status: entry.status == .pass ? "passed" : "failed",
          output: text.isEmpty ? entry.guarantee : text)
      },
      extraData: report.sandbox.map { ExtraData(sandbox: .init($0)) })
  }

  func json() throws -> Data { try jsonDocument(document, isSnakeCase: true) }
}
