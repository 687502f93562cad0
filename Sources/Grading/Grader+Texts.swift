import Checking
import Execution

extension Grader {
  /// Judges an answer that is a text, in this process.
  func judge(
    _ files: [SourceFile], _ progress: (Progress) -> Void
  ) throws(EnvironmentFailure) -> Report {
    guard case .text(let suite, _) = judging, let file = files.first else {
      throw EnvironmentFailure("an answer without a text")
    }
    var report = emptyReport
    report.files = [file.name]
    progress(.checking(name: suite.checks.first?.name ?? "", number: 1, count: 1))
    do throws(TextFault) {
      let text = try AnswerText(String(decoding: file.bytes, as: UTF8.self), name: file.name)
      let judgement = try suite.judge(text)
      report.checks = zip(suite.checks, judgement.verdicts).map {
        CheckReport(check: weighted($0), verdict: $1)
      }
      report.diagnostics = judgement.notes.map { Diagnostic(severity: .note, message: $0) }
      report.outcome = Report.Outcome(of: report.checks)
    } catch {
      report.message = error.description(in: file.name)
    }
    return report
  }
}
