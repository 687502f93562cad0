import Glibc
import Testing

@testable import Execution

@Suite struct `Blaming the machine` {
  private static let honest = "import ExerciseKit\n"

  private static func prepare(_ text: String, limits: ResourceLimits = .compiler) throws {
    _ = try Submission.prepare(
      [SourceFile(name: "ORSet.swift", bytes: Array(text.utf8))], Workbench.interface, user: nil,
      limits: limits)
  }

  @Test func `for limits under which a known good file does not compile either`() {
    var limits = ResourceLimits.compiler
    limits.memory = 64 << 20
    let failure = #expect(throws: EnvironmentFailure.self) { try Self.prepare("", limits: limits) }
    #expect(failure?.description.contains("a known good file included") == true)
  }

  @Test func `for files that can hold nothing`() {
    var limits = ResourceLimits.compiler
    limits.fileSize = 100
    #expect(throws: EnvironmentFailure.self) {
      let files = try Intake.take(Workbench.folder + "/Fixtures/Hostile.swift").files
      _ = try Submission.prepare(files, Workbench.interface, user: nil, limits: limits)
    }
  }

  @Test func `for a kit that cannot be read`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      let home = try TemporaryFolder()
      openToAnyone(home.path)
      setenv("XDG_CACHE_HOME", home.path, 1)
      let installation = try Installation.besideExecutable()
      let cache = try CompilationCache.open(try .find(), installation)
      let kit = cache.kit + "/" + CacheFolder.kitMark
      // What opens the cache takes it for whole; what it holds is not a module.
      try #require(truncate(kit, 100) == 0)
      #expect(throws: EnvironmentFailure.self) { try Self.prepare(Self.honest) }
    }
  }

  @Test func `for a compiler that somebody has ended`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      _ = try CompilationCache.open(try .find(), try .besideExecutable())
      var thread = pthread_t()
      pthread_create(
        &thread, nil,
        { _ in
          // As the kernel does when memory runs out.
          while true {
            for group in Workbench.groups(ofChildrenOf: getpid()) { kill(group, SIGKILL) }
            usleep(1000)
          }
        }, nil)
      let long = "let a = " + Array(repeating: "[1: \"a\"]", count: 2000).joined(separator: " + ")
      let failure = #expect(throws: EnvironmentFailure.self) { try Self.prepare(long) }
      #expect(failure != nil)
    }
  }

  @Test func `for a library that no worker can load, and not for one that can be`() throws {
    let submission = try Submission.prepare(
      path: Workbench.folder + "/Fixtures/Hostile.swift", interface: Workbench.interface)
    #expect(try submission.loadFailure() == nil)
    let toolchain = try Toolchain.find()
    let installation = try Installation.besideExecutable()
    let control = MachineControl(
      compiler: try Compiler(toolchain, installation),
      staged: try StagedSubmission([], interface: Workbench.interface))
    // No library has this program's worker as its own: it says so and ends.
    let other = Installation(worker: toolchain.frontend, kitModules: installation.kitModules)
    let failure = #expect(throws: EnvironmentFailure.self) { try control.checkLoading(other) }
    #expect(failure?.description.contains("nothing can be loaded") == true)
  }

  @Test(arguments: [
    "let a: Int = \"\"\n", "#error(\"No space left on device\")\n", "import NoSuchModule\n",
    "func f() -> Int { }\n#error(\"Permission denied\")\n",
    "@_cdecl(\"truthbook_subject\") func f() {}\n",
  ])
  func `never for what is the submission's own`(text: String) {
    #expect(throws: CompileFailure.self) { try Self.prepare(text) }
  }
}
