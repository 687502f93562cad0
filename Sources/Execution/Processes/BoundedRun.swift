import Glibc

/// A program run to its end within limits, with what it printed.
struct BoundedRun {
  /// How the program came to its end.
  enum Ending: Hashable {
    case exited(Int32)
    case signalled(Int32)
    case timeLimit
    case memoryLimit
    case outputLimit
  }

  let ending: Ending
  /// Standard output and standard error in the order they were written.
  let output: [UInt8]

  /// Starts the program and waits for it and its whole process group to end.
  /// - Parameter descriptors: what it gets besides its output, with the numbers from 3 on.
  static func run(
    _ executable: String, _ arguments: [String], profile: LaunchProfile, limits: ResourceLimits,
    descriptors: [Descriptor] = []
  ) throws(EnvironmentFailure) -> BoundedRun {
    let pipe = try Pipe()
    let process = try ChildProcess(
      executable, arguments, profile: profile, limits: limits,
      descriptors: [(pipe.writeEnd, 1), (pipe.writeEnd, 2)]
        + descriptors.enumerated().map { ($1, Int32(3 + $0)) })
    pipe.writeEnd.close()
    var capture = OutputCapture(pipe.readEnd)
    let deadline = monotonicMilliseconds() + limits.wallMilliseconds
    var reason: Ending?
    while reason == nil, !capture.isAtEnd, process.pollEnding() == nil {
      var entry = pollfd(fd: pipe.readEnd.number, events: Int16(POLLIN), revents: 0)
      poll(&entry, 1, 50)
      if !capture.drain(room: limits.output - capture.bytes.count) {
        // A program out of processor time may print how it came to that, at any length.
        reason = isOutOfTime(process, limits) ? .timeLimit : .outputLimit
      } else if monotonicMilliseconds() > deadline || usesTooMuch(process, limits) {
        reason = .timeLimit
      }
    }
    if reason == nil, process.pollEnding() == nil {
      reason = awaitEnding(of: process, until: deadline, limits)
    }
    let ending = process.end()
    if reason == nil, !capture.drain(room: limits.output - capture.bytes.count) {
      let isOut = ending == .signalled(SIGXCPU) || isOutOfTime(process, limits)
      reason = isOut ? .timeLimit : .outputLimit
    }
    return BoundedRun(
      ending: reason ?? classify(ending, process, capture.bytes, limits), output: capture.bytes)
  }

  /// Waits for a process that has closed its output already; it is about to end, or tries to hide.
  private static func awaitEnding(
    of process: ChildProcess, until deadline: Int, _ limits: ResourceLimits
  ) -> Ending? {
    var pause: UInt32 = 50
    while process.pollEnding() == nil {
      if monotonicMilliseconds() > deadline || usesTooMuch(process, limits) { return .timeLimit }
      usleep(pause)
      pause = min(pause * 2, 20_000)
    }
    return nil
  }

  private static func usesTooMuch(_ process: ChildProcess, _ limits: ResourceLimits) -> Bool {
    uses(process, tenths: 10, limits)
  }

  /// Whether the kernel may have told it already that its processor time is over: it counts by ticks, which on
  /// a busy machine are ahead of what was used, so that the same program would be told one limit or the other.
  private static func isOutOfTime(_ process: ChildProcess, _ limits: ResourceLimits) -> Bool {
    uses(process, tenths: 9, limits)
  }

  private static func uses(
    _ process: ChildProcess, tenths: UInt64, _ limits: ResourceLimits
  ) -> Bool {
    guard let used = process.processorNanoseconds else { return false }
    return used >= UInt64(limits.processorSeconds) * 100_000_000 * tenths
  }

  private static func classify(
    _ ending: ChildProcess.Ending, _ process: ChildProcess, _ output: [UInt8],
    _ limits: ResourceLimits
  ) -> Ending {
    guard case .signalled(let signal) = ending else {
      if case .exited(let status) = ending, status != 0, CrashReport.compilerSaysOutOfMemory(output)
      {
        return .memoryLimit
      }
      if case .exited(let status) = ending { return .exited(status) }
      return .timeLimit
    }
    if signal == SIGXCPU { return .timeLimit }
    if CrashReport.compilerSaysOutOfMemory(output)
      || process.hadResident(moreThan: limits.memory / 10 * 9)
    {
      return .memoryLimit
    }
    // The kernel's own limit on processor time may strike first.
    let isOutOfTime = signal == SIGKILL && usesTooMuch(process, limits)
    return isOutOfTime ? .timeLimit : .signalled(signal)
  }
}
