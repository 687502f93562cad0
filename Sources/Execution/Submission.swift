import Glibc
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
  ///   - path: a Swift file, a folder or an archive.
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
      files: try Intake.take(path).files, interface: interface, installation: installation,
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

  /// Why a worker cannot load what was compiled, for a submission whose worker ended by itself before its first
  /// answer; nil when it can.
  /// - Throws: `EnvironmentFailure` when a known good file cannot be loaded either.
  public func loadFailure() throws(EnvironmentFailure) -> Diagnostic? {
    try MachineControl(compiler: compiler, staged: staged).checkLoading(installation)
    let worker = try subject()
    do throws(Stop) {
      _ = try worker.exchange([], calls: 1)
    } catch {}
    let said = String(decoding: worker.rawErrors, as: UTF8.self)
    guard let missing = said.firstMatch(of: #/undefined symbol: ([^\s,]+)/#)?.output.1 else {
      return nil
    }
    return Diagnostic(
      severity: .error,
      message:
        "the compiled submission cannot be loaded: it calls `\(printable(String(missing)))`, which "
        + "neither it nor a library that it has defines")
  }

  /// Where it is staged and compiled.
  var folder: String { staged.folder }

  /// Starts a worker that runs the submission.
  /// - Parameters:
  ///   - limits: what it may use.
  ///   - time: what is left of the time for the whole grading.
  ///   - surroundings: what it is shown of chance and of the time of day.
  /// - Throws: `EnvironmentFailure` when no process can be started.
  public func subject(
    limits: WorkerLimits = WorkerLimits(), time: WorkingTime? = nil,
    surroundings: Surroundings = .usual
  ) throws(EnvironmentFailure) -> WorkerProcess {
    try WorkerProcess(
      library: library, of: staged, installation: installation, toolchain: compiler.toolchain,
      limits: limits, time: time, surroundings: surroundings)
  }

  /// Starts two workers that run the submission side by side.
  /// - Parameters:
  ///   - limits: what each of them may use.
  ///   - time: what is left of the time for the whole grading.
  ///   - sameTime: whether both are shown the same time of day.
  /// - Throws: `EnvironmentFailure` when no process can be started.
  public func pair(
    limits: WorkerLimits = WorkerLimits(), time: WorkingTime? = nil, sameTime: Bool
  ) throws(EnvironmentFailure) -> WorkerPair {
    let time = time ?? WorkingTime(limits)
    return WorkerPair(
      try subject(limits: limits, time: time),
      try subject(
        limits: limits, time: time, surroundings: WorkerPair.otherSurroundings(sameTime: sameTime)),
      repeats: !sameTime)
  }

  /// Runs a program that crashes the submission once more, compiled so that its code is known by line and
  /// looked at from outside, and says in which line of the learner's code it was.
  ///
  /// The worker is confined, limited and told as the one that crashed before. Whoever looks for it can find
  /// out that it is traced, and could crash elsewhere; but it can choose its line in any run.
  /// - Parameter earlier: programs whose effects `program` builds on, in order.
  /// - Returns: nil when it does not crash, not in a line of the learner's, or where this machine lets
  ///   nobody trace or the toolchain cannot tell lines.
  /// - Throws: `EnvironmentFailure` when it cannot be compiled or started again.
  public func crashSite(
    of program: Program, after earlier: [Program] = [], limits: WorkerLimits = WorkerLimits()
  ) throws -> CrashSite? {
    let library: String
    do {
      library = try tracedLibrary.withLock { library in
        if let library { return library }
        let product = try compiler.compile(staged, isTraced: true)
        library = product.library
        return product.library
      }
    } catch is CompileFailure {
      // It has been compiled without that; to be known by line it takes more than a second try is worth.
      return nil
    }
    let trace = try CrashTrace(of: library)
    let worker = try WorkerProcess(
      library: library, of: staged, installation: installation, toolchain: compiler.toolchain,
      limits: limits, crashTrace: trace)
    do throws(Stop) {
      for program in earlier { _ = try worker.run(program) }
      _ = try worker.run(program)
      return nil
    } catch {
      let offsets = trace.offsets()
      if offsets.isEmpty { return nil }
      return CrashSite(places: try places(of: offsets, in: library), in: staged)
    }
  }

  /// What the toolchain's symbolizer says of places in a library, a line for each and for whatever was
  /// inlined there: FILE:LINE:COLUMN. It reads what was made of the submission, so it is confined as the
  /// compiler is; what it says is no more than a hint, and nothing when it fails.
  private func places(
    of offsets: [UInt64], in library: String
  ) throws(EnvironmentFailure) -> [UInt8] {
    let root = compiler.toolchain.root
    let symbolizer = root + "/bin/llvm-symbolizer"
    guard access(symbolizer, X_OK) == 0 else { return [] }
    let run = try BoundedRun.run(
      symbolizer,
      ["--obj=\(library)", "--functions=none"]
        + offsets.map { "0x" + String($0, radix: 16) },
      profile: LaunchProfile(
        kind: .compile, readable: [root, staged.folder], writable: [], user: staged.user),
      limits: .compiler)
    return run.ending == .exited(0) ? run.output : []
  }
}
