import FoundationEssentials

/// The report as the output of a GitHub Classroom grader: `result=` and a JSON document in base64, a
/// line for the file that `GITHUB_OUTPUT` names.
///
/// Classroom's reporter adds up the tests' scores, so every test has one.
struct ClassroomReport {
  struct Document: Encodable {
    struct Test: Encodable {
      var name: String
      var status: String
      var score: Int
      var message: String
      var testCode: String
      var filename: String
      var lineNo: Int
      var duration = 0
    }

    var version = 1
    var status: String
    var maxScore: Int
    var tests: [Test]
  }

  let document: Document

  init(_ report: Report, _ setting: ReportSetting) {
    document = Document(
      status: report.status, maxScore: report.maximum,
      tests: report.entries.map { entry in
        let status =
          switch entry.status {
          case .pass: "pass"
          case .fail, .skipped: "fail"
          case .error: "error"
          }
        return Document.Test(
          name: entry.name, status: status, score: entry.score,
          message: entry.detail.isEmpty ? entry.message : entry.detail,
          testCode: entry.guarantee ?? "",
          filename: entry.place.map { setting.folder + $0.file } ?? "",
          lineNo: entry.place?.line ?? 0)
      })
  }

  /// The line, ending with a newline.
  func line() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return "result=" + (try encoder.encode(document).base64EncodedString()) + "\n"
  }
}
