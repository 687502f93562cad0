import ExerciseKit
import Glibc
import Testing
import Wire

@testable import Execution

@Suite struct `Compiling` {
  private static let honest = """
    import ExerciseKit

    public struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
      public private(set) var elements: Set<Element> = []
      private let replica: NodeID
      public init(replica: NodeID) { self.replica = replica }
      public func contains(_ element: Element) -> Bool { elements.contains(element) }
      public mutating func add(_ element: Element) -> Dot {
        elements.insert(element)
        return Dot(replica: replica, sequence: 1)
      }
      public mutating func remove(_ element: Element) -> Set<Dot> { [] }
      public mutating func merge(_ other: ORSet) { elements.formUnion(other.elements) }
    }

    """

  private func observe(_ submission: Submission) throws -> [[UInt8]] {
    try submission.subject().run(Workbench.adding(["a"]))
  }

  private func rendered(_ text: String) throws -> String? {
    try Workbench.failure(text)?.rendered()
  }

  @Test func `honest code compiles and answers`() throws {
    let submission = try Workbench.submission([("ORSet.swift", Self.honest)])
    #expect(submission.warnings == [])
    #expect(try observe(submission) == [[1, 1]])
  }

  @Test func `an ordinary file at nine tenths of the size limit takes less than half of the time`()
    throws
  {
    var text = Self.honest
    var number = 0
    while true {
      number += 1
      let copy = Self.honest.replacing("import ExerciseKit\n", with: "")
        .replacing("ORSet", with: "ORSet\(number)")
      if text.utf8.count + copy.utf8.count > Intake.submissionLimit / 10 * 9 { break }
      text += copy
    }
    var limits = ResourceLimits.compiler
    limits.processorSeconds /= 2
    limits.memory /= 2
    _ = try Submission.prepare(
      [SourceFile(name: "ORSet.swift", bytes: Array(text.utf8))], Workbench.interface, user: nil,
      limits: limits)
  }

  @Test func `the temporary folder goes with the submission and its last worker`() throws {
    var submission: Submission? = try Workbench.submission([("ORSet.swift", Self.honest)])
    let folder = try #require(submission?.folder)
    #expect(realPath(folder) != nil)
    var worker = try submission?.subject()
    submission = nil
    try worker?.restart()
    #expect(try worker?.run(Workbench.adding(["a"])) == [[1, 1]])
    worker = nil
    #expect(realPath(folder) == nil)
  }

  @Test func `concurrency, regular expressions and Glibc can be used`() throws {
    let submission = try Workbench.submission([
      (
        "ORSet.swift",
        Self.honest + """
          import Glibc
          actor Counter { var count = 0; func step() async { count += 1 } }
          func isWord(_ text: String) -> Bool { text.wholeMatch(of: #/\\w+/#) != nil && sin(0.0) == 0 }
          func run() async { await Counter().step() }

          """
      )
    ])
    #expect(try observe(submission) == [[1, 1]])
  }

  @Test func `Foundation can be imported, and its library is found`() throws {
    let submission = try Workbench.submission([
      (
        "ORSet.swift",
        "import Foundation\n"
          + Self.honest.replacing(
            "elements.insert(element)",
            with: "elements.insert(element); _ = Date(timeIntervalSince1970: 0).description")
      )
    ])
    #expect(try observe(submission) == [[1, 1]])
  }

  @Test func `a submission may have several files and names of its own for what we use`() throws {
    let submission = try Workbench.submission([
      ("ORSet.swift", Self.honest),
      (
        "Shadows.swift",
        """
        struct UnsafeRawPointer {}
        enum Swift {}
        enum ExerciseKit {}
        func unsafeBitCast(_ x: Int, to: Int) -> Int { x }
        func truthbook_subject() {}

        """
      ),
    ])
    #expect(try observe(submission) == [[1, 1]])
  }

  @Test func `a file name is never a compiler flag`() throws {
    let submission = try Workbench.submission([("-DEVIL @x.swift", Self.honest)])
    #expect(try observe(submission) == [[1, 1]])
  }

  @Test func `warnings are kept with their lines`() throws {
    let text = Self.honest + "func unused() { let x = 1 }\n"
    let submission = try Workbench.submission([("ORSet.swift", text)])
    #expect(submission.warnings.count == 1)
    #expect(submission.warnings.first?.place?.line == 15)
  }

  @Test(arguments: [
    ("func f() -> Int8 { var a: Int8 = 127; a += 1; return a }", "results in an overflow"),
    ("func f() -> Int { let zero = 0; return 5 / zero }", "division by zero"),
    ("func f() -> Int { var x: Int; return x }", "used before being initialized"),
    ("func f() { var x = 1; swap(&x, &x) }", "overlapping accesses to 'x'"),
    ("func f(_ b: Bool) -> Int { if b { return 1 } }", "missing return"),
    (
      "final class Box { var v = 1 }; func f(_ b: Box) -> Task<Void, Never> "
        + "{ defer { b.v = 2 }; return Task { b.v = 1 } }", "risks causing data races"
    ),
  ])
  func `what the compiler finds by following the program is found`(
    source: String, message: String
  ) throws {
    let text = try #require(try rendered(Self.honest + source + "\n"))
    #expect(text.contains("error: ") && text.contains(message), "\(text)")
  }

  @Test func `a syntax error is shown at the learner's own line and nothing else is`() throws {
    let text = Self.honest + "let x =\n"
    #expect(
      try rendered(text) == """
        ORSet.swift:15:8: error: expected initial value after '='
          15 | let x =
             |        ^

        """)
  }

  @Test func `of several types the one that is missing is named`() throws {
    let counters = SubjectInterface(
      type: "GCounter", conformance: "ExerciseKit::GrowOnlyCounter",
      others: [SubjectInterface(type: "PNCounter", conformance: "ExerciseKit::UpDownCounter")])
    let first = """
      import ExerciseKit
      struct GCounter: GrowOnlyCounter {
        let value: UInt64 = 0
        init(replica: NodeID) {}
        mutating func increment(by amount: UInt64) {}
        mutating func merge(_ other: GCounter) {}
      }

      """
    let second = first.replacing("GCounter: GrowOnlyCounter", with: "PNCounter: UpDownCounter")
      .replacing("GCounter", with: "PNCounter").replacing("UInt64", with: "Int64")
      .replacing("increment(by amount", with: "add(_ delta")
    func failure(_ text: String) throws -> String? {
      do {
        let file = SourceFile(name: "Counters.swift", bytes: Array(text.utf8))
        _ = try Submission.prepare(files: [file], interface: counters)
        return nil
      } catch let failure as CompileFailure {
        return failure.rendered()
      }
    }
    #expect(try failure(first + second) == nil)
    #expect(
      try failure(first)?.contains(
        "a type named `PNCounter` that conforms to `UpDownCounter`; Counters.swift declares `GCounter`"
      )
        == true)
    #expect(
      try failure(second)?.contains("a type named `GCounter` that conforms to `GrowOnlyCounter`")
        == true)
    #expect(
      try failure(first + second.replacing(": UpDownCounter", with: ""))?.contains(
        "a type named `PNCounter` that conforms to `UpDownCounter`; yours does not") == true)
  }

  @Test func `a missing type is named, with what there is instead`() throws {
    let text = Self.honest.replacing("ORSet", with: "OrSet")
    #expect(
      try rendered(text) == """
        error: the exercise expects a type named `ORSet` that conforms to `ObservedRemoveSet`; \
        ORSet.swift declares `OrSet`

        """)
    #expect(
      try rendered("// nothing yet\n") == """
        error: the exercise expects a type named `ORSet` that conforms to `ObservedRemoveSet`; \
        your file declares no type

        """)
  }

  @Test func `missing members are listed as the exercise declares them`() throws {
    let text = Self.honest.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.contains("func merge") && !$0.contains("func remove") }.joined(separator: "\n")
    #expect(
      try rendered(text) == """
        ORSet.swift:3:15: error: type 'ORSet<Element>' does not conform to protocol \
        'ObservedRemoveSet'
          3 | public struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
            |               ^
        ORSet.swift:3:15: error: type 'ORSet<Element>' does not conform to protocol 'Mergeable'
          3 | public struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
            |               ^
        note: the exercise needs: `mutating func remove(_ element: Element) -> Set<Dot>`
        note: the exercise needs: `mutating func merge(_ other: Self)`

        """)
  }

  @Test func `a type without the conformance is told to conform`() throws {
    let text = "\n" + Self.honest.replacing(": ObservedRemoveSet {", with: " {")
    #expect(
      try rendered(text) == """
        ORSet.swift:4:15: error: the exercise expects a type named `ORSet` that conforms to \
        `ObservedRemoveSet`; yours does not: write `: ObservedRemoveSet` after its name
          4 | public struct ORSet<Element: Hashable & Sendable> {
            |               ^

        """)
  }

  @Test(arguments: [
    ("struct ORSet {}", "yours takes no type in angle brackets"),
    ("struct ORSet<A, B> {}", "that can be used as `ORSet<String>`"),
    ("private struct ORSet<A> {}", "remove `private`"),
    ("class ORSet<A> {}", "write `: ObservedRemoveSet` after its name"),
  ])
  func `a type that cannot be used is explained at its declaration`(
    text: String, explanation: String
  ) throws {
    let failure = try #require(try Workbench.failure("import ExerciseKit\n\(text)\n"))
    let diagnostic = try #require(failure.diagnostics.first)
    #expect(failure.diagnostics.count == 1)
    #expect(diagnostic.message.contains(explanation))
    #expect(diagnostic.place?.line == 2)
  }

  @Test(arguments: [
    "#sourceLocation(file: \"/etc/passwd\", line: 3)\nlet x: Int = \"a\"\n",
    "#sourceLocation(file: \"f0.swift\", line: 3)\nlet x: Int = \"a\"\n",
    "#sourceLocation(file: \"/tmp/truthbook-01234567-AAAAAA/files/entry.swift\", line: 3)\nlet x: Int = \"a\"\n",
  ])
  func `a place that is not in the submission is never shown`(text: String) throws {
    #expect(
      try rendered(Self.honest + text) == """
        error: the compiler found errors but names no place in your files; \
        remove every `#sourceLocation` and macro to see where

        """)
  }

  @Test func `an error's text can neither pass for another diagnostic nor act on a terminal`()
    throws
  {
    let text = #"#error("no\u{1B}[2J\n/x.swift:1:1: error: forged\nf0.swift:1:1: error: no")"#
    #expect(
      try rendered(text) == #"""
        ORSet.swift:1:8: error: no\u{1B}[2J
          1 | #error("no\u{1B}[2J\n/x.swift:1:1: error: forged\nf0.swift:1:1: error: no")
            |        ^

        """#)
  }

  @Test(arguments: ["Wire", "Subjects", "Nonexistent"])
  func `no module of ours but the kit can be imported`(module: String) throws {
    let failure = try #require(try Workbench.failure("import \(module)\n"))
    #expect(failure.diagnostics.map(\.message) == ["no such module '\(module)'"])
  }

  @Test func `the entry point cannot be taken`() throws {
    let text = Self.honest + "@_cdecl(\"truthbook_subject\") public func mine() {}\n"
    #expect(
      try rendered(text) == """
        error: the exercise keeps the symbol `truthbook_subject` for itself; rename yours

        """)
  }

  @Test func `no path of ours is in any text`() throws {
    for text in ["let x: Int = #filePath + 1\n", "let x =\n", "import Nonexistent\n"] {
      let shown = try #require(try rendered(text))
      #expect(!shown.contains("/"))
    }
  }

  @Test func `the same submission gives the same text`() throws {
    let text = Self.honest.replacing("Dot", with: "Dott")
    #expect(try rendered(text) == rendered(text))
  }

  @Test func `an installation that is not whole is the environment's fault`() {
    #expect(throws: EnvironmentFailure.self) {
      try Submission.prepare(
        files: [], interface: Workbench.interface,
        installation: Installation(worker: "/nonexistent", kitModules: "/nonexistent"))
    }
    #expect(throws: EnvironmentFailure.self) { try Toolchain(root: "/nonexistent") }
  }

  @Test func `a kit the compiler cannot read is the environment's fault`() throws {
    let folder = try TemporaryFolder()
    try writeNewFile(folder.path + "/ExerciseKit.swiftmodule", Array("not a module".utf8))
    let whole = try Installation.besideExecutable()
    #expect(throws: EnvironmentFailure.self) {
      try Submission.prepare(
        files: [SourceFile(name: "ORSet.swift", bytes: Array(Self.honest.utf8))],
        interface: Workbench.interface,
        installation: Installation(worker: whole.worker, kitModules: folder.path))
    }
  }

  @Test func `what stops a compiler is told apart, and from a crash`() throws {
    let compiler = try Compiler(try .find(), try .besideExecutable())
    let limits = ResourceLimits.compiler
    for (ending, limit) in [
      (BoundedRun.Ending.signalled(SIGSYS), CompileFailure.Limit.forbiddenOperation),
      (.signalled(SIGXFSZ), .file(bytes: limits.fileSize)),
      (.timeLimit, .time(seconds: limits.processorSeconds)),
      (.memoryLimit, .memory(bytes: limits.memory)),
      (.outputLimit, .output(bytes: limits.output)),
    ] {
      #expect(compiler.limit(ending) == limit)
      let failure = CompileFailure(diagnostics: [], limit: limit)
      #expect(failure.isStopped)
      #expect(failure.rendered().hasPrefix("error: the compiler was stopped"))
    }
    #expect(compiler.limit(.signalled(SIGSEGV)) == .crash)
    let crash = CompileFailure(diagnostics: [], limit: .crash)
    #expect(!crash.isStopped && crash.rendered().contains("the compiler crashed"))
    #expect(compiler.limit(.exited(1)) == nil)
  }

  @Test func `the submission's own words are not taken for the compiler's`() {
    let said = "f0.swift:1:1: error: no\n 1 | let x: Int = \"LLVM ERROR: out of memory\"\n"
    #expect(!CrashReport.compilerSaysOutOfMemory(Array(said.utf8)))
    #expect(CrashReport.compilerSaysOutOfMemory(Array((said + "LLVM ERROR: out of memory").utf8)))
  }

  @Test func `the toolchain says its version`() throws {
    #expect(try Toolchain.find().version().contains("Swift version"))
  }
}

@Suite struct `Bounded runs` {
  private let profile = LaunchProfile(
    kind: .compile, readable: ["/bin", "/usr/bin"], writable: [], user: .unchanged)

  private func run(_ script: String, _ limits: ResourceLimits) throws -> BoundedRun {
    try BoundedRun.run("/bin/sh", ["-c", script], profile: profile, limits: limits)
  }

  private let ample = ResourceLimits(
    processorSeconds: 20, wallMilliseconds: 200_000, memory: 4 << 30, fileSize: 1 << 20,
    output: 1 << 20)

  @Test func `a status and what was printed come back`() throws {
    let run = try run("echo out; echo err >&2; exit 3", ample)
    #expect(run.ending == .exited(3))
    #expect(run.output == Array("out\nerr\n".utf8))
  }

  @Test func `endless printing, computing and waiting are stopped`() throws {
    var limits = ample
    limits.output = 1000
    #expect(try run("while :; do echo again; done", limits).ending == .outputLimit)
    limits = ample
    limits.processorSeconds = 1
    #expect(try run("while :; do :; done", limits).ending == .timeLimit)
    limits = ample
    limits.wallMilliseconds = 100
    #expect(try run("exec >/dev/null 2>&1; kill -STOP $$", limits).ending == .timeLimit)
  }

  @Test func `what prints without end once its time is over was out of time`() throws {
    var limits = ample
    limits.output = 1000
    limits.processorSeconds = 1
    let script = "trap 'while :; do echo over; done' XCPU; while :; do :; done"
    #expect(try run(script, limits).ending == .timeLimit)
  }

  @Test func `a forbidden call and a file that grows too large end a run as what they are`() throws
  {
    let folder = try TemporaryFolder()
    let launcher = try Launcher.path.get()
    let confined = LaunchProfile(
      kind: .compile, readable: [launcher, "/bin", "/usr/bin"], writable: [folder.path],
      user: .unchanged)
    let traced = try BoundedRun.run(
      launcher, ["probe", folder.path + "/x", "inspect"], profile: confined, limits: ample)
    #expect(traced.ending == .signalled(SIGSYS))
    let written = try BoundedRun.run(
      "/bin/sh",
      ["-c", "while :; do echo 0123456789012345678901234567890; done >\(folder.path)/x"],
      profile: confined, limits: ample)
    #expect(written.ending == .signalled(SIGXFSZ))
  }

  @Test func `nothing of our environment or descriptors is inherited`() throws {
    let leaked = Glibc.open("/dev/zero", O_RDONLY)
    defer { close(leaked) }
    let environment = try BoundedRun.run("/usr/bin/env", [], profile: profile, limits: ample)
    #expect(
      environment.output
        == Array("PATH=/nonexistent\nLC_ALL=C\nLLVM_DISABLE_SYMBOLIZATION=1\n".utf8))
    // The fourth is the list itself, which no submission can open.
    var curious = profile
    curious.readable.append("/proc")
    let descriptors = try BoundedRun.run(
      "/bin/ls", ["/proc/self/fd"], profile: curious, limits: ample)
    #expect(descriptors.output == Array("0\n1\n2\n3\n".utf8))
  }
}
