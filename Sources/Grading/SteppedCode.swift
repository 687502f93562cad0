import Execution
public import Wire

extension Grader {
  /// Compiles what lies at a path and starts a worker in which it can be stepped for as long as somebody
  /// looks on, confined as in a grading. It is asked once, not twice as in a grading.
  /// - Throws: `IntakeRefusal`, `CompileFailure` or `EnvironmentFailure`.
  public func code(at path: String) throws -> SteppedCode {
    guard case .code(_, let interface) = judging else {
      throw EnvironmentFailure("an answer that is a text has no code to be stepped")
    }
    let submission = try Submission.prepare(
      path: path, interface: interface, installation: installation)
    // Looking at a run takes no time of the code's own; a call must end as soon as in a grading.
    let limits = WorkerLimits(
      callMilliseconds: limits.callMilliseconds, gradingMilliseconds: 500_000,
      memory: limits.memory, output: 1 << 20)
    return SteppedCode(try submission.subject(limits: limits))
  }
}

/// Code that is stepped, in a worker of its own.
public final class SteppedCode: Subject {
  private let worker: WorkerProcess

  init(_ worker: WorkerProcess) { self.worker = worker }

  deinit { worker.end() }

  /// All that it has printed so far.
  public var printed: String { worker.printed }

  /// Runs a program in the worker.
  public func run(_ program: Program) throws(Stop) -> [[UInt8]] { try worker.run(program) }

  /// Starts the worker afresh.
  public func restart() throws(Stop) { try worker.restart() }
}
