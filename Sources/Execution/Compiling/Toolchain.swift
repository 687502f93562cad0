import Glibc

/// An installed Swift toolchain, found without starting any process.
public struct Toolchain: Hashable, Sendable {
  /// The folder that holds `bin` and `lib`, with links resolved.
  public let root: String
  /// The compiler proper.
  public let frontend: String
  /// The linker that ships with the compiler.
  public let linker: String
  /// The folder of the runtime's shared libraries.
  public let libraries: String
  /// Registers a library's types and conformances with the runtime when it is loaded.
  let runtimeObject: String
  /// The map of the C module that every compilation needs; nil where it is kept elsewhere.
  let shims: String?

  /// What the compiler calls this machine.
  public static let target = architecture + "-unknown-linux-gnu"

  #if arch(x86_64)
    private static let architecture = "x86_64"
  #elseif arch(arm64)
    private static let architecture = "aarch64"
  #else
    #error("submissions are compiled for x86_64 or aarch64")
  #endif

  /// Finds the toolchain of `SWIFT_EXEC` when that is set, or else of the first `swiftc` or `swift`
  /// on `PATH` that belongs to a whole one, or else the one this program was built with.
  ///
  /// The last matters where `swiftc` is a version manager's proxy, which lies in no toolchain.
  public static func find() throws(EnvironmentFailure) -> Toolchain {
    if let compiler = environmentValue("SWIFT_EXEC") {
      guard let path = realPath(compiler) else {
        throw EnvironmentFailure(
          "SWIFT_EXEC names \(printable(compiler)), which does not exist; correct or unset it")
      }
      return try Toolchain(root: parent(of: parent(of: path)))
    }
    var incomplete: EnvironmentFailure?
    let folders = (environmentValue("PATH") ?? "").split(separator: ":")
    for folder in folders {
      for name in ["swiftc", "swift"] {
        guard let path = realPath("\(folder)/\(name)") else { continue }
        do throws(EnvironmentFailure) {
          return try Toolchain(root: parent(of: parent(of: path)))
        } catch {
          incomplete = incomplete ?? error
        }
      }
    }
    if let root = ofWorker { return try Toolchain(root: root) }
    throw incomplete
      ?? EnvironmentFailure(
        "no Swift compiler found; install Swift (https://www.swift.org/install) "
          + "and put `swiftc` on PATH")
  }

  /// The toolchain in the folder that holds `bin` and `lib`.
  /// - Throws: `EnvironmentFailure` that names the first part that is missing.
  public init(root: String) throws(EnvironmentFailure) {
    self.root = root
    frontend = root + "/bin/swift-frontend"
    linker = root + "/bin/ld.lld"
    libraries = root + "/lib/swift/linux"
    runtimeObject = "\(libraries)/\(Self.architecture)/swiftrt.o"
    let shims = root + "/lib/swift/shims/module.modulemap"
    self.shims = access(shims, R_OK) == 0 ? shims : nil
    for part in [frontend, linker, libraries + "/libswiftCore.so", runtimeObject]
    where access(part, R_OK) != 0 {
      throw EnvironmentFailure(
        "the Swift toolchain in \(printable(root)) lacks \(printable(part)); install it again, "
          + "or name another one's swiftc in SWIFT_EXEC")
    }
  }

  /// What the compiler says of its version, in one line. Starts the compiler: about 15 ms.
  public func version() throws(EnvironmentFailure) -> String {
    let outcome = try BoundedRun.run(
      frontend, ["-version"],
      profile: LaunchProfile(kind: .compile, readable: [root], writable: [], user: .unchanged),
      limits: .compiler)
    guard case .exited(0) = outcome.ending else {
      throw EnvironmentFailure("\(frontend) -version failed; install the toolchain again")
    }
    return String(printable(outcome.output).prefix { $0 != "\n" })
  }

  /// The folder of the toolchain the worker was built with, whose runtime it loads: the one whose
  /// runtime this process has loaded, or, where that is part of the executable, the one that the link
  /// `toolchain` beside it points to. Nil when neither tells.
  static let ofWorker: String? = {
    if let root = rootOfLoadedRuntime() { return root }
    guard case .success(let folder) = executableFolder else { return nil }
    return realPath(folder + "/toolchain")
  }()

  private static func rootOfLoadedRuntime() -> String? {
    let maps: [UInt8]
    do throws(EnvironmentFailure) {
      maps = try readWholeFile("/proc/self/maps")
    } catch {
      // Without /proc there is one place fewer to look; the caller says what was looked for.
      return nil
    }
    let suffix = "/lib/swift/linux/libswiftCore.so"
    for line in String(decoding: maps, as: UTF8.self).split(separator: "\n") {
      guard line.hasSuffix(suffix), let start = line.firstIndex(of: "/") else { continue }
      return String(line[start...].dropLast(suffix.count))
    }
    return nil
  }
}
