import Glibc
public import Wire

/// A compiled submission running in a worker process.
///
/// Not to be shared between threads. Whatever the worker does, a request ends within its limits, the
/// grader keeps at most a reply and the captured output in memory, and no process of the worker's
/// group is left when this object has stopped, restarted or gone.
public final class WorkerProcess: Subject {
  private let library: String
  /// Holds the library's folder for as long as a restart may need it.
  private let staged: StagedSubmission
  private let executable: String
  private let limits: WorkerLimits
  private let time: WorkingTime
  private let surroundings: Surroundings
  private let profile: LaunchProfile
  private var connection: WorkerConnection
  private var stop: Stop?

  /// What the submission has printed in this worker and those before it, printable and with its
  /// files under their own names, at most `WorkerLimits.output` bytes of it. What the runtime said
  /// of a crash is left out; it is in the `Stop`.
  public var printed: String {
    let printed = CrashReport.withoutAddresses(printable(printedBefore + printedNow))
    let text = staged.withOwnNames(printed)
    guard hasPrintedMore || !isKeptWhole else { return text }
    return text + "\n(only the first \(limits.output) bytes of what was printed are kept)\n"
  }

  private var printedBefore: [UInt8] = []
  /// True when an earlier worker printed more than is kept.
  private var hasPrintedMore = false

  /// True when all that this worker has printed is kept.
  private var isKeptWhole: Bool {
    let printed = connection.output.count + connection.errors.count
    return printed <= limits.output - printedBefore.count
  }

  private var printedNow: [UInt8] {
    var errors = connection.errors.bytes[...]
    switch stop {
    // At a time limit too: a worker that was already crashing may not have come to its end.
    case .crashed, .memoryLimit, .timeLimit, .gradingLimit:
      // Its last words are not among the first bytes of very many.
      if connection.errors.count == errors.count { errors = CrashReport.withoutMessage(errors) }
    default: break
    }
    return Array((connection.output.bytes + errors).prefix(limits.output - printedBefore.count))
  }

  /// The worker's process group, which no process is in once the worker has stopped.
  public var processGroup: Int32 { connection.process.id }

  /// How often something random has been asked for in this worker, since it was last started.
  var randomRequests: UInt64 { connection.randomRequests }

  /// Starts a worker that loads `library`.
  /// - Parameter time: what is left of the time for the whole grading, shared with those before it.
  /// - Throws: `EnvironmentFailure` when no process can be started.
  init(
    library: String, of staged: StagedSubmission, installation: Installation,
    toolchain: Toolchain, limits: WorkerLimits, time: WorkingTime? = nil,
    surroundings: Surroundings = .usual, crashTrace: CrashTrace? = nil
  ) throws(EnvironmentFailure) {
    self.library = library
    self.staged = staged
    self.limits = limits
    let time = time ?? WorkingTime(limits)
    self.time = time
    self.surroundings = surroundings
    profile = LaunchProfile(
      kind: .run,
      readable: [installation.worker, staged.folder, toolchain.libraries]
        + (Toolchain.ofWorker.map { [$0 + "/lib/swift/linux"] } ?? []),
      writable: [], user: staged.user, crashTrace: crashTrace)
    executable = installation.worker
    connection = try WorkerConnection(
      executable: executable, library: library, limits: limits, time: time,
      surroundings: surroundings, profile: profile)
  }

  /// Runs a program in the worker; after a stop, throws the same again until `restart()`.
  public func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    try answers(in: try exchange(program.bytes, calls: program.instructionCount), to: program)
  }

  /// Ends the worker and starts another.
  /// - Throws: `Stop.unavailable` when no process can be started any more.
  public func restart() throws(Stop) {
    connection.process.end()
    hasPrintedMore = hasPrintedMore || !isKeptWhole
    printedBefore += printedNow
    stop = nil
    do throws(EnvironmentFailure) {
      connection = try WorkerConnection(
        executable: executable, library: library, limits: limits, time: time,
        surroundings: surroundings, profile: profile)
    } catch {
      let unavailable = Stop.unavailable(error.description)
      stop = unavailable
      throw unavailable
    }
  }

  /// Ends the worker now.
  public func end() {
    connection.process.end()
    stop = stop ?? .exited(status: 0)
  }

  /// Everything the worker has printed on standard error, as it came.
  var rawErrors: [UInt8] { connection.errors.bytes }

  /// Sends a program and returns the reply's payload. After a stop, throws the same again.
  func exchange(_ program: [UInt8], calls: Int) throws(Stop) -> [UInt8] {
    try Self.exchange(program, calls: calls, with: [self])[0].get()
  }

  /// Sends a program to several workers, which run it at the same time.
  /// - Returns: each one's reply, or its stop; after a stop, the same again.
  static func exchange(
    _ program: [UInt8], calls: Int, with workers: [WorkerProcess]
  ) -> [Result<[UInt8], Stop>] {
    let running = workers.filter { $0.stop == nil }
    var results = WorkerConnection.exchange(
      program, calls: calls, with: running.map(\.connection))[...]
    return workers.map { worker in
      if let stop = worker.stop { return .failure(stop) }
      let result = results.removeFirst()
      if case .failure(let stop) = result {
        worker.stop = stop
        worker.connection.process.end()
      }
      return result
    }
  }

  /// Finds the first instruction of `program` that stops a fresh worker, by sending one instruction
  /// after the other. Afterwards the worker is fresh.
  ///
  /// An exchange takes some ten microseconds, a new process as many milliseconds, and an endless
  /// loop seconds: so each instruction is sent once, and at most one of them stops a worker.
  /// - Parameter earlier: programs whose effects `program` builds on, in order.
  /// - Returns: nil when no instruction by itself stops a worker.
  public func locate(_ program: Program, after earlier: [Program] = []) throws(Stop) -> Int? {
    try restart()
    for program in earlier { _ = try run(program) }
    let bytes = program.bytes
    let ends = program.offsets.dropFirst() + [bytes.count]
    var found: Int?
    for (index, (start, end)) in zip(program.offsets, ends).enumerated() {
      do throws(Stop) {
        _ = try exchange(Array(bytes[start..<end]), calls: 1)
      } catch {
        found = index
        break
      }
    }
    try restart()
    return found
  }
}
