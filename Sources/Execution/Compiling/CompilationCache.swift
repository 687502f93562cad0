import Glibc

/// The private folders compilations share: the compiler's module cache, and a copy of the kit's
/// module with nothing beside it, so that a submission can import no other module of ours.
///
/// Both are named by what they depend on, appear whole or not at all, and are never changed by us
/// afterwards.
struct CompilationCache: Sendable {
  /// Where the compiler keeps what it has precompiled.
  let modules: String
  /// Holds only `ExerciseKit.swiftmodule`.
  let kit: String
  /// Set when the cache is only for this process, because there was nowhere to keep it.
  private let temporary: TemporaryFolder?

  /// Opens the cache for a toolchain and a kit, and fills it when it is not there yet.
  static func open(
    _ toolchain: Toolchain, _ installation: Installation
  ) throws(EnvironmentFailure) -> CompilationCache {
    let compiler = try identity(toolchain.frontend)
    let kit = try identity(installation.kitModule)
    let kitName = "kit-" + hexadecimal(compiler ^ (kit &* 0x9E37_79B9_7F4A_7C15))
    let modulesName = "modules-" + hexadecimal(compiler)
    if let root = persistentRoot() {
      do throws(EnvironmentFailure) {
        try fill(root + "/" + kitName, with: installation.kitModule, in: root)
        if makeFolders(root + "/" + modulesName) == nil {
          return CompilationCache(
            modules: root + "/" + modulesName, kit: root + "/" + kitName, temporary: nil)
        }
      } catch {
        // A full or read-only home is no reason to refuse: compiling is only slower without it.
      }
    }
    let temporary = try TemporaryFolder(name: "truthbook-cache-")
    try fill(temporary.path + "/" + kitName, with: installation.kitModule, in: temporary.path)
    return CompilationCache(
      modules: temporary.path + "/" + modulesName, kit: temporary.path + "/" + kitName,
      temporary: temporary)
  }

  private static func persistentRoot() -> String? {
    let parent: String
    if let cache = environmentValue("XDG_CACHE_HOME"), cache.hasPrefix("/") {
      parent = cache
    } else if let home = environmentValue("HOME"), home.hasPrefix("/") {
      parent = home + "/.cache"
    } else {
      return nil
    }
    let root = parent + "/truthbook"
    return makeFolders(root) == nil && access(root, W_OK) == 0 ? root : nil
  }

  private static func fill(
    _ folder: String, with module: String, in root: String
  ) throws(EnvironmentFailure) {
    let name = "/ExerciseKit.swiftmodule"
    if access(folder + name, R_OK) == 0 { return }
    let draft = try makeUniqueFolder(prefix: root + "/draft-")
    do throws(EnvironmentFailure) {
      try writeNewFile(draft + name, try readWholeFile(module))
    } catch {
      removeTree(draft)
      throw error
    }
    guard rename(draft, folder) != 0 else { return }
    // Another process was faster, which is as good.
    let code = errno
    removeTree(draft)
    guard access(folder + name, R_OK) == 0 else {
      throw .system("fill \(folder)", code: code)
    }
  }

  /// A number that changes when the file is replaced or rewritten.
  private static func identity(_ path: String) throws(EnvironmentFailure) -> UInt64 {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw .system("read \(path)", code: errno) }
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ value: UInt64) {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        digest = (digest ^ (value >> shift & 0xFF)) &* 0x100_0000_01B3
      }
    }
    for byte in path.utf8 { mix(UInt64(byte)) }
    mix(UInt64(truncatingIfNeeded: status.st_size))
    mix(UInt64(truncatingIfNeeded: status.st_ino))
    mix(UInt64(truncatingIfNeeded: status.st_mtim.tv_sec))
    mix(UInt64(truncatingIfNeeded: status.st_mtim.tv_nsec))
    return digest
  }

  private static func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
