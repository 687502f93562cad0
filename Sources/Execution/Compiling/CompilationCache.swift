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
  /// What keeps both while they are in use.
  private let leases: [CacheFolder.Lease]
  /// Set when the cache is only for this process, because there was nowhere to keep it.
  private let temporary: TemporaryFolder?

  /// Opens the cache for a toolchain and a kit, and fills it when it is not there yet.
  static func open(
    _ toolchain: Toolchain, _ installation: Installation
  ) throws(EnvironmentFailure) -> CompilationCache {
    if let root = CacheRoot.found.path {
      do throws(EnvironmentFailure) {
        return try CompilationCache(in: root, temporary: nil, toolchain, installation)
      } catch {
        // A full home is no reason to refuse: compiling is only slower without it.
      }
    }
    let temporary = try TemporaryFolder()
    openToAnyone(temporary.path)
    return try CompilationCache(in: temporary.path, temporary: temporary, toolchain, installation)
  }

  init(
    in root: String, temporary: TemporaryFolder?, _ toolchain: Toolchain,
    _ installation: Installation
  ) throws(EnvironmentFailure) {
    self.temporary = temporary
    // A precompiled header is of no use once the system's headers have changed.
    var compiler = try Self.identity(toolchain.frontend)
    let headers = "/usr/include/features.h"
    if access(headers, R_OK) == 0 { compiler = compiler &* 31 &+ (try Self.identity(headers)) }
    let arguments = Compiler.languageArguments(toolchain, modules: "").joined(separator: " ")
    // By content: building anew most often leaves it as it was.
    let module = try readWholeFile(installation.kitModule)
    // The 2 leaves alone what was once made with whatever umask there was.
    let kit = root + "/kit2-" + Self.hexadecimal(Self.mixed(Self.start, module))
    let modules = root + "/modules2-" + Self.hexadecimal(Self.mixed(compiler, arguments.utf8))
    (self.kit, self.modules) = (kit, modules)
    leases = [
      try CacheFolder.use(CacheFolder(path: kit, mark: CacheFolder.kitMark), in: root) {
        () throws(EnvironmentFailure) in
        try Self.fill(kit, with: module, in: root)
      },
      try CacheFolder.use(CacheFolder(path: modules, mark: CacheFolder.modulesMark), in: root) {
        () throws(EnvironmentFailure) in
        try Self.precompile(into: modules, with: toolchain)
      },
    ]
  }

  /// Fills the module cache with the C modules behind everything a submission is likely to import, by
  /// compiling a file of ours. Takes about a second, once.
  private static func precompile(
    into folder: String, with toolchain: Toolchain
  ) throws(EnvironmentFailure) {
    if let code = makeFolders(folder) { throw .system("make \(folder)", code: code) }
    let source = try TemporaryFolder()
    let file = source.path + "/imports.swift"
    let imports = ["Dispatch", "Foundation", "Glibc", "RegexBuilder", "Synchronization"]
    // What a toolchain lacks is no reason to keep nothing of the rest.
    let text = imports.map { "#if canImport(\($0))\nimport \($0)\n#endif\n" }.joined()
    try writeNewFile(file, Array(text.utf8))
    let run = try BoundedRun.run(
      toolchain.frontend,
      ["-frontend", "-typecheck", file] + Compiler.languageArguments(toolchain, modules: folder),
      profile: LaunchProfile(
        kind: .compile, readable: [toolchain.root, source.path], writable: [folder],
        user: .unchanged),
      limits: .compiler)
    guard run.ending == .exited(0) else {
      throw EnvironmentFailure(
        "the cache in \(folder) cannot be filled (\(MachineControl.cause(of: run)))")
    }
    openTreeToAnyone(folder)
    try writeNewFile(folder + "/" + CacheFolder.modulesMark, [])
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
    let draft = try makeUniqueFolder(prefix: root + "/draft-")
    openToAnyone(draft)
    do throws(EnvironmentFailure) {
      try writeNewFile(draft + "/" + CacheFolder.kitMark, module)
    } catch {
      removeTree(draft)
      throw error
    }
    if rename(draft, folder) != 0 {
      // Another process was faster, which is as good, or the one there is not whole.
      removeTree(folder)
      guard rename(draft, folder) == 0 else {
        let code = errno
        removeTree(draft)
        throw .system("fill \(folder)", code: code)
      }
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
