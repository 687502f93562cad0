import Checking
import Execution
import Wire

/// How much of a report its reader gets: a learner may be meant to think for longer.
public enum Feedback: String, Hashable, Sendable, CaseIterable {
  /// Everything.
  case full
  /// Which checks passed, which did not, and the kind of a stop. Nothing else that comes of the
  /// submission's running, however indirectly: it has seen the inputs it was given, and could hand
  /// them on in a text, an exit status, a line of a crash or a number of states.
  case hint
  /// The status and the score.
  case verdict
}

extension Report {
  /// The report as `feedback` allows it. Reducing never adds anything: what a level withholds, every
  /// level after it withholds too.
  ///
  /// Below `full`, two submissions that pass and fail the same checks, and stop in the same way where
  /// they stop, have the same report. What was said before anything of the submission ran, by the
  /// intake and the compiler, stays at `hint`.
  public func reduced(to feedback: Feedback) -> Report {
    var report = self
    switch feedback {
    case .full: return self
    case .hint:
      report.checks = checks.map(\.withoutEvidence)
      report.printed = ""
      if !outcome.telling.isBeforeRun {
        report.files = []
        report.diagnostics = []
        report.message = nil
      }
    case .verdict:
      report.fixedScore = score
      report.checks = []
      report.files = []
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
    report.site = nil
    report.tellsKindOnly = true
    switch verdict {
    // How many states there are to search, or steps in a schedule, is for the submission to choose.
    case .passed: report.verdict = .passed(.examples(1))
    case .held: report.verdict = .held(.examples(1), until: "something else went wrong")
    case .failed:
      report.verdict = .failed(Failure(message: "the submission breaks this guarantee"))
    case .notReached:
      report.verdict = .notReached("the submission did not get as far as this check")
    case .stopped(let stop, _):
      report.verdict = .stopped(stop.kind, nil)
    }
    return report
  }
}

extension Stop {
  /// The same kind of stop, whatever the submission chose about it.
  fileprivate var kind: Stop {
    switch self {
    case .crashed: .crashed(signal: 0, message: "")
    case .exited: .exited(status: 0)
    case .timeLimit: .timeLimit(milliseconds: 0)
    case .protocolViolation: .protocolViolation("")
    case .inconsistent: .inconsistent("")
    case .gradingLimit: .gradingLimit(milliseconds: 0, costOfCall: "")
    case .unavailable: .unavailable("")
    case .memoryLimit, .forbiddenOperation: self
    }
  }

  /// What happened, as the end of a sentence that starts with "the submission", by its kind alone.
  var kindPhrase: String {
    switch self {
    case .crashed: "crashed"
    case .exited: "ended its process instead of answering"
    case .timeLimit: "did not answer within its time"
    case .protocolViolation: "sent something that is no answer"
    case .inconsistent: "gave two answers to one question"
    case .gradingLimit: "used up the time for a whole grading"
    case .unavailable: "could not be asked"
    case .memoryLimit, .forbiddenOperation: phrase
    }
  }
}
