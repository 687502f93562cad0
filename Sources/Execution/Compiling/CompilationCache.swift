import Glibc

/// The private folders compilations share: the compiler's module cache, and a copy of the kit's
/// module with nothing beside it, so that a submission can import no other module of ours.
///
/// Both are named by what they depend on, are complete before the first submission is compiled, and
/// can be read but not written by whoever compiles one: what a submission leaves behind never reaches
/// another.
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
    // A precompiled header is of no use once the system's headers have changed.
    var compiler = try identity(toolchain.frontend)
    let headers = "/usr/include/features.h"
    if access(headers, R_OK) == 0 { compiler = compiler &* 31 &+ (try identity(headers)) }
    // By content: building anew most often leaves it as it was.
    let kit = try readWholeFile(installation.kitModule)
    let kitName = "kit-" + hexadecimal(mixed(start, kit))
    let arguments = Compiler.languageArguments(toolchain, modules: "").joined(separator: " ")
    let modulesName = "modules-" + hexadecimal(mixed(compiler, arguments.utf8))
    if let root = persistentRoot() {
      do throws(EnvironmentFailure) {
        try fill(root + "/" + kitName, with: kit, in: root)
        try precompile(into: root + "/" + modulesName, with: toolchain)
        return CompilationCache(
          modules: root + "/" + modulesName, kit: root + "/" + kitName, temporary: nil)
      } catch {
        // A full or read-only home is no reason to refuse: compiling is only slower without it.
      }
    }
    let temporary = try TemporaryFolder()
    openToAnyone(temporary.path)
    try fill(temporary.path + "/" + kitName, with: kit, in: temporary.path)
    try precompile(into: temporary.path + "/" + modulesName, with: toolchain)
    return CompilationCache(
      modules: temporary.path + "/" + modulesName, kit: temporary.path + "/" + kitName,
      temporary: temporary)
  }

  /// A folder of ours that outlives this process; nil when there is none.
  private static func persistentRoot() -> String? {
    var parents: [String] = []
    if let cache = environmentValue("XDG_CACHE_HOME"), cache.hasPrefix("/") {
      parents.append(cache)
    } else if let home = environmentValue("HOME"), home.hasPrefix("/") {
      parents.append(home + "/.cache")
    }
    // Root hands submissions to users who cannot enter root's home.
    let isRoot = geteuid() == 0
    if isRoot { parents.append("/var/cache") }
    return parents.map { $0 + "/truthbook" }.first { root in
      guard makeFolders(root) == nil, access(root, W_OK) == 0, isOurs(root) else { return false }
      if isRoot { openToAnyone(root) }
      return !isRoot || SubmissionUser.isReachableByAnyone(root)
    }
  }

  /// True when nobody else could have put something there before us.
  private static func isOurs(_ folder: String) -> Bool {
    var status = stat()
    return lstat(folder, &status) == 0 && status.st_uid == geteuid()
      && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Lets every user read a folder. Nothing in the cache is a secret.
  private static func openToAnyone(_ folder: String) {
    chmod(folder, 0o755)
  }

  /// Fills the module cache with the C modules behind everything a submission is likely to import, by
  /// compiling a file of ours. Takes about a second, once.
  private static func precompile(
    into folder: String, with toolchain: Toolchain
  ) throws(EnvironmentFailure) {
    let mark = folder + "/complete"
    if access(mark, R_OK) == 0 { return }
    if let code = makeFolders(folder) { throw .system("make \(folder)", code: code) }
    let source = try TemporaryFolder()
    let file = source.path + "/imports.swift"
    let imports = ["Dispatch", "Foundation", "Glibc", "RegexBuilder", "Synchronization"]
    try writeNewFile(file, Array(imports.map { "import \($0)\n" }.joined().utf8))
    // Whether or not it compiles: what is missing then is compiled with the submission that needs it.
    _ = try BoundedRun.run(
      toolchain.frontend,
      ["-frontend", "-typecheck", file] + Compiler.languageArguments(toolchain, modules: folder),
      profile: LaunchProfile(
        kind: .compile, readable: [toolchain.root, source.path], writable: [folder],
        user: .unchanged),
      limits: .compiler)
    openTreeToAnyone(folder)
    let descriptor = Glibc.open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .system("write \(mark)", code: errno) }
    close(descriptor)
  }

  private static func openTreeToAnyone(_ folder: String) {
    openToAnyone(folder)
    guard let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = entryName(entry)
      if name == "." || name == ".." { continue }
      let path = folder + "/" + name
      var status = stat()
      guard lstat(path, &status) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: openTreeToAnyone(path)
      case S_IFREG: chmod(path, 0o644)
      default: break
      }
    }
  }

  private static func fill(
    _ folder: String, with module: [UInt8], in root: String
  ) throws(EnvironmentFailure) {
    let name = "/ExerciseKit.swiftmodule"
    if access(folder + name, R_OK) == 0 { return }
    let draft = try makeUniqueFolder(prefix: root + "/draft-")
    openToAnyone(draft)
    do throws(EnvironmentFailure) {
      try writeNewFile(draft + name, module)
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
    let (size, inode, time) = (status.st_size, status.st_ino, status.st_mtim)
    return mixed(start, "\(path) \(size) \(inode) \(time.tv_sec) \(time.tv_nsec)".utf8)
  }

  /// The digest of nothing.
  private static let start: UInt64 = 0xCBF2_9CE4_8422_2325

  /// A digest that takes in more bytes (FNV-1a).
  private static func mixed(_ digest: UInt64, _ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(digest) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  private static func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
