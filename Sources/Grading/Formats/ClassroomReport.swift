import FoundationEssentials

/// The report as the output of a GitHub Classroom grader: `result=` and a JSON document in base64, a
/// line for the file that `GITHUB_OUTPUT` names.
///
/// GitHub Classroom ended on 28 August 2026; this is for workflows that still run its reporter, which
/// adds up the tests' scores, so every test has one. `Classroom50Report` is for its successor.
struct ClassroomReport {
  /// The most bytes of all messages. The reporter takes the line from an environment variable, and
  /// Linux starts no program with one of 128 KiB or more (execve(2)); base64 makes three bytes four,
  /// and JSON may need two for a sign.
  private static let room = 36_000
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
    let entries = report.entries
    let limit = TextLimit.bytes(Self.room, sharedBy: entries.count, atMost: Self.room)
    document = Document(
      status: report.status, maxScore: report.maximum,
      tests: entries.map { entry in
        let status =
          switch entry.status {
          case .pass: "pass"
          case .fail, .skipped: "fail"
          case .error: "error"
          }
        return Document.Test(
          name: entry.name, status: status, score: entry.score,
          message: entry.text.cut(to: limit), testCode: entry.guarantee ?? "",
          filename: entry.place.map { setting.path(of: $0.file) ?? $0.file } ?? "",
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
