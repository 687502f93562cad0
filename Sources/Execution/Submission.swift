import Synchronization
public import Wire

/// A learner's files, compiled and ready to be run.
///
/// Its temporary folder goes when the submission and its workers do.
public final class Submission: Sendable {
  /// The files as read.
  public let files: [SourceFile]
  /// What the compiler warned of.
  public let warnings: [Diagnostic]
  private let staged: StagedSubmission
  private let compiler: Compiler
  private let installation: Installation
  private let library: String
  /// The library that can be traced, once it has been needed.
  private let tracedLibrary = Mutex<String?>(nil)

  private init(
    staged: StagedSubmission, compiler: Compiler, installation: Installation,
    product: Compiler.Product
  ) {
    self.staged = staged
    self.compiler = compiler
    self.installation = installation
    files = staged.files
    warnings = product.warnings
    library = product.library
  }

  /// Reads and compiles what is at `path`.
  /// - Parameters:
  ///   - path: a Swift file, or a folder that holds Swift files.
  ///   - interface: what the exercise expects the files to declare.
  ///   - installation: where the worker and the kit are; beside the running executable unless told.
  ///   - toolchain: the compiler; the one on `PATH` unless told.
  /// - Throws: `IntakeRefusal` for files that cannot be taken in, `CompileFailure` for what does not
  ///   compile, `EnvironmentFailure` for what this machine lacks.
  public static func prepare(
    path: String, interface: SubjectInterface, installation: Installation? = nil,
    toolchain: Toolchain? = nil
  ) throws -> Submission {
    try prepare(
      files: try Intake.read(path), interface: interface, installation: installation,
      toolchain: toolchain)
  }

  /// Compiles files that have been read already.
  /// - Throws: `CompileFailure` or `EnvironmentFailure`.
  public static func prepare(
    files: [SourceFile], interface: SubjectInterface, installation: Installation? = nil,
    toolchain: Toolchain? = nil
  ) throws -> Submission {
    try prepare(files, interface, installation, toolchain, user: nil)
  }

  /// - Parameters:
  ///   - user: whom to compile and run as; what this machine allows unless told.
  ///   - limits: what the compiler may use.
  static func prepare(
    _ files: [SourceFile], _ interface: SubjectInterface, _ installation: Installation? = nil,
    _ toolchain: Toolchain? = nil, user: SubmissionUser?, limits: ResourceLimits = .compiler
  ) throws -> Submission {
    let installation = try installation ?? .besideExecutable()
    try installation.check()
    let compiler = try Compiler(try toolchain ?? .find(), installation, limits: limits)
    let staged = try StagedSubmission(
      files, interface: interface, user: user ?? compiler.submissionUser())
    let product = try compiler.compile(staged)
    return Submission(
      staged: staged, compiler: compiler, installation: installation, product: product)
  }

  /// Blames the machine when a worker cannot load a known good file either, for a submission whose
  /// worker ended by itself before its first answer. Does nothing when it can.
  public func checkLoading() throws(EnvironmentFailure) {
    try MachineControl(compiler: compiler, staged: staged).checkLoading(installation)
  }

  /// Where it is staged and compiled.
  var folder: String { staged.folder }

  /// Starts a worker that runs the submission.
  /// - Throws: `EnvironmentFailure` when no process can be started.
  public func subject(limits: WorkerLimits = WorkerLimits()) throws(EnvironmentFailure)
    -> WorkerProcess
  {
    try WorkerProcess(
      library: library, of: staged, installation: installation, toolchain: compiler.toolchain,
      limits: limits)
  }

  /// Runs a program that crashes the submission once more, compiled so that the runtime can say on
  /// which line of the learner's code it was.
  /// - Parameter earlier: programs whose effects `program` builds on, in order.
  /// - Returns: nil when it does not crash, or not in a line of the learner's.
  /// - Throws: `EnvironmentFailure` when it cannot be compiled or started again.
  public func crashSite(
    of program: Program, after earlier: [Program] = [], limits: WorkerLimits = WorkerLimits()
  ) throws -> CrashSite? {
    let library = try tracedLibrary.withLock { library in
      if let library { return library }
      let product = try compiler.compile(staged, isTraced: true)
      library = product.library
      return product.library
    }
    // The backtracer is one more process, and a crashed worker waits for it.
    var generous = limits
    generous.processorMilliseconds += 10_000
    generous.wallMilliseconds += 60_000
    generous.memory = max(limits.memory, 4 << 30)
    generous.output += 1 << 20
    let worker = try WorkerProcess(
      library: library, of: staged, installation: installation, toolchain: compiler.toolchain,
      limits: generous, kind: .trace)
    do throws(Stop) {
      for program in earlier { _ = try worker.run(program) }
      _ = try worker.run(program)
      return nil
    } catch {
      return CrashSite(backtrace: worker.rawErrors, in: staged)
    }
  }
}
