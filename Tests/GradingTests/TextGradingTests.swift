import Checking
import Execution
import Foundation
@testable import Grading
import Testing

/// Answers that are texts go through the grader like code, without a compiler.
@Suite("Grading texts")
struct TextGradingTests {
  /// Asks for the words `yes` and `again`, each on a line.
  private struct Words: TextSuite {
    let exercise = "words"
    let version = 1
    let checks = ["yes", "again"].map {
      Check(
        name: $0, guarantee: "It says \($0).", source: "here", chapter: "here#there",
        kind: .examples, points: 50)
    }

    func judge(_ text: AnswerText) throws(TextFault) -> TextJudgement {
      if let odd = text.lines.first(where: { $0.text.contains("?") }) {
        throw TextFault(odd, "questions are no answers")
      }
      return TextJudgement(
        checks.map { check in
          text.lines.contains { $0.text == check.name }
            ? .passed(.examples(1)) : .failed(Failure(message: "it does not say \(check.name)"))
        }, notes: ["\(text.lines.count) lines"])
    }
  }

  private let grader = Grader(Words(), fileName: "answer.txt", points: ["again": 30])

  private func report(_ text: String, name: String = "answer.txt") throws -> Report {
    try grader.grade([SourceFile(name: name, bytes: Array(text.utf8))])
  }

  @Test func `each check counts for itself, and what is worth knowing is noted`() throws {
    let report = try report("yes\n# no\n")
    #expect(report.outcome == .failed)
    #expect(report.checks.map(\.status) == [.pass, .fail])
    #expect((report.score, report.maximum) == (50, 80))
    #expect(report.diagnostics.map(\.message) == ["1 lines"])
    #expect(try self.report("again\nyes").outcome == .passed)
  }

  @Test func `what is no answer is refused with its place`() throws {
    let report = try report("yes\n  why?\n")
    #expect(report.outcome == .refused)
    #expect(report.message == "answer.txt:2:3: questions are no answers")
    #expect(report.checks.isEmpty)
    #expect(report.score == 0)
  }

  @Test func `a file and the folder it lies in are taken, and nothing else`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
      do {
        try FileManager.default.removeItem(at: folder)
      } catch {
        Issue.record(error)
      }
    }
    let file = folder.appending(path: "answer.txt").path
    try "yes\nagain\n".write(toFile: file, atomically: true, encoding: .utf8)
    #expect(try grader.grade(file).outcome == .passed)
    #expect(try grader.grade(folder.path).outcome == .passed)
    let link = folder.appending(path: "link.txt").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    let code = folder.appending(path: "answer.swift").path
    try "yes\n".write(toFile: code, atomically: true, encoding: .utf8)
    let bytes = folder.appending(path: "bytes.txt").path
    try Data([0x79, 0xff]).write(to: URL(filePath: bytes))
    for (path, word) in [(link, "link"), (code, "not a text"), (bytes, "UTF-8")] {
      let report = try grader.grade(path)
      #expect(report.outcome == .refused)
      #expect(report.message?.contains(word) == true, "\(report.message ?? "")")
    }
    #expect(try grader.grade(paths: [file, file]).message?.contains("second file") == true)
  }
}
