public import Checking
public import Execution
public import Wire

/// What grading one submission found. Every emitter writes from this and nothing else.
///
/// The same submission gives the same report on every run and machine: it holds no time, path or seed
/// of the machine's own.
public struct Report: Hashable, Sendable {
  /// How grading ended.
  public enum Outcome: String, Hashable, Sendable, CaseIterable {
    /// Every check passed.
    case passed
    /// A check failed before the submission stopped in one, if it did: it answered wrongly, or crashed
    /// instead of answering.
    case failed
    /// The submission hung, ended, used too much or broke the protocol, in the first check that says
    /// anything against it.
    case stopped
    /// The compiler did not take the submission.
    case doesNotCompile = "does-not-compile"
    /// The compiler was stopped: the submission made it use more than it may, or do what it may not.
    case compilerLimit = "compiler-limit"
    /// The submission's files were not taken in.
    case refused
    /// The grader met a fault or limit of its own, or of the machine's: nothing is said of the
    /// submission.
    case ungraded
    /// Grading has not come to its end, because the grader is still at work or was killed: the checks
    /// that are not over yet say so.
    case unfinished

    /// How grading ended that came to these checks. The first that says something against the
    /// submission is the one to begin with, and decides.
    init(of checks: [CheckReport]) {
      if checks.allSatisfy(\.isInFavour) {
        self = .passed
      } else {
        let first = checks.first { $0.status == .error || $0.status == .fail }
        self =
          switch first?.verdict {
          // Every question is one that the task promises an answer to.
          case .stopped(.crashed, _): .failed
          case .stopped: .stopped
          default: .failed
          }
      }
    }
  }

  /// The exercise's name.
  public var exercise: String
  /// The version of its suite.
  public var suiteVersion: Int
  /// The submission's files, as their author named them.
  public var files: [String]
  /// How grading ended.
  public var outcome: Outcome
  /// Why there are no checks, where there are none.
  public var message: String?
  /// What the compiler said.
  public var diagnostics: [Diagnostic]
  /// Every check of the suite, in order; empty when none ran.
  public var checks: [CheckReport]
  /// What there is to reach, whether or not a check ran.
  public var maximum: Int
  /// What the submission printed, cut to a limit and made harmless.
  public var printed: String
  /// How much of what was found this report tells; see `reduced(to:)`.
  public internal(set) var feedback = Feedback.full
  /// The points, where the checks that brought them are withheld.
  var fixedScore: Int?

  /// The name of the secret that the inputs were drawn with; nil where anybody can compute them.
  public var key: String?

  /// What the submission was kept from, where that was found out.
  public var sandbox: Sandbox?

  /// The points reached.
  public var score: Int { fixedScore ?? checks.reduce(0) { $0 + $1.score } }

  /// The first check that did not pass, in the order of the suite; one that failed or stopped comes
  /// before one that was not reached, and one of which it can be told what shows it before one of which it cannot.
  public var firstFailure: CheckReport? {
    let failed = checks.filter { $0.status == .fail || $0.status == .error }
    return failed.first { $0.verdict != .brokenOnKeptBack } ?? failed.first
      ?? checks.first { !$0.isInFavour }
  }
}

/// What one check found.
public struct CheckReport: Hashable, Sendable {
  /// A check's status.
  public enum Status: String, Hashable, Sendable, CaseIterable {
    case pass, fail
    /// The guarantee was put to the test and held until something else ended the check.
    case held
    /// The submission stopped in this check.
    case error
    /// The check did not get to its question.
    case skipped
  }

  /// The check.
  public var check: Check
  /// What it found.
  public var verdict: Verdict
  /// The submission's file and line at which it crashed, where known.
  public var site: CrashSite?
  /// True where no more is told of a stop than its kind, and of a pass than that it is one; see
  /// `Report.reduced(to:)`.
  var tellsKindOnly = false

  /// Whether it passed, failed, held until it was cut short, stopped, or was not reached.
  public var status: Status {
    switch verdict {
    case .passed: .pass
    case .held: .held
    case .failed: .fail
    case .stopped: .error
    case .notReached: .skipped
    }
  }

  /// Whether nothing went against the guarantee, and something for it.
  public var isInFavour: Bool { status == .pass || status == .held }

  /// The points reached.
  public var score: Int { isInFavour ? check.points : 0 }

  /// How much a check has shown.
  public var strength: Strength? {
    if tellsKindOnly { return nil }
    switch verdict {
    case .passed(let strength), .held(let strength, _, _): return strength
    case .failed, .notReached, .stopped: return nil
    }
  }

  /// What went wrong, as one sentence; nil when nothing did.
  public var message: String? {
    switch verdict {
    case .passed: nil
    case .held(let strength, let until, _): "held in \(strength.extent), until \(until)"
    case .failed(let failure): failure.message
    case .notReached(let why): why
    case .stopped(let stop, _):
      "the submission \(tellsKindOnly ? stop.kindPhrase : stop.phrase)"
        + (site.map { " at \($0.file):\($0.line)" } ?? "")
    }
  }

  /// The run that shows it.
  public var counterexample: Counterexample? {
    switch verdict {
    case .passed, .notReached: nil
    case .held(_, _, let run): run
    case .failed(let failure): failure.counterexample
    case .stopped(_, let counterexample): counterexample
    }
  }
}

extension Stop {
  /// The stop in one word of ours, for programs. No report holds `unavailable`.
  public var word: String {
    switch self {
    case .crashed: "crash"
    case .exited: "exit"
    case .timeLimit: "time-limit"
    case .gradingLimit: "grading-limit"
    case .memoryLimit: "memory-limit"
    case .forbiddenOperation: "forbidden-operation"
    case .protocolViolation: "protocol-violation"
    case .inconsistent: "inconsistent"
    case .unavailable: "unavailable"
    }
  }
}
