import FoundationEssentials

/// The report as Exercism's `results.json`, version 3 of its test runner interface.
struct ExercismReport {
  /// The most of the submission's output that the website keeps.
  static let outputLimit = TextLimit.characters(500)
  /// The most of a message that the website keeps, in characters by its word; bytes are never fewer.
  static let messageLimit = 65_535
  /// The most bytes of all messages: the website keeps 500 kB of a file, in which a sign may take two.
  static let messageRoom = 200_000

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
        message: (reason.isEmpty ? report.headline : reason).cut(to: .bytes(Self.messageLimit)),
        tests: [])
      return
    }
    let entries = report.entries
    let limit = TextLimit.bytes(
      Self.messageRoom, sharedBy: entries.count, atMost: Self.messageLimit)
    var tests = entries.map { entry in
      Document.Test(
        name: entry.name, status: Self.status(of: entry),
        message: Self.status(of: entry) == "pass"
          ? nil
          : entry.text.cut(to: limit),
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
