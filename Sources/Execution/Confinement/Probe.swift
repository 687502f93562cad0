import Glibc

/// Tries forbidden acts in processes confined as submissions are. Versions of kernels and features
/// say little: a container's own policy may refuse what the kernel offers.
struct Probe {
  /// Whom submissions run as.
  let user: SubmissionUser
  let launcher: String

  private struct Act {
    /// The launcher's word for it.
    var word: String
    var layer: Sandbox.Layer
    var description: String
  }

  /// Acts tried by one process, one after the other.
  private struct Trial {
    var kind: LaunchProfile.Kind
    var acts: [Act]
  }

  /// What only an attack tries ends the process, so that each needs one of its own.
  private static let trials: [Trial] = [
    Trial(
      kind: .run,
      acts: [
        Act(word: "network", layer: .seccomp, description: "open a socket"),
        Act(word: "write", layer: .seccomp, description: "write a file of anyone's"),
        Act(word: "memory", layer: .limits, description: "take more memory than allowed"),
        Act(word: "read", layer: .landlock, description: "read a file of anyone's"),
      ] + ifRoot("be root")),
    Trial(
      kind: .run,
      acts: [
        Act(word: "clock", layer: .seccomp, description: "see how much another process computes"),
        Act(word: "wake", layer: .seccomp, description: "wake another process"),
        Act(word: "others", layer: .landlock, description: "see what other processes are and do"),
        Act(word: "day", layer: .clock, description: "see the machine's time of day"),
      ]),
    Trial(
      kind: .compile,
      acts: [
        Act(word: "network", layer: .seccomp, description: "open a socket, while compiled"),
        Act(word: "process", layer: .seccomp, description: "start a process, while compiled"),
        Act(
          word: "write", layer: .landlock, description: "write a file of anyone's, while compiled"),
        Act(word: "read", layer: .landlock, description: "read a file of anyone's, while compiled"),
        Act(
          word: "others", layer: .landlock,
          description: "see what other processes are and do, while compiled"),
      ] + ifRoot("be root, while compiled")),
    fatal("process", "start a process"),
    fatal("program", "start a program"),
    fatal("signal", "signal the grader"),
    fatal("inspect", "trace the grader"),
    fatal("namespace", "make a namespace"),
    fatal("program", "start a program, while compiled", .compile),
    fatal("signal", "signal the grader, while compiled", .compile),
    fatal("inspect", "trace the grader, while compiled", .compile),
    fatal("namespace", "make a namespace, while compiled", .compile),
  ]

  /// Only root can do something about it.
  private static func ifRoot(_ description: String) -> [Act] {
    geteuid() == 0 ? [Act(word: "root", layer: .user, description: description)] : []
  }

  private static func fatal(
    _ word: String, _ description: String, _ kind: LaunchProfile.Kind = .run
  ) -> Trial {
    Trial(kind: kind, acts: [Act(word: word, layer: .seccomp, description: description)])
  }

  private static let limits = ResourceLimits(
    processorSeconds: 1, wallMilliseconds: 10_000, memory: 1 << 30, fileSize: 0, output: 1 << 10)

  /// Tries everything and says what was possible.
  func attempts() throws(EnvironmentFailure) -> [Sandbox.Attempt] {
    // Readable and writable by everyone: only a sandbox can be what refuses.
    let folder = try TemporaryFolder()
    let file = folder.path + "/anyone's"
    try writeNewFile(file, [])
    guard chmod(folder.path, 0o755) == 0, chmod(file, 0o666) == 0 else {
      throw .system("open \(file) to everyone", code: errno)
    }
    // All at once: they wait for each other's start and end only.
    let processes = try Self.trials.map { (trial) throws(EnvironmentFailure) in
      try ChildProcess(
        launcher, ["probe", file] + trial.acts.map(\.word),
        profile: LaunchProfile(kind: trial.kind, readable: [launcher], writable: [], user: user),
        limits: Self.limits, descriptors: [])
    }
    var attempts: [Sandbox.Attempt] = []
    for (trial, process) in zip(Self.trials, processes) {
      let possible = try Self.possible(process.awaitEnding())
      attempts += trial.acts.enumerated().map { index, act in
        Sandbox.Attempt(
          layer: act.layer, act: act.description, isPossible: possible & 1 << index != 0)
      }
    }
    return attempts
  }

  /// A bit for each act that was possible.
  private static func possible(_ ending: ChildProcess.Ending) throws(EnvironmentFailure) -> Int32 {
    switch ending {
    case .signalled(SIGSYS): return 0
    case .exited(let acts) where acts < 64: return acts
    case .exited, .signalled:
      throw EnvironmentFailure("the sandbox cannot be tried out: the probe ended with \(ending)")
    }
  }
}
