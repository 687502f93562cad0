/// What the formats tell of how grading ended. Every format reads it here and none looks at the
/// outcome itself, so a new outcome is a line below.
struct OutcomeTelling {
  /// `pass`, `fail` or `error`, for programs.
  var status: String
  /// What the submission counts as where it is told as one test.
  var entry: ReportEntry.Status
  /// What the whole came to, as one line.
  var headline: String
  /// What stands over the message and the compiler's words, where these and no check tell why; nil
  /// where the checks do.
  var heading: String?
  /// The last line for a reader at a terminal, where no check ran; the headline and the points unless
  /// said.
  var ending: String?
  /// True when the message and the compiler's words were there before any code of the submission ran,
  /// so that it cannot have put anything it was asked into them.
  var isBeforeRun = false
}

extension Report.Outcome {
  /// What is told of it.
  var telling: OutcomeTelling {
    switch self {
    case .passed:
      OutcomeTelling(status: "pass", entry: .pass, headline: "All checks passed.")
    case .failed:
      OutcomeTelling(
        status: "fail", entry: .fail, headline: "The submission does not keep every guarantee.")
    case .stopped:
      OutcomeTelling(
        status: "fail", entry: .error,
        headline: "The submission stopped before every check was over.")
    case .doesNotCompile:
      OutcomeTelling(
        status: "error", entry: .error,
        headline: "The submission does not compile; no check ran.",
        heading: "What the compiler says", ending: "Does not compile; no check ran.",
        isBeforeRun: true)
    case .compilerLimit:
      OutcomeTelling(
        status: "error", entry: .error, headline: "The compiler was stopped; no check ran.",
        heading: "What the compiler says", ending: "Does not compile; no check ran.",
        isBeforeRun: true)
    case .refused:
      OutcomeTelling(
        status: "error", entry: .error,
        headline: "The submission was not taken in; no check ran.", heading: "Why",
        ending: "Not graded.", isBeforeRun: true)
    case .ungraded:
      OutcomeTelling(
        status: "error", entry: .error, headline: "The submission could not be graded.",
        heading: "Why", ending: "Not graded.")
    case .unfinished:
      OutcomeTelling(
        status: "error", entry: .error,
        headline: "Grading was cut off before every check was over.")
    }
  }
}
