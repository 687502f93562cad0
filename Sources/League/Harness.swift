public import Checking
public import Grading
import Execution
import Stepper
import Stepping
import Wire

/// Looks for something of ours that shows a submission wrong although it passes its exercise's suite.
///
/// It tries the suite with its random inputs drawn anew, and walks by chance that are longer than what the
/// suite searches. Whatever speaks against the submission is tried on right submissions too: what they do not
/// keep either is no fault of this one's. And it is tried on the submission twice: what does not happen again
/// shows nothing.
public struct Harness {
  /// How much is tried.
  public struct Effort: Hashable, Sendable {
    /// The keys under which the suite is run once more.
    public var keys: Int
    /// The walks.
    public var walks: Int
    /// The events of a walk at most.
    public var events: Int

    /// Sets how much is tried.
    public init(keys: Int = 16, walks: Int = 60, events: Int = 80) {
      self.keys = keys
      self.walks = walks
      self.events = events
    }
  }

  /// Why a submission is not taken.
  public enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// It does not pass, so that the suite shows it wrong already. In words, how it fails.
    case failsAlready(String)
    /// Nothing shows it wrong. In words, what was tried.
    case nothingShowsIt(tried: String)
    /// The run that was given shows nothing; why.
    case runShowsNothing(String)

    /// One sentence.
    public var description: String {
      switch self {
      case .failsAlready(let how): "does not pass: \(how)"
      case .nothingShowsIt(let tried):
        "nothing of ours shows it wrong after \(tried); if you know a run that does, give it with "
          + "--schedule"
      case .runShowsNothing(let why): "the run does not show it wrong: \(why)"
      }
    }
  }

  private let grader: Grader
  private let suite: any Suite
  private let submission: String
  private let right: [String]

  /// Prepares to look.
  /// - Parameters:
  ///   - grader: grades the exercise's submissions, without a key.
  ///   - submission: the file.
  ///   - right: files of right submissions.
  public init(_ grader: Grader, _ suite: any Suite, submission: String, right: [String]) {
    self.grader = grader
    self.suite = suite
    self.submission = submission
    self.right = right
  }

  /// Looks for something that shows it wrong.
  /// - Parameters:
  ///   - schedule: the run to try, in place of all else.
  ///   - progress: told what is being tried.
  /// - Throws: `Refusal`, and what makes grading impossible.
  public func evidence(
    _ effort: Effort = Effort(), schedule: Schedule? = nil, progress: (String) -> Void = { _ in }
  ) throws -> Evidence {
    progress("the suite")
    let report = try grader.grade(submission)
    guard report.outcome == .passed else {
      throw Refusal.failsAlready(Self.phrase(report))
    }
    if let schedule { return try evidence(of: schedule) }
    var untold: Evidence?
    for number in 0..<max(0, effort.keys) {
      progress("key \(number + 1) of \(effort.keys)")
      guard let found = try evidence(underKey: number + 1) else { continue }
      // Better a key under which a run can be told.
      if found.schedule != nil { return found }
      untold = untold ?? found
    }
    if let untold { return untold }
    var tried = Self.count(effort.keys, "key")
    if let walks = try ChanceWalks(suite, grader) {
      for number in 0..<max(0, effort.walks) {
        progress("walk \(number + 1) of \(effort.walks)")
        if let found = try evidence(ofWalk: number + 1, effort.events, walks) { return found }
      }
      tried += " and \(Self.count(effort.walks, "walk")) of up to \(effort.events) events"
    }
    throw Refusal.nothingShowsIt(tried: tried)
  }

  private static func phrase(_ report: Report) -> String {
    if let failure = report.firstFailure {
      return "\(failure.check.name): \(failure.message ?? failure.check.guarantee)"
    }
    return report.message ?? report.diagnostics.first?.message ?? report.outcome.rawValue
  }

  private static func count(_ number: Int, _ word: String) -> String {
    number == 1 ? "1 \(word)" : "\(number) \(word)s"
  }

  // MARK: Keys

  private func evidence(underKey number: Int) throws -> Evidence? {
    var grader = grader
    grader.secret = Evidence.key(number)
    let report = try grader.grade(submission)
    guard let found = report.checks.first(where: { Self.isFault($0.verdict) }) else { return nil }
    let name = found.check.name
    for path in right where Self.fails(name, in: try grader.grade(path)) { return nil }
    guard Self.fails(name, in: try grader.grade(submission)) else { return nil }
    let sentence =
      found.verdict == .brokenOnKeptBack
      ? "for some inputs this does not hold: \(found.check.guarantee)" : found.message
    return Evidence(
      check: name, sentence: sentence ?? found.check.guarantee, means: .key(number),
      schedule: found.counterexample?.schedule)
  }

  private static func fails(_ check: String, in report: Report) -> Bool {
    report.checks.contains { $0.check.name == check && isFault($0.verdict) }
  }

  /// What speaks against a submission: a wrong answer or a crash. What ends it for the time it takes may be
  /// the machine's fault.
  private static func isFault(_ verdict: Verdict) -> Bool {
    switch verdict {
    case .failed, .stopped(.crashed, _): true
    case .passed, .held, .notReached, .stopped: false
    }
  }

  // MARK: Walks

  private func evidence(
    ofWalk number: Int, _ events: Int, _ walks: ChanceWalks
  ) throws -> Evidence? {
    guard let found = try walks.walk(number, events: events, on: submission) else { return nil }
    return try confirmed(found, walks, means: .walk(number, events: found.count))
  }

  /// What a run shows, if right submissions keep to the rule in the same run, and it happens again.
  private func confirmed(
    _ found: ChanceWalks.Break, _ walks: ChanceWalks, means: Evidence.Means
  ) throws -> Evidence? {
    func breaks(_ path: String) throws -> Bool {
      try walks.run(found.events, setting: found.setting, on: path)?.check == found.check
    }
    for path in right where try breaks(path) { return nil }
    guard try breaks(submission) else { return nil }
    return Evidence(
      check: found.check, sentence: found.sentence, means: means,
      schedule: Schedule(check: found.check, setting: found.setting, events: found.events))
  }

  // MARK: A run of the finder's

  private func evidence(of schedule: Schedule) throws -> Evidence {
    let means = Evidence.Means.given(events: schedule.events.count)
    if !schedule.check.isEmpty, let verdict = try grader.replay(schedule, on: submission),
      Self.isFault(verdict)
    {
      return try confirmed(verdict, of: schedule, means)
    }
    guard let walks = try ChanceWalks(suite, grader) else {
      throw Refusal.runShowsNothing("no check breaks in it")
    }
    let found = try walks.run(schedule.events, setting: schedule.setting, on: submission)
    guard let found else { throw Refusal.runShowsNothing("no step of it breaks a rule") }
    guard let evidence = try confirmed(found, walks, means: means) else {
      throw Refusal.runShowsNothing(
        "a right submission breaks \(found.check) in it too, or it does not happen again")
    }
    return evidence
  }

  private func confirmed(
    _ verdict: Verdict, of schedule: Schedule, _ means: Evidence.Means
  ) throws -> Evidence {
    for path in right {
      if let other = try grader.replay(schedule, on: path), Self.isFault(other) {
        throw Refusal.runShowsNothing("a right submission does not keep the rule in it either")
      }
    }
    guard case .failed(let failure) = verdict else {
      return Evidence(
        check: schedule.check, sentence: "the submission crashes", means: means, schedule: schedule)
    }
    return Evidence(
      check: failure.counterexample?.schedule.check ?? schedule.check, sentence: failure.message,
      means: means, schedule: schedule)
  }
}
