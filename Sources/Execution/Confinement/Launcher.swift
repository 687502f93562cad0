import Glibc

/// The program every process is started through: it confines itself as told, and then becomes the
/// program it was given.
enum Launcher {
  /// Where it lies: beside the running executable.
  static let path: Result<String, EnvironmentFailure> = executableFolder.flatMap { folder in
    let path = folder + "/truthbook-jail"
    guard access(path, X_OK) == 0 else {
      return .failure(
        EnvironmentFailure(
          "\(path) is missing; build everything once with `swift build`, then try again"))
    }
    return .success(path)
  }

  /// The launcher's arguments.
  /// - Parameters:
  ///   - status: the descriptor on which it says why it could not do what it was told. On the one
  ///     behind it the place of a crash is told, when that is wanted; all above are closed.
  static func arguments(
    _ profile: LaunchProfile, _ limits: ResourceLimits, status: Int32,
    command executable: String, _ arguments: [String]
  ) -> [String] {
    let crash = profile.crashTrace.map { ["crash=\(status + 1)", "library=\($0.library)"] } ?? []
    return [
      profile.kind.rawValue, "parent=\(getpid())", "status=\(status)",
      "close-from=\(status + (crash.isEmpty ? 1 : 2))",
      "processor=\(limits.processorSeconds)", "memory=\(limits.memory)",
      "file-size=\(limits.fileSize)",
    ] + crash + profile.launcherArguments + ["--", executable] + arguments
  }

  /// Waits until the launcher has become the program, or has failed.
  /// - Throws: `EnvironmentFailure` with what it says; that is never the submission's doing.
  static func awaitStart(_ status: Descriptor) throws(EnvironmentFailure) {
    var said: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1024)
    while true {
      let count = read(status.number, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { break }
      said += chunk[..<count]
    }
    guard !said.isEmpty else { return }
    let reason = printable(said.prefix { $0 != UInt8(ascii: "\n") })
    if reason.hasPrefix("limit: ") {
      throw EnvironmentFailure(
        "a hard limit of this machine is lower than grading needs (\(reason)); start with a higher "
          + "one (`ulimit -H -a` shows them), then grade again")
    }
    throw EnvironmentFailure(
      "a process could not be confined and was not started (\(reason)); "
        + "`truthbook doctor` shows what this machine offers")
  }
}
