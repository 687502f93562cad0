import FoundationEssentials

/// The report as Exercism's `results.json`, version 3 of its test runner interface.
struct ExercismReport {
  /// The most characters of the submission's output that the website keeps.
  static let outputLimit = 500
  /// The most characters of a message that the website keeps.
  static let messageLimit = 65_535

  struct Document: Encodable {
    struct Test: Encodable {
      var name: String
      var status: String
      var message: String?
      var output: String?
      var testCode: String?
    }

    var version = 3
    var status: String
    var message: String?
    var tests: [Test]
  }

  let document: Document

  init(_ report: Report) {
    guard report.status != "error" else {
      let reason = report.reasonNotGraded
      document = Document(
        status: "error",
        message: (reason.isEmpty ? report.headline : reason).cut(to: Self.messageLimit), tests: [])
      return
    }
    var tests = report.entries.map { entry in
      Document.Test(
        name: entry.name, status: Self.status(of: entry),
        message: Self.status(of: entry) == "pass"
          ? nil
          : (entry.detail.isEmpty ? entry.message : entry.detail).cut(to: Self.messageLimit),
        testCode: entry.guarantee)
    }
    // The website shows the first test that fails and nothing after it; output belongs there.
    if !report.printed.isEmpty {
      let shown = tests.firstIndex { $0.status != "pass" } ?? 0
      tests[shown].output = report.printed.cut(to: Self.outputLimit)
    }
    document = Document(status: report.status, tests: tests)
  }

  /// The form knows no test that was skipped.
  private static func status(of entry: ReportEntry) -> String {
    switch entry.status {
    case .pass: "pass"
    case .fail, .skipped: "fail"
    case .error: "error"
    }
  }

  func json() throws -> Data { try jsonDocument(document, isSnakeCase: true) }
}
