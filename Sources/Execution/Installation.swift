import Glibc

/// Where the parts lie that grading needs beside its own executable.
public struct Installation: Hashable, Sendable {
  /// The path of the `truthbook-worker` executable.
  public let worker: String
  /// The folder that holds `ExerciseKit.swiftmodule`.
  public let kitModules: String

  /// Names the parts.
  public init(worker: String, kitModules: String) {
    self.worker = worker
    self.kitModules = kitModules
  }

  /// The parts as a build leaves them: beside the running executable.
  /// - Throws: `EnvironmentFailure` when one of them is not there.
  public static func besideExecutable() throws(EnvironmentFailure) -> Installation {
    guard let executable = realPath("/proc/self/exe") else {
      throw EnvironmentFailure("cannot find the running executable: /proc is not mounted")
    }
    let folder = parent(of: executable)
    let installation = Installation(
      worker: folder + "/truthbook-worker", kitModules: folder + "/Modules")
    try installation.check()
    return installation
  }

  /// The module a submission is compiled against.
  var kitModule: String { kitModules + "/ExerciseKit.swiftmodule" }

  /// Fails unless every part is there.
  func check() throws(EnvironmentFailure) {
    _ = try Launcher.path.get()
    for part in [worker, kitModule] where access(part, F_OK) != 0 {
      throw EnvironmentFailure(
        "\(part) is missing; build everything once with `swift build`, then try again")
    }
  }
}

/// The path with every link resolved; nil when there is nothing there.
func realPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// The folder a path lies in.
func parent(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
