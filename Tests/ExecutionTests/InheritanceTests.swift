import ExerciseKit
import Glibc
import Testing
import Wire

@testable import Execution

@Suite struct `What whoever starts us leaves us with` {
  /// Compiles a submission, asks it something, and fails when either does.
  private static func grade() throws {
    let submission = try Submission.prepare(
      path: Workbench.folder + "/Fixtures/Hostile.swift", interface: Workbench.interface)
    _ = try submission.subject().run(Workbench.adding(["honest"]))
  }

  private static func setSoftLimit(_ resource: __rlimit_resource, _ value: UInt) throws {
    var limit = rlimit()
    try #require(getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0)
    limit.rlim_cur = value
    try #require(setrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0)
  }

  @Test(arguments: [0o077, 0o777] as [mode_t])
  func `a umask takes no right from any file of ours`(mask: mode_t) async {
    switch mask {
    case 0o077:
      await #expect(processExitsWith: .exitCode(0)) { Self.gradeWithUmask(0o077) }
    default:
      await #expect(processExitsWith: .exitCode(0)) { Self.gradeWithUmask(0o777) }
    }
  }

  /// Grades with an empty cache, then with the one that was filled.
  private static func gradeWithUmask(_ mask: mode_t) {
    Workbench.recordingErrors {
      let home = try TemporaryFolder()
      openToAnyone(home.path)
      setenv("XDG_CACHE_HOME", home.path, 1)
      umask(mask)
      try grade()
      try #require(CacheRoot.found.path == home.path + "/truthbook")
      try grade()
    }
  }

  @Test func `an ignored SIGCHLD does not hide how a process ended`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      signal(SIGCHLD, SIG_IGN)
      try disownInheritance()
      try Self.grade()
    }
  }

  @Test func `where nobody can know how a process ended, the machine is to blame`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      _ = try CompilationCache.open(try .find(), try .besideExecutable())
      signal(SIGCHLD, SIG_IGN)
      #expect(throws: EnvironmentFailure.self) { try Self.grade() }
    }
  }

  @Test func `soft limits on files are raised, and blocked signals let through`() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      var all = sigset_t()
      sigfillset(&all)
      pthread_sigmask(SIG_SETMASK, &all, nil)
      try Self.setSoftLimit(RLIMIT_NOFILE, 20)
      try Self.setSoftLimit(RLIMIT_FSIZE, 1 << 10)
      try disownInheritance()
      try Self.grade()
      raise(SIGTERM)
    }
  }

  @Test func `a hard limit that is too low is named`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      var limit = rlimit(rlim_cur: 40, rlim_max: 40)
      let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
      try #require(setrlimit(resource, &limit) == 0)
      let failure = #expect(throws: EnvironmentFailure.self) { try disownInheritance() }
      #expect(failure?.description.contains("the limit on open files is 40") == true)
      _ = limit
    }
  }

  @Test func `the arguments are the same as those that /proc tells`() {
    #expect(programArguments() == Array(CommandLine.arguments.dropFirst()))
  }
}

@Suite struct `The folder for temporary files` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `is the one that is wished for, without a slash at its end`() throws {
    let root = try TemporaryRoot(wished: folder.path + "/", others: [])
    #expect(root.path == folder.path && root.note == nil)
  }

  @Test(arguments: [
    ("relative", "which is not an absolute path"), ("/nonexistent/folder", "No such file"),
    ("/etc/passwd", "not a folder"), ("/proc", "cannot be written"),
    ("/" + String(repeating: "long/", count: 300), "too long"),
  ])
  func `is another, and a note says so, when the one wished for is of no use`(
    wished: String, why: String
  ) throws {
    let root = try TemporaryRoot(wished: wished, others: [folder.path])
    #expect(root.path == folder.path)
    let note = try #require(root.note)
    #expect(note.hasPrefix("TMPDIR names ") && note.contains(why))
    #expect(note.hasSuffix("using \(folder.path) instead"))
  }

  @Test func `is missed with a reason for each when none is of use`() {
    let failure = #expect(throws: EnvironmentFailure.self) {
      try TemporaryRoot(wished: "relative", others: ["/proc"])
    }
    let text = failure?.description ?? ""
    #expect(
      text.contains("TMPDIR names relative") && text.contains("/proc which cannot be written"))
  }

  @Test func `leaves nothing behind from being tried`() throws {
    _ = try TemporaryRoot(wished: folder.path, others: [])
    #expect(rmdir(folder.path) == 0)
  }
}
