import Checking
import Execution
import Wire

/// How much of a report its reader gets: a learner may be meant to think for longer.
public enum Feedback: String, Hashable, Sendable, CaseIterable {
  /// Everything.
  case full
  /// Which guarantees are broken and where the submission stopped, but no run, no value that was
  /// expected or given, and nothing the submission printed (it can print what it was given).
  case hint
  /// The status and the score.
  case verdict
}

extension Report {
  /// The report as `feedback` allows it. Reducing never adds anything: what a level withholds, every
  /// level after it withholds too.
  public func reduced(to feedback: Feedback) -> Report {
    var report = self
    switch feedback {
    case .full: return self
    case .hint:
      report.checks = checks.map(\.withoutEvidence)
      report.printed = ""
    case .verdict:
      report.fixedScore = score
      report.checks = []
      report.diagnostics = []
      report.message = nil
      report.printed = ""
    }
    // A verdict is not turned back into a hint.
    report.feedback = self.feedback == .verdict ? .verdict : feedback
    return report
  }
}

extension CheckReport {
  /// The same verdict without what led to it.
  fileprivate var withoutEvidence: CheckReport {
    var report = self
    switch verdict {
    case .passed: break
    case .held(let strength, _, _):
      report.verdict = .held(strength, until: "something else went wrong")
    case .failed:
      report.verdict = .failed(Failure(message: "the submission breaks this guarantee"))
    case .notReached:
      report.verdict = .notReached("the submission did not get as far as this check")
    case .stopped(let stop, _):
      report.verdict = .stopped(stop.withoutText, nil)
    }
    return report
  }
}

extension Stop {
  /// The same without what the submission itself said: it has seen the values it was given.
  fileprivate var withoutText: Stop {
    switch self {
    case .crashed(let signal, _): .crashed(signal: signal, message: "")
    case .protocolViolation: .protocolViolation("its reply cannot be read")
    case .inconsistent: .inconsistent("they differ")
    case .exited, .timeLimit, .memoryLimit, .outputLimit, .forbiddenOperation, .unavailable: self
    }
  }
}
