import Glibc

/// A process of ours and everything it starts in turn: a process group, killed as a whole, or a copy of
/// this process (see `init(forking:)`), with which ends what it has started.
///
/// Started with posix_spawn directly. swift-subprocess was considered: it gives a child its standard
/// input, output and error but no further descriptors, and a worker's protocol must not share those
/// with what a submission prints.
public final class ChildProcess {
  /// How a process ended.
  public enum Ending: Hashable, Sendable {
    /// By itself, with this status.
    case exited(Int32)
    /// By this signal.
    case signalled(Int32)
  }

  /// Its number.
  public let id: Int32
  /// The most memory it ever had resident, in bytes; known once it has ended.
  public private(set) var peakResidentBytes = 0
  /// The processor time it took, once it has ended.
  private var processorNanosecondsInAll: UInt64?
  private var ending: Ending?
  private let isFork: Bool
  /// A copy of that process has a copy of this object, and must not end what is not its child.
  private let owner = getpid()

  /// The most memory that this process ever had resident, in bytes.
  static var ownPeakResidentBytes: Int {
    var usage = rusage()
    return getrusage(RUSAGE_SELF.rawValue, &usage) == 0 ? usage.ru_maxrss << 10 : 0
  }

  /// Whether it ever had more resident than that, for sure.
  ///
  /// A process begins with what the one that started it has, which the kernel counts as its own, also when it
  /// has become another program.
  func hadResident(moreThan bytes: Int) -> Bool {
    peakResidentBytes > max(bytes, Self.ownPeakResidentBytes)
  }

  /// Starts `executable` confined as `profile` and `limits` say: standard input empty, `descriptors`
  /// as named, every other descriptor closed, default signal handling, a session and process group
  /// of its own. This is the one place where processes are started.
  /// - Throws: `EnvironmentFailure` when it cannot be started or not be confined as this machine
  ///   should be able to.
  init(
    _ executable: String, _ arguments: [String], profile: LaunchProfile, limits: ResourceLimits,
    descriptors: [(source: Descriptor, target: Int32)]
  ) throws(EnvironmentFailure) {
    let launcher = try Launcher.path.get()
    let status = try Pipe()
    let target = descriptors.map(\.target).reduce(2, max) + 1
    let crash = profile.crashTrace.map { [($0.pipe.writeEnd, target + 1)] } ?? []
    let launch = Launch(
      executable: launcher,
      arguments: Launcher.arguments(
        profile, limits, status: target, command: executable, arguments),
      environment: profile.environment,
      descriptors: (descriptors + [(status.writeEnd, target)] + crash).map { ($0.number, $1) })
    id = try LiveResources.addProcessGroup { () throws(EnvironmentFailure) in try launch.start() }
    isFork = false
    status.writeEnd.close()
    do throws(EnvironmentFailure) {
      try Launcher.awaitStart(status.readEnd)
    } catch {
      end()
      throw error
    }
  }

  /// Takes over a copy of this process.
  init(forked id: pid_t) {
    self.id = id
    isFork = true
  }

  deinit {
    end()
  }

  /// The processor time its threads have used so far, in nanoseconds; nil where nobody can tell.
  public var processorNanoseconds: UInt64? {
    // Its number may be another's by then.
    if let processorNanosecondsInAll { return processorNanosecondsInAll }
    var clock = clockid_t()
    var time = timespec()
    guard clock_getcpuclockid(id, &clock) == 0, clock_gettime(clock, &time) == 0 else { return nil }
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// How it ended; nil while it lives. Its number stays taken until `end()`.
  public func pollEnding() -> Ending? {
    if let ending { return ending }
    var info = siginfo_t()
    let isThere = waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT | WNOHANG) == 0
    // The kernel keeps no ending for who ignores SIGCHLD, and would never tell one.
    if !isThere { return errno == EINTR ? nil : end() }
    return info._sifields._sigchld.si_pid == id ? end() : nil
  }

  /// Waits until it has ended by itself, for a program of ours that does not take long.
  public func awaitEnding() -> Ending {
    if let ending { return ending }
    var info = siginfo_t()
    while waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT) < 0 && errno == EINTR {}
    return end()
  }

  /// Ends it, the whole group, whatever it is doing, and waits until the process is gone.
  /// Does nothing in a copy of the process that started it.
  /// - Returns: how the process ended, by this or before.
  @discardableResult
  public func end() -> Ending {
    if let ending { return ending }
    guard owner == getpid() else { return .signalled(SIGKILL) }
    // Before the process is reaped: until then nobody else can have its number.
    kill(isFork ? id : -id, SIGKILL)
    var status: Int32 = 0
    var usage = rusage()
    while wait4(id, &status, 0, &usage) < 0 {
      if errno == EINTR { continue }
      // Nobody knows how it ended, which is not to be taken for well.
      status = SIGKILL
      break
    }
    isFork ? LiveResources.removeFork(id) : LiveResources.removeProcessGroup(id)
    peakResidentBytes = usage.ru_maxrss << 10
    processorNanosecondsInAll =
      UInt64(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1_000_000_000
      + UInt64(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1_000
    let signal = status & 0x7F
    let ending: Ending = signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
    self.ending = ending
    return ending
  }
}
