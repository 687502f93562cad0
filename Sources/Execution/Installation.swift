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

  /// The parts as a build leaves them in one folder.
  /// - Throws: `EnvironmentFailure` when one of them is not there.
  public init(folder: String) throws(EnvironmentFailure) {
    self.init(worker: folder + "/truthbook-worker", kitModules: folder + "/Modules")
    try check()
  }

  /// The parts that lie beside the running executable.
  /// - Throws: `EnvironmentFailure` when one of them is not there.
  public static func besideExecutable() throws(EnvironmentFailure) -> Installation {
    try Installation(folder: executableFolder.get())
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

/// The folder of the running executable.
let executableFolder: Result<String, EnvironmentFailure> = {
  if let executable = realPath("/proc/self/exe") { return .success(parent(of: executable)) }
  return .failure(
    EnvironmentFailure(
      access("/proc/self", F_OK) == 0
        ? "the running executable has been replaced by a newer build; run the command again"
        : "cannot find the running executable: /proc is not mounted"))
}()

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
