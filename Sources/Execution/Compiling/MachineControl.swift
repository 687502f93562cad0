import Glibc
import Wire

/// A known good file, tried under the conditions under which a submission failed: when it fails too,
/// the machine is to blame.
struct MachineControl {
  let compiler: Compiler
  let staged: StagedSubmission

  /// A submission of ours for the same interface, which uses what every submission needs of the
  /// standard library and of the kit.
  private static let source = """
    import ExerciseKit

    struct Control: Hashable, Sendable {
      var numbers: [NodeID: Int] = [:]
      mutating func count(_ node: NodeID) -> Int {
        numbers[node, default: 0] += 1
        return numbers.values.reduce(0, +)
      }
    }

    """

  /// The same interface's, but without a type that conforms to it: it can be loaded, not used.
  private var interface: SubjectInterface {
    let conformance = staged.interface.conformance
    return SubjectInterface(
      type: "Swift::Optional<any \(conformance).Type>.none!", conformance: conformance)
  }

  /// Blames the machine when that can be shown; does nothing otherwise.
  /// - Parameter run: how the submission's compiler or linker came to its end.
  func check(_ run: BoundedRun) throws(EnvironmentFailure) {
    switch run.ending {
    case .signalled(SIGKILL), .signalled(SIGTERM), .signalled(SIGINT), .signalled(SIGHUP):
      // A compiler may send none of them, and has not used up its time.
      throw EnvironmentFailure(
        "the compiler was ended from outside (\(Self.cause(of: run))), most likely because this "
          + "machine's memory ran out; free some, or grade fewer submissions at once")
    default: break
    }
    if let shortage = TemporaryRoot.shortage(in: staged.folder) {
      throw EnvironmentFailure(
        "the compiler cannot write its files: \(try temporaryRoot()) \(shortage); free some or name "
          + "another folder in TMPDIR")
    }
    if let cause = try cause(stageControl()) {
      throw EnvironmentFailure(
        "nothing compiles on this machine just now, a known good file included (\(cause)); "
          + "`truthbook doctor` shows what it lacks")
    }
  }

  /// Blames the machine when a worker cannot load the known good file; does nothing otherwise.
  func checkLoading(_ installation: Installation) throws(EnvironmentFailure) {
    let control = try stageControl()
    if let cause = try cause(control) {
      throw EnvironmentFailure(
        "nothing compiles on this machine just now, a known good file included (\(cause)); "
          + "`truthbook doctor` shows what it lacks")
    }
    let worker = try WorkerProcess(
      library: control.path("control.so"), of: control, installation: installation,
      toolchain: compiler.toolchain, limits: WorkerLimits())
    do throws(Stop) {
      _ = try worker.exchange([], calls: 1)
    } catch .exited {
      // Loaded, it is of no use and traps; who gives up before says why.
      let run = BoundedRun(ending: .exited(2), output: worker.rawErrors)
      throw EnvironmentFailure(
        "nothing can be loaded on this machine just now, a known good file included "
          + "(\(Self.cause(of: run))); `truthbook doctor` shows what it lacks")
    } catch {}
  }

  private func stageControl() throws(EnvironmentFailure) -> StagedSubmission {
    try StagedSubmission(
      [SourceFile(name: "control.swift", bytes: Array(Self.source.utf8))], interface: interface,
      user: staged.user)
  }

  /// Why the known good file does not compile; nil when it does.
  private func cause(_ control: StagedSubmission) throws(EnvironmentFailure) -> String? {
    let object = control.path("control.o")
    var run = try compiler.runFrontend(control, object, isTraced: false)
    if run.ending == .exited(0) {
      run = try compiler.runLinker(control, object, control.path("control.so"))
    }
    return run.ending == .exited(0) ? nil : control.withOwnNames(Self.cause(of: run))
  }

  /// The first reason a compiler or linker gave, or how it ended.
  static func cause(of run: BoundedRun) -> String {
    let text = printable(Array(run.output.prefix(64 << 10)))
    for line in text.split(separator: "\n") {
      for marker in ["error: ", "ERROR: ", "truthbook-worker: "] {
        if let found = line.firstRange(of: marker) {
          return String(line[found.upperBound...].prefix(300))
        }
      }
    }
    return switch run.ending {
    case .exited(let status): "it ended with status \(status)"
    case .signalled(let signal): "it was ended by \(signalName(signal))"
    case .timeLimit: "it took too long"
    case .memoryLimit: "it needed too much memory"
    case .outputLimit: "it printed too much"
    }
  }
}
