import Checking
import Grading
import Terminal

/// What the last grading came to.
struct DeskVerdict: Hashable {
  enum Result: Hashable {
    /// A report; of some checks only when the learner asked for those.
    case report(Report, only: String?)
    /// There is none, and why.
    case trouble(String)
  }

  var result: Result
  /// When it was reached, in milliseconds.
  var time: Int

  /// The report.
  var report: Report? {
    if case .report(let report, _) = result { report } else { nil }
  }

  /// Whether the exercise is passed by it.
  var isPass: Bool {
    if case .report(let report, only: nil) = result { report.outcome == .passed } else { false }
  }

  /// What it comes to, in a few words.
  var headline: (text: String, style: Style) {
    switch result {
    case .trouble: return ("! not graded", Style(.yellow, .bold))
    case .report(let report, let only): return Self.headline(report, only)
    }
  }

  private static func headline(_ report: Report, _ only: String?) -> (text: String, style: Style) {
    let (good, bad) = (Style(.green, .bold), Style(.red, .bold))
    switch report.outcome {
    case .doesNotCompile: return ("✗ does not compile", bad)
    case .compilerLimit: return ("✗ the compiler was stopped", bad)
    case .refused: return ("✗ not taken in", bad)
    case .ungraded, .unfinished: return ("! not graded", Style(.yellow, .bold))
    case .passed, .failed, .stopped: break
    }
    if let only {
      let status = report.checks.first { $0.check.name == only }?.status ?? .skipped
      let mark = CheckMark(status)
      return (
        "\(mark.sign) only \(only): \(mark.word)", status == .pass || status == .held ? good : bad
      )
    }
    let count = report.checks.count
    let passed = report.checks.count { $0.status == .pass }
    let points = "\(report.score) of \(report.maximum) points"
    return report.outcome == .passed
      ? ("✓ passed: all \(count) checks, \(points)", good)
      : ("✗ \(passed) of \(count) checks passed, \(points)", bad)
  }

  /// What it comes to in one word, beside the clock.
  var word: String {
    switch result {
    case .trouble: return "not graded"
    case .report(let report, _):
      switch report.outcome {
      case .passed: return "passed"
      case .failed: return "failed"
      case .stopped: return "stopped"
      case .doesNotCompile, .compilerLimit: return "did not compile"
      case .refused: return "not taken in"
      case .ungraded, .unfinished: return "not graded"
      }
    }
  }
}
