import ExerciseKit
import Glibc
import Testing
import Wire

@testable import Execution

/// What a submission tries, and what comes of it: as whoever runs these tests, and, when that is root,
/// also as the user that root hands submissions to.
@Suite struct `Confinement` {
  private static let text = Result {
    try readWholeFile(Workbench.folder + "/Fixtures/Attacks.swift")
  }

  private static let users: [SubmissionUser] =
    geteuid() == 0 ? [.unchanged, SubmissionUser(number: 64_999)] : [.unchanged]

  private static let prepared = Result {
    try Dictionary(
      uniqueKeysWithValues: users.map { user in
        (
          user,
          try Submission.prepare(
            [SourceFile(name: "Attacks.swift", bytes: try text.get())], Workbench.interface,
            user: user)
        )
      })
  }

  private func worker(
    _ user: SubmissionUser, _ limits: WorkerLimits = WorkerLimits()
  ) throws -> WorkerProcess {
    try #require(try Self.prepared.get()[user]).subject(limits: limits)
  }

  /// What a worker prints when it is given an order; afterwards a fresh one answers.
  private func outcome(of order: String, as user: SubmissionUser) throws -> String {
    let worker = try worker(user)
    _ = try worker.run(Workbench.adding([order]))
    let said = worker.printed
    try worker.restart()
    #expect(try worker.run(Workbench.adding(["honest"])).count == 1)
    return said
  }

  static let hostile = [
    "fork", "vfork", "clone", "spawn", "execve", "execveat", "memfd", "ptrace", "process_vm_readv",
    "process_vm_writev", "kill-parent", "kill-all", "kill-group", "tgkill-parent", "tkill",
    "sigqueue", "pidfd_open", "pidfd_send_signal", "pidfd_getfd", "io_uring", "bpf", "keyctl",
    "userfaultfd", "unshare", "setns", "mount", "chroot", "perf", "kcmp", "handle",
  ]

  @Test(arguments: hostile, users)
  func `an act only an attack makes ends the worker with its own verdict`(
    act: String, user: SubmissionUser
  ) throws {
    let worker = try worker(user)
    let group = worker.processGroup
    #expect(throws: Stop.forbiddenOperation) { try worker.run(Workbench.adding([act])) }
    #expect(worker.printed == "")
    #expect(Workbench.survivors(ofGroup: group) == [])
    try worker.restart()
    #expect(try worker.run(Workbench.adding(["honest"])).count == 1)
  }

  #if arch(x86_64)
    @Test(arguments: ["x32", "i386"], users)
    func `there is no other way into the kernel`(way: String, user: SubmissionUser) throws {
      let worker = try worker(user)
      #expect(throws: Stop.forbiddenOperation) { try worker.run(Workbench.adding([way])) }
    }
  #endif

  @Test(arguments: users)
  func `no socket of any family can be had`(user: SubmissionUser) throws {
    #expect(
      try outcome(of: "sockets", as: user)
        == [2, 10, 1, 16, 17, 40].map { "\($0) \(EPERM);" }.joined())
  }

  @Test(arguments: users)
  func `files outside cannot be read, listed or changed`(user: SubmissionUser) throws {
    let folder = try TemporaryFolder()
    try writeNewFile(folder.path + "/file", Array("hidden".utf8))
    #expect(chmod(folder.path, 0o777) == 0)
    #expect(chmod(folder.path + "/file", 0o666) == 0)

    for path in ["\(folder.path)/file", "/etc/passwd", "/etc/hostname", Workbench.folder] {
      #expect(try outcome(of: "read \(path)", as: user) == "read \(EACCES);")
    }
    #expect(try outcome(of: "list \(folder.path)", as: user) == "list \(EACCES);")
    let said = try outcome(of: "change \(folder.path)", as: user)
    #expect(!said.contains("WORKED") && said.split(separator: ";").count == 14, "\(said)")

    var status = stat()
    #expect(stat(folder.path + "/file", &status) == 0)
    #expect(status.st_mode & 0o777 == 0o666)
    #expect(try readWholeFile(folder.path + "/file") == Array("hidden".utf8))
    #expect(access(folder.path + "/new", F_OK) != 0)
  }

  @Test(arguments: users)
  func `the grader's memory and environment cannot be read`(user: SubmissionUser) throws {
    #expect(
      try outcome(of: "parent", as: user)
        == "mem \(EACCES);environ \(EACCES);maps \(EACCES);")
  }

  @Test(arguments: users)
  func `limits stay, and nothing can be shared or left behind`(user: SubmissionUser) throws {
    let said = try outcome(of: "limits", as: user)
    #expect(!said.contains("WORKED") && said.split(separator: ";").count == 5, "\(said)")
  }

  @Test(arguments: users)
  func `a worker has its own descriptors and a constant environment`(user: SubmissionUser) throws {
    let leaked = open("/dev/zero", O_RDONLY)
    defer { close(leaked) }
    setenv("TRUTHBOOK_TEST_SECRET", "token", 1)
    #expect(try outcome(of: "descriptors", as: user) == "[0, 1, 2, 3, 4];")
    #expect(
      try outcome(of: "environment", as: user)
        == "LC_ALL=C;SWIFT_DETERMINISTIC_HASHING=1;SWIFT_BACKTRACE=enable=no;")
  }

  @Test(arguments: users)
  func `threads are bounded`(user: SubmissionUser) throws {
    let worker = try worker(user)
    let group = worker.processGroup
    #expect(try worker.run(Workbench.adding(["threads"])).count == 1)
    #expect(worker.printed == "few;")
    worker.end()
    #expect(Workbench.survivors(ofGroup: group) == [])
  }

  @Test(arguments: users)
  func `a loop that ignores every signal ends`(user: SubmissionUser) throws {
    let worker = try worker(user, WorkerLimits(callMilliseconds: 100))
    #expect(throws: Stop.timeLimit(milliseconds: 100)) {
      try worker.run(Workbench.adding(["deaf"]))
    }
  }

  @Test(arguments: users, ["exit(0)", "fork()"])
  func `code that runs before main is confined and passes nothing`(
    user: SubmissionUser, act: String
  ) throws {
    let text =
      String(decoding: try Self.text.get(), as: UTF8.self) + """
        @_silgen_name("fork") private func fork() -> Int32
        @section(".init_array") @used
        private let constructor: @convention(c) () -> Void = { _ = \(act) }

        """
    let submission = try Submission.prepare(
      [SourceFile(name: "Early.swift", bytes: Array(text.utf8))], Workbench.interface, user: user)
    let stop: Stop = act == "fork()" ? .forbiddenOperation : .exited(status: 0)
    #expect(throws: stop) { try submission.subject().run(Workbench.adding(["honest"])) }
  }

  @Test(arguments: hostile + ["crash-and-spawn"], users)
  func `a worker that is traced is confined as well`(act: String, user: SubmissionUser) throws {
    let submission = try #require(try Self.prepared.get()[user])
    #expect(try submission.crashSite(of: Workbench.adding([act])) == nil)
  }

  @Test(arguments: users)
  func `a worker that is traced is told what every other is`(user: SubmissionUser) throws {
    let submission = try #require(try Self.prepared.get()[user])
    let usual = try ["descriptors", "environment"].map { try outcome(of: $0, as: user).dropLast() }
      .joined().filter { $0 != " " }
    let site = try submission.crashSite(of: Workbench.adding(["crash-when \(usual)"]))
    #expect(site?.source.contains("as usual") == true)
    #expect(try submission.crashSite(of: Workbench.adding(["crash-when \(usual)x"])) == nil)
  }

  @Test(arguments: users)
  func `nothing in proc can be read, not even of itself`(user: SubmissionUser) throws {
    #expect(try outcome(of: "processes", as: user) == "list \(EACCES);")
  }

  @Test(arguments: users)
  func `one submission sees and tells nothing of another`(user: SubmissionUser) throws {
    let other = try worker(user)
    _ = try other.run(Workbench.adding(["honest"]))
    #expect(try outcome(of: "spy \(other.processGroup)", as: user) == "clock \(EINVAL);")
    #expect(try outcome(of: "rename", as: user) == "comm \(EACCES);same name;")
    #expect(
      try outcome(of: "shared", as: user)
        == "open;wake \(EAGAIN);flock \(EPERM);lock \(EPERM);queue \(EPERM);times \(EPERM);"
        + "socket \(EPERM);shm \(EACCES);")
  }

  @Test func `what lies in a worker's memory would be found there`() throws {
    #expect(try outcome(of: "plant neddih-si-ti", as: .unchanged) == "found;")
    #expect(try outcome(of: "scan neddih-si-ti", as: .unchanged) == "scan nothing;")
  }
}

@Suite struct `Inherited limits` {
  private static func lower(
    _ resource: __rlimit_resource, soft: rlim_t, hard: rlim_t? = nil
  ) -> Bool {
    let resource = __rlimit_resource_t(resource.rawValue)
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return false }
    limit.rlim_max = min(limit.rlim_max, hard ?? limit.rlim_max)
    limit.rlim_cur = min(limit.rlim_max, soft)
    return setrlimit(resource, &limit) == 0
  }

  private static func shell(_ command: String) throws -> BoundedRun {
    try BoundedRun.run(
      "/bin/sh", ["-c", command],
      profile: LaunchProfile(
        kind: .compile, readable: ["/bin", "/usr/bin"], writable: [], user: .unchanged),
      limits: ResourceLimits(
        processorSeconds: 5, wallMilliseconds: 20_000, memory: 1 << 30, fileSize: 1 << 20,
        output: 1 << 20))
  }

  @Test func `that are soft reach nothing that is started`() async throws {
    await #expect(processExitsWith: .success) {
      let resources: [(__rlimit_resource, rlim_t)] = [
        (RLIMIT_NOFILE, 40), (RLIMIT_STACK, 512 << 10), (RLIMIT_DATA, 512 << 20),
        (RLIMIT_FSIZE, 4096), (RLIMIT_CPU, 60),
      ]
      for (resource, value) in resources { #expect(Self.lower(resource, soft: value)) }
      let run = try Self.shell("for x in n s f t v; do ulimit -S -$x; done; ulimit -S -d")
      // Files in blocks of 512 bytes, memory in KiB.
      let said = String(decoding: run.output, as: UTF8.self)
      let hard = try Self.shell("ulimit -H -d")
      #expect(
        said == "256\n8192\n2048\n5\n1048576\n" + String(decoding: hard.output, as: UTF8.self))
    }
  }

  @Test func `that are hard and too low are the machine's fault, and named`() async throws {
    await #expect(processExitsWith: .success) {
      #expect(Self.lower(RLIMIT_NOFILE, soft: 40, hard: 40))
      let failure = #expect(throws: EnvironmentFailure.self) { try Self.shell(":") }
      #expect(failure?.description.contains("limit: NOFILE 40 < 256") == true)
    }
  }
}

@Suite struct `Starting confined processes` {
  private let limits = ResourceLimits(
    processorSeconds: 5, wallMilliseconds: 20_000, memory: 1 << 30, fileSize: 1 << 20,
    output: 1 << 20)

  private func compile(
    _ program: String, _ arguments: [String], writable: [String] = []
  ) throws -> BoundedRun {
    try BoundedRun.run(
      program, arguments,
      profile: LaunchProfile(
        kind: .compile, readable: ["/bin", "/usr/bin"], writable: writable, user: .unchanged),
      limits: limits)
  }

  @Test func `a compiler reads and writes only what it was given`() throws {
    let folder = try TemporaryFolder()
    let other = try TemporaryFolder()
    #expect(try compile("/bin/cat", ["/etc/passwd"]).ending == .exited(1))
    #expect(try compile("/bin/ls", [other.path]).ending == .exited(2))
    #expect(
      try compile("/bin/cp", ["/bin/true", other.path + "/x"], writable: [folder.path]).ending
        == .exited(1))
    #expect(access(other.path + "/x", F_OK) != 0)
    #expect(
      try compile("/bin/cp", ["/bin/true", folder.path + "/x"], writable: [folder.path]).ending
        == .exited(0))
  }

  @Test func `a compiler starts nothing and changes no file's attributes`() throws {
    let folder = try TemporaryFolder()
    try writeNewFile(folder.path + "/x", [])
    #expect(try compile("/bin/sh", ["-c", "/bin/true; exit 7"]).ending != .exited(7))
    #expect(
      try compile("/bin/chmod", ["777", folder.path + "/x"], writable: [folder.path]).ending
        == .exited(1))
  }

  @Test func `a launcher that cannot confine is the environment's fault`() {
    let failure = #expect(throws: EnvironmentFailure.self) {
      try compile("/bin/true", [], writable: ["/nonexistent"])
    }
    #expect(failure?.description.contains("/nonexistent") == true)
    #expect(throws: EnvironmentFailure.self) { try compile("/bin/nonexistent", []) }
  }

  @Test func `a process lives on when the thread that asked for it is gone`() throws {
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { _ in
        let process = try? ChildProcess(
          "/bin/sleep", ["1000"],
          profile: LaunchProfile(
            kind: .compile, readable: ["/bin", "/usr/bin"], writable: [], user: .unchanged),
          limits: .compiler, descriptors: [])
        return process.map { Unmanaged.passRetained($0).toOpaque() }
      }, nil)
    try #require(code == 0)
    var result: UnsafeMutableRawPointer?
    pthread_join(thread, &result)
    let process = Unmanaged<ChildProcess>.fromOpaque(try #require(result)).takeRetainedValue()
    usleep(100_000)
    #expect(process.pollEnding() == nil)
    let group = process.id
    process.end()
    #expect(Workbench.survivors(ofGroup: group) == [])
  }

  @Test func `no process outlives a grader that is killed`() async throws {
    let result = await #expect(
      processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]
    ) {
      let submission = try Workbench.submission([
        (
          "A.swift",
          String(
            decoding: try readWholeFile(Workbench.folder + "/Fixtures/Attacks.swift"), as: UTF8.self
          )
        )
      ])
      let worker = try submission.subject(limits: WorkerLimits(callMilliseconds: 60_000))
      _ = try worker.run(Workbench.adding(["honest"]))
      print("living \(worker.processGroup) \(submission.folder)")
      fflush(nil)
      Task.detached {
        try await Task.sleep(for: .milliseconds(300))
        kill(getpid(), SIGKILL)
      }
      _ = try worker.run(Workbench.adding(["deaf"]))
    }
    let output = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
    let line = try #require(output.split(separator: "\n").first { $0.hasPrefix("living ") })
    let words = line.split(separator: " ")
    #expect(Workbench.survivors(ofGroup: try #require(Int32(words[1]))) == [])
    removeTree(parent(of: String(words[2])))
  }
}

@Suite struct `Locating a crash for a grader that is killed` {
  @Test func `neither the crashed process nor who looks at it outlives a grader that is killed`()
    async throws
  {
    let result = await #expect(
      processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]
    ) {
      let submission = try Submission.prepare(
        path: Workbench.folder + "/Fixtures/Attacks.swift", interface: Workbench.interface)
      // Compiles it so that it can be traced.
      #expect(try submission.crashSite(of: Workbench.adding(["honest"])) == nil)
      Task.detached {
        var groups: [Int32] = []
        while groups.isEmpty || Workbench.members(ofGroup: groups[0]).count < 2 {
          try await Task.sleep(for: .milliseconds(20))
          groups = Workbench.groups(ofChildrenOf: getpid())
        }
        print("living \(groups[0]) \(submission.folder)")
        fflush(nil)
        kill(getpid(), SIGKILL)
      }
      _ = try submission.crashSite(
        of: Workbench.adding(["deaf"]), limits: WorkerLimits(callMilliseconds: 60_000))
    }
    let output = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
    let line = try #require(output.split(separator: "\n").first { $0.hasPrefix("living ") })
    let words = line.split(separator: " ")
    #expect(Workbench.survivors(ofGroup: try #require(Int32(words[1]))) == [])
    removeTree(parent(of: String(words[2])))
  }
}

@Suite struct `Compiling for a grader that is killed` {
  @Test func `no compiler outlives a grader that is killed`() async throws {
    let result = await #expect(
      processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]
    ) {
      var endless = "typealias T0 = (Int, Int, Int, Int)\n"
      for number in 1...12 {
        let before = "T\(number - 1)"
        endless += "typealias T\(number) = (\(before), \(before), \(before), \(before))\n"
      }
      Task.detached {
        // The compiler is the one child that is a group of its own.
        var children: [Int32] = []
        while children.isEmpty {
          try await Task.sleep(for: .milliseconds(20))
          children = Workbench.groups(ofChildrenOf: getpid())
        }
        try await Task.sleep(for: .milliseconds(200))
        print("living \(Workbench.groups(ofChildrenOf: getpid()).map(String.init).joined())")
        fflush(nil)
        kill(getpid(), SIGKILL)
      }
      _ = try Workbench.submission([("A.swift", endless)])
    }
    let output = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
    let line = try #require(output.split(separator: "\n").first { $0.hasPrefix("living ") })
    let group = try #require(Int32(line.split(separator: " ")[1]))
    #expect(Workbench.survivors(ofGroup: group) == [])
  }
}

@Suite struct `The sandbox's level` {
  private func sandbox(without missing: [Sandbox.Layer]) -> Sandbox {
    Sandbox(
      attempts: Sandbox.Layer.allCases.map {
        Sandbox.Attempt(layer: $0, act: "", isPossible: missing.contains($0))
      })
  }

  @Test func `follows from what was possible`() {
    #expect(sandbox(without: []).level == .full)
    #expect(sandbox(without: [.landlock]).level == .partial)
    #expect(sandbox(without: [.user]).level == .partial)
    #expect(sandbox(without: [.landlock, .user]).level == .none)
    #expect(sandbox(without: [.seccomp]).level == .none)
    #expect(sandbox(without: [.limits]).level == .none)
    #expect(sandbox(without: [.landlock]).missing == [.landlock])
    #expect(Sandbox.Level.none < .partial && Sandbox.Level.partial < .full)
  }

  @Test func `is found by trying`() throws {
    let sandbox = try Sandbox.ofThisMachine()
    #expect(sandbox.attempts.count >= 20)
    #expect(sandbox.missing.isEmpty == sandbox.attempts.allSatisfy { !$0.isPossible })
  }
}
