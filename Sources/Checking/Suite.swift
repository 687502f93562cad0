public import Wire

/// The hidden tests of one exercise.
///
/// A suite talks to a subject and to nothing else: no file, process, clock or terminal.
public protocol Suite: ExerciseSuite {
  /// The checks in the order they run, cheapest and most instructive first.
  ///
  /// Made anew for each submission: its stages may remember what it has answered. Which checks there
  /// are does not depend on the inputs.
  /// - Parameter inputs: what random inputs are drawn from.
  func stages(for inputs: InputKey) -> [Stage]

  /// The check that the submission, asked the same twice, answers the same. Whoever runs the suite
  /// fills it where no stage does: only who asks twice can tell.
  var repeatability: Check { get }

  /// Whether answers may depend on the time of day. Where they may not, whoever asks a submission twice
  /// shows it two times.
  var mayReadClock: Bool { get }

  /// Runs one recorded schedule again.
  /// - Returns: what the schedule's check finds now, for this run alone; nil when the schedule is not
  ///   one of this suite's.
  func replay(_ schedule: Schedule, on subject: any Subject) throws(Stop) -> Verdict?
}

extension Suite {
  /// No exercise needs a clock unless it says so.
  public var mayReadClock: Bool { false }

  /// All checks, in order; `repeatability` last unless a stage has it.
  public var checks: [Check] {
    let staged = stages(for: .ofOwnCode).flatMap(\.checks)
    return staged.contains { $0.name == repeatability.name } ? staged : staged + [repeatability]
  }
}

/// Checks that share one run of the subject.
public struct Stage: Sendable {
  /// What the stage answers, in order.
  public var checks: [Check]
  /// Works out what the stage will ask, which needs no subject: whoever has time before there is one may call
  /// it, on any thread. The stage does what nobody has done for it.
  public var prepare: @Sendable () -> Void
  /// Runs the checks on a fresh subject.
  /// - Returns: a verdict for each check, in order.
  /// - Throws: `Stop` when the subject stopped; the stage's checks then have no verdict.
  public var run: @Sendable (any Subject) throws(Stop) -> [Verdict]

  /// A stage of several checks.
  public init(
    checks: [Check], prepare: @escaping @Sendable () -> Void = {},
    run: @escaping @Sendable (any Subject) throws(Stop) -> [Verdict]
  ) {
    self.checks = checks
    self.prepare = prepare
    self.run = run
  }

  /// A stage of one check.
  public init(
    _ check: Check, prepare: @escaping @Sendable () -> Void = {},
    run: @escaping @Sendable (any Subject) throws(Stop) -> Verdict
  ) {
    checks = [check]
    self.prepare = prepare
    self.run = { (subject) throws(Stop) in [try run(subject)] }
  }
}
