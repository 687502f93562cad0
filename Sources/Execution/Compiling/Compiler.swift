import Glibc

/// Compiles a staged submission into a library a worker can load.
///
/// One frontend over all files and then the linker, started directly: the driver in between would
/// cost as much as the linker, and start one frontend per file.
struct Compiler: Sendable {
  let toolchain: Toolchain
  private let cache: CompilationCache
  private let limits: ResourceLimits
  /// What the user a submission is handed to must be able to reach.
  private let needed: [String]

  init(
    _ toolchain: Toolchain, _ installation: Installation, limits: ResourceLimits = .compiler
  ) throws(EnvironmentFailure) {
    self.toolchain = toolchain
    self.limits = limits
    cache = try CompilationCache.open(toolchain, installation)
    needed =
      [
        toolchain.frontend, toolchain.libraries, installation.worker, cache.modules, cache.kit,
        try temporaryRoot(),
      ] + (Toolchain.ofWorker.map { [$0] } ?? [])
  }

  /// Whom the next submission is compiled and run as.
  func submissionUser() -> SubmissionUser { .forSubmission(needing: needed) }

  /// What keeps root from handing submissions to users of their own, where a file or folder does.
  var closedToOthers: String? {
    geteuid() == 0 ? needed.compactMap(SubmissionUser.closedPart).first : nil
  }

  /// A compiled submission.
  struct Product {
    let library: String
    let warnings: [Diagnostic]
  }

  /// Compiles and links.
  /// - Parameter isTraced: true to have crashes traced to source lines.
  /// - Throws: `CompileFailure` for what the submission causes, `EnvironmentFailure` for the rest.
  func compile(_ staged: StagedSubmission, isTraced: Bool = false) throws -> Product {
    let stem = isTraced ? "traced" : "submission"
    let object = staged.path(stem + ".o")
    let library = staged.path(stem + ".so")
    var run = try runFrontend(staged, object, isTraced: isTraced)
    if run.ending == .outputLimit {
      // Warnings alone refuse nobody.
      run = try runFrontend(staged, object, isTraced: isTraced, isQuiet: true)
    }
    let output = CompilerOutput(run.output, folder: staged.folder)
    let explanation = CompilerExplanation(staged)
    guard run.ending == .exited(0) else {
      try checkKit(output)
      if !Self.isSubmissions(run, output) {
        try MachineControl(compiler: self, staged: staged).check(run)
      }
      if let limit = limit(run.ending) {
        throw CompileFailure(diagnostics: [], limit: limit)
      }
      throw explanation.failure(output)
    }
    try link(staged, object, library)
    return Product(library: library, warnings: explanation.warnings(output))
  }

  /// True when the failure can only be the submission's own: the compiler found an error in its lines,
  /// or was made to do what is forbidden, and nothing in what it said is said by a machine at fault.
  /// Being wrong the other way costs one more compilation.
  private static func isSubmissions(_ run: BoundedRun, _ output: CompilerOutput) -> Bool {
    switch run.ending {
    case .signalled(SIGSYS), .outputLimit: return true
    case .exited: break
    default: return false
    }
    let errors = output.entries.filter { $0.severity == .error }
    let isPlaced = errors.contains { entry in
      if case .submission = entry.location { true } else { entry.location == .entryPoint }
    }
    return isPlaced
      && !errors.contains { entry in
        machineComplaints.contains { entry.message.contains($0) }
      }
  }

  /// What the system or the compiler says where a file of ours or a module cannot be used.
  private static let machineComplaints: [String] =
    [
      EACCES, EPERM, ENOSPC, EDQUOT, EIO, EMFILE, ENFILE, ENOMEM, EAGAIN, EFBIG, EROFS, ESTALE,
      ENOENT,
    ]
    .map(systemMessage)
    + [
      "no such module 'ExerciseKit'", "no such module 'Swift'", "unable to load standard library",
      "could not build C module", "cannot open", "unable to open", "error opening", "malformed",
    ]

  /// Compiles with the modules that are there; with an empty cache of the submission's own when it
  /// imports a C module that nobody has precompiled. No submission writes what another reads.
  func runFrontend(
    _ staged: StagedSubmission, _ object: String, isTraced: Bool, isQuiet: Bool = false
  ) throws(EnvironmentFailure) -> BoundedRun {
    let more = (isTraced ? ["-g"] : []) + (isQuiet ? ["-suppress-warnings"] : [])
    let limits = isTraced || isQuiet ? limits.again : limits
    let run = try start(
      toolchain.frontend, frontendArguments(staged, object, modules: cache.modules) + more, staged,
      limits: limits)
    guard case .exited(let status) = run.ending, status != 0,
      !run.output.ranges(of: Array("could not build C module".utf8)).isEmpty
    else { return run }
    return try start(
      toolchain.frontend,
      frontendArguments(staged, object, modules: staged.path("modules")) + more, staged,
      limits: limits)
  }

  private func frontendArguments(
    _ staged: StagedSubmission, _ object: String, modules: String
  ) -> [String] {
    var arguments = ["-frontend", "-c"]
    arguments += staged.files.indices.map { staged.path(ofFile: $0) }
    arguments.append(staged.entryPoint)
    arguments += Self.languageArguments(toolchain, modules: modules)
    arguments += ["-I", cache.kit, "-diagnostic-style", "llvm", "-no-color-diagnostics"]
    // The compiler's checks of its own work, and the tidying that only makes code shorter: 6 % of its
    // time, and nothing that a submission could fail or would run differently for. To leave out more
    // is tempting: without mandatory-redundant-load-elimination some overflows are no longer found.
    arguments += ["-sil-verify-none", "-disable-llvm-verify"]
    arguments += ["-Xllvm", "-sil-disable-pass=onone-simplification"]
    return arguments + ["-o", object]
  }

  /// What has to be the same for a precompiled module to be of use.
  static func languageArguments(_ toolchain: Toolchain, modules: String) -> [String] {
    var arguments = [
      "-target", Toolchain.target, "-Onone", "-swift-version", "6", "-parse-as-library",
      "-module-name", "Submission", "-disable-objc-interop", "-module-cache-path", modules,
    ]
    // Not told where its shims are, the compiler looks into every folder beside the standard library,
    // some 200 headers included.
    if let shims = toolchain.shims { arguments += ["-Xcc", "-fmodule-map-file=\(shims)"] }
    return arguments
  }

  private func link(_ staged: StagedSubmission, _ object: String, _ library: String) throws {
    let run = try runLinker(staged, object, library)
    guard run.ending == .exited(0) else {
      // What a linker refuses for the submission's sake, such as a symbol that is there twice, the known
      // good file does not contain.
      try MachineControl(compiler: self, staged: staged).check(run)
      if let limit = limit(run.ending) { throw CompileFailure(diagnostics: [], limit: limit) }
      throw CompileFailure(diagnostics: [linkError(run.output, staged)])
    }
  }

  func runLinker(
    _ staged: StagedSubmission, _ object: String, _ library: String
  ) throws(EnvironmentFailure) -> BoundedRun {
    // What the worker has loaded already is found in it; to name the standard library here would have
    // the linker read it, for a third of its time.
    var arguments = ["-shared", object, toolchain.runtimeObject, "--threads=1", "-o", library]
    if staged.files.contains(where: Self.importsMore) {
      arguments += ["-L", toolchain.libraries, "-rpath", toolchain.libraries]
      arguments += try autolinked(object, in: staged)
    }
    return try start(toolchain.linker, arguments, staged)
  }

  private func linkError(_ output: [UInt8], _ staged: StagedSubmission) -> Diagnostic {
    let text = String(decoding: output, as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.contains("error: ") } ?? ""
    let said = line.firstRange(of: "error: ").map { String(line[$0.upperBound...]) } ?? "no reason"
    return Diagnostic(
      severity: .error,
      message: "the compiled submission cannot be linked: "
        + printable(staged.withOwnNames(said)))
  }

  /// The toolchain's libraries that the submission's imports ask for. The system's are in the worker
  /// already, and nothing but libraries is taken: an import of C code may ask for any linker flag.
  private func autolinked(
    _ object: String, in staged: StagedSubmission
  ) throws(EnvironmentFailure) -> [String] {
    let list = staged.path("autolink.txt")
    unlink(list)
    let run = try start(
      toolchain.frontend, [object, "-o", list], staged, name: "swift-autolink-extract")
    guard run.ending == .exited(0) else { return [] }
    return String(decoding: try readWholeFile(list, isForeign: true), as: UTF8.self)
      .split { $0 == "\n" || $0 == " " }
      .filter { flag in
        flag.wholeMatch(of: #/-l[A-Za-z0-9_+\-]+/#) != nil
          && access("\(toolchain.libraries)/lib\(flag.dropFirst(2)).so", R_OK) == 0
      }
      .map(String.init)
  }

  /// True when a file may import a module whose library the worker has not loaded already. Being
  /// wrong costs time only: an `import` in a comment counts.
  private static func importsMore(_ file: SourceFile) -> Bool {
    let loaded = ["ExerciseKit", "Swift", "_Concurrency", "_StringProcessing", "Glibc"]
    return (file.bytes + [0]).withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { text in
        var rest = text.baseAddress
        while let start = rest, let found = strstr(start, "import") {
          let after = found.advanced(by: "import".utf8.count)
          rest = UnsafePointer(after)
          let name = after.advanced(by: strspn(after, " \t\n\r"))
          let length = strcspn(name, " \t\n\r.;/")
          let isLoaded = loaded.contains {
            $0.utf8.count == length && strncmp($0, name, length) == 0
          }
          if !isLoaded { return true }
        }
        return false
      }
    }
  }

  private func start(
    _ executable: String, _ arguments: [String], _ staged: StagedSubmission, name: String? = nil,
    limits: ResourceLimits? = nil
  ) throws(EnvironmentFailure) -> BoundedRun {
    let path = name.map { parent(of: executable) + "/" + $0 } ?? executable
    let profile = LaunchProfile(
      kind: .compile, readable: [toolchain.root, cache.kit, cache.modules],
      writable: [staged.folder], user: staged.user)
    return try BoundedRun.run(path, arguments, profile: profile, limits: limits ?? self.limits)
  }

  /// What stopped the compiler or the linker; nil when it came to an end by itself.
  func limit(_ ending: BoundedRun.Ending) -> CompileFailure.Limit? {
    switch ending {
    case .exited: nil
    case .signalled(SIGSYS): .forbiddenOperation
    case .signalled(SIGXFSZ): .file(bytes: limits.fileSize)
    case .signalled: .crash
    case .timeLimit: .time(seconds: limits.processorSeconds)
    case .memoryLimit: .memory(bytes: limits.memory)
    case .outputLimit: .output(bytes: limits.output)
    }
  }

  /// A kit that this compiler cannot read is no fault of the submission's.
  private func checkKit(_ output: CompilerOutput) throws(EnvironmentFailure) {
    let complaint = output.entries.first { entry in
      entry.severity == .error && entry.message.contains("ExerciseKit")
        && (entry.message.hasPrefix("module compiled with")
          || entry.message.contains("built by a different compiler")
          || entry.message.hasPrefix("malformed compiled module")
          || entry.message.hasPrefix("compiled module was created by"))
    }
    if let complaint {
      throw EnvironmentFailure(
        "the toolchain in \(toolchain.root) cannot use the kit this program was built with "
          + "(\(complaint.message)); run `swift build` with the toolchain that is on PATH")
    }
  }
}
