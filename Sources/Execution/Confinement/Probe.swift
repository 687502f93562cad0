import Glibc

/// Tries forbidden acts in processes confined as submissions are. Versions of kernels and features
/// say little: a container's own policy may refuse what the kernel offers.
struct Probe {
  /// Whom submissions run as.
  let user: SubmissionUser
  let launcher: String

  private struct Trial {
    var kind: LaunchProfile.Kind
    /// The launcher's word for it.
    var word: String
    var layer: Sandbox.Layer
    var act: String
  }

  private static let trials = [
    Trial(kind: .run, word: "network", layer: .seccomp, act: "open a socket"),
    Trial(kind: .run, word: "process", layer: .seccomp, act: "start a process"),
    Trial(kind: .run, word: "program", layer: .seccomp, act: "start a program"),
    Trial(kind: .run, word: "signal", layer: .seccomp, act: "signal the grader"),
    Trial(kind: .run, word: "inspect", layer: .seccomp, act: "trace the grader"),
    Trial(kind: .run, word: "namespace", layer: .seccomp, act: "make a namespace"),
    Trial(kind: .run, word: "write", layer: .seccomp, act: "write a file of anyone's"),
    Trial(kind: .compile, word: "network", layer: .seccomp, act: "open a socket while compiled"),
    Trial(kind: .run, word: "memory", layer: .limits, act: "take more memory than allowed"),
    Trial(kind: .run, word: "read", layer: .landlock, act: "read a file of anyone's"),
    Trial(kind: .compile, word: "read", layer: .landlock, act: "read such a file while compiled"),
    Trial(kind: .compile, word: "write", layer: .landlock, act: "write such a file while compiled"),
  ]

  /// Only root can do something about it.
  private static let trialsOfRoot = [
    Trial(kind: .run, word: "root", layer: .user, act: "be root"),
    Trial(kind: .compile, word: "root", layer: .user, act: "be root while compiled"),
  ]

  private static let limits = ResourceLimits(
    processorSeconds: 1, wallMilliseconds: 10_000, memory: 1 << 30, fileSize: 0, output: 1 << 10)

  /// Tries everything, all at once, and says what was possible.
  func sandbox() throws(EnvironmentFailure) -> Sandbox {
    // Readable and writable by everyone: only a sandbox can be what refuses.
    let folder = try TemporaryFolder(name: "truthbook-probe-")
    let file = folder.path + "/anyone's"
    try writeNewFile(file, [])
    guard chmod(folder.path, 0o755) == 0, chmod(file, 0o666) == 0 else {
      throw .system("open \(file) to everyone", code: errno)
    }
    let trials = Self.trials + (geteuid() == 0 ? Self.trialsOfRoot : [])
    var processes: [ChildProcess] = []
    for trial in trials {
      processes.append(
        try ChildProcess(
          launcher, ["probe", trial.word, file],
          profile: LaunchProfile(
            kind: trial.kind, readable: [launcher], writable: [], user: user),
          limits: Self.limits, descriptors: []))
    }
    return Sandbox(
      attempts: zip(trials, processes).map { trial, process in
        Sandbox.Attempt(
          layer: trial.layer, act: trial.act, isPossible: process.awaitEnding() == .exited(0))
      })
  }
}
