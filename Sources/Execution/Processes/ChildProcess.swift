import Glibc

/// A process of ours and everything it starts in turn: a process group, killed as a whole.
///
/// Started with posix_spawn directly. swift-subprocess was considered: it gives a child its standard
/// input, output and error but no further descriptors, and a worker's protocol must not share those
/// with what a submission prints.
final class ChildProcess {
  /// How a process ended.
  enum Ending: Hashable {
    case exited(Int32)
    case signalled(Int32)
  }

  let id: pid_t
  /// The most memory it ever had resident, in bytes; known once it has ended.
  private(set) var peakResidentBytes = 0
  private var ending: Ending?

  /// Starts `executable` as `profile` says: standard input empty, `descriptors` as named, every
  /// other descriptor closed, default signal handling, a process group of its own.
  ///
  /// This is the one place where processes are started, and so where a launcher that confines them
  /// belongs.
  init(
    _ executable: String, _ arguments: [String], profile: LaunchProfile, limits: ResourceLimits,
    descriptors: [(source: Descriptor, target: Int32)]
  ) throws(EnvironmentFailure) {
    id = try LiveResources.addProcessGroup { () throws(EnvironmentFailure) in
      try Self.spawn(
        executable, arguments, environment: profile.environment, descriptors: descriptors)
    }
    limits.apply(to: id)
  }

  deinit {
    end()
  }

  private static func spawn(
    _ executable: String, _ arguments: [String], environment: [String],
    descriptors: [(source: Descriptor, target: Int32)]
  ) throws(EnvironmentFailure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    var firstUnused: Int32 = 3
    for (source, target) in descriptors {
      posix_spawn_file_actions_adddup2(&actions, source.number, target)
      firstUnused = max(firstUnused, target + 1)
    }
    _ = posix_spawn_file_actions_addclosefrom_np(&actions, firstUnused)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    posix_spawnattr_setpgroup(&attributes, 0)
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)

    var process: pid_t = 0
    let code = withCStrings([executable] + arguments) { argumentPointers in
      withCStrings(environment) { environmentPointers in
        posix_spawn(
          &process, executable, &actions, &attributes, argumentPointers, environmentPointers)
      }
    }
    guard code == 0 else { throw .system("start \(executable)", code: code) }
    return process
  }

  /// The processor time its threads have used so far, in nanoseconds; nil once it has ended.
  var processorNanoseconds: UInt64? {
    var clock = clockid_t()
    var time = timespec()
    guard clock_getcpuclockid(id, &clock) == 0, clock_gettime(clock, &time) == 0 else { return nil }
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// How it ended; nil while it lives. Its number stays taken until `end()`.
  func pollEnding() -> Ending? {
    if let ending { return ending }
    var info = siginfo_t()
    guard waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT | WNOHANG) == 0,
      info._sifields._sigchld.si_pid == id
    else { return nil }
    return end()
  }

  /// Ends the whole group, whatever it is doing, and waits until the process is gone.
  /// - Returns: how the process ended, by this or before.
  @discardableResult
  func end() -> Ending {
    if let ending { return ending }
    // Before the process is reaped: until then nobody else can have its number.
    kill(-id, SIGKILL)
    var status: Int32 = 0
    var usage = rusage()
    while wait4(id, &status, 0, &usage) < 0 && errno == EINTR {}
    LiveResources.removeProcessGroup(id)
    peakResidentBytes = usage.ru_maxrss << 10
    let signal = status & 0x7F
    let ending: Ending = signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
    self.ending = ending
    return ending
  }
}

/// Calls `body` with the texts as C expects an argument list: pointers, and a null at the end.
private func withCStrings<Result>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let pointers = texts.map { strdup($0) }
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers + [nil])
}
