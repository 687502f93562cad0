import ExerciseKit
import Glibc
import Testing
import Wire

@testable import Execution

@Suite struct `Worker processes` {
  /// Compiled once: every behaviour is chosen by what is added.
  private static let hostile = Result {
    try Submission.prepare(
      path: Workbench.folder + "/Fixtures/Hostile.swift", interface: Workbench.interface)
  }

  private static let forged = Stop.protocolViolation(
    "the reply pipe carried bytes that answer no request")

  struct Case: CustomTestStringConvertible, Sendable {
    var behaviour: String
    var stop: Stop
    var limits = WorkerLimits()
    var testDescription: String { behaviour }
  }

  private static let short = WorkerLimits(callMilliseconds: 100)

  static let cases = [
    Case(behaviour: "loop", stop: .timeLimit(milliseconds: 100), limits: short),
    Case(behaviour: "sleep", stop: .timeLimit(milliseconds: 100), limits: short),
    Case(behaviour: "stop", stop: .timeLimit(milliseconds: 100), limits: short),
    Case(
      behaviour: "sleep",
      stop: .timeLimit(milliseconds: 60_000),
      limits: WorkerLimits(callMilliseconds: 60_000, wallMilliseconds: 100)),
    Case(behaviour: "fatal", stop: .crashed(signal: trap, message: "Fatal error: boom at 4660")),
    Case(
      behaviour: "precondition",
      stop: .crashed(signal: trap, message: "Precondition failed: never 12")),
    Case(
      behaviour: "bare precondition", stop: .crashed(signal: trap, message: "Precondition failed")),
    Case(
      behaviour: "assertion", stop: .crashed(signal: trap, message: "Assertion failed: asserted")),
    Case(
      behaviour: "cast",
      stop: .crashed(
        signal: SIGABRT,
        message:
          "Could not cast value of type 'Swift.String' (0x…) to 'Swift.Array<Swift.Int>' (0x…).")
    ),
    Case(
      behaviour: "conflict",
      stop: .crashed(signal: SIGABRT, message: "Fatal access conflict detected.")),
    Case(
      behaviour: "index", stop: .crashed(signal: trap, message: "Fatal error: Index out of range")),
    Case(
      behaviour: "overflow",
      stop: .crashed(
        signal: trap,
        message: "a trap without a message: arithmetic overflow or another runtime check")),
    Case(
      behaviour: "recursion",
      stop: .crashed(
        signal: SIGSEGV,
        message: "an invalid memory access, most often recursion without an end")),
    Case(
      behaviour: "memory", stop: .memoryLimit, limits: WorkerLimits(memory: 256 << 20)),
    Case(
      behaviour: "flood", stop: .timeLimit(milliseconds: 200),
      limits: WorkerLimits(callMilliseconds: 200)
    ),
    Case(behaviour: "exit", stop: .exited(status: 0)),
    Case(behaviour: "exit 3", stop: .exited(status: 3)),
    Case(behaviour: "abort", stop: .crashed(signal: SIGABRT, message: "the process called abort")),
    Case(behaviour: "kill", stop: .crashed(signal: SIGKILL, message: "the process was killed")),
    Case(
      behaviour: "close",
      stop: .protocolViolation("the reply pipe was closed without a reply")),
    Case(behaviour: "forge", stop: forged),
    Case(behaviour: "forge huge", stop: forged),
    Case(behaviour: "linger", stop: .forbiddenOperation),
  ]

  #if arch(x86_64)
    private static let trap = SIGILL
  #else
    private static let trap = SIGTRAP
  #endif

  @Test(arguments: cases)
  func `a hostile worker is stopped for what it did and a fresh one answers`(
    example: Case
  ) throws {
    let worker = try Self.hostile.get().subject(limits: example.limits)
    let group = worker.processGroup
    #expect(throws: example.stop) { try worker.run(Workbench.adding([example.behaviour])) }
    #expect(Workbench.survivors(ofGroup: group) == [])
    #expect(throws: example.stop) { try worker.run(Workbench.adding(["honest"])) }

    try worker.restart()
    #expect(try worker.run(Workbench.adding(["a", "b"])).count == 2)
  }

  /// What the runtime says besides holds addresses.
  @Test(arguments: ["precondition", "bare precondition", "assertion", "cast", "conflict"])
  func `what the runtime says of a crash is not among what was printed`(_ way: String) throws {
    let worker = try Self.hostile.get().subject()
    #expect(throws: Stop.self) { try worker.run(Workbench.adding(["print", way])) }
    let printed = worker.printed
    #expect(printed.contains("hello") && printed.split(separator: "\n").count == 1, "\(printed)")
  }

  @Test func `addresses are told as such, and other numbers as they are`() throws {
    let worker = try Self.hostile.get().subject()
    #expect(throws: Stop.self) { try worker.run(Workbench.adding(["address"])) }
    #expect(worker.printed == "at 0x… and 0x1234567890ab1234\n")
  }

  @Test func `a worker that answers and later ends or writes fails the request after it`() throws {
    let worker = try Self.hostile.get().subject()
    for (behaviour, stop) in [
      ("exit later", Stop.exited(status: 0)), ("write later", Self.forged),
    ] {
      try worker.restart()
      #expect(try worker.run(Workbench.adding([behaviour])).count == 1)
      #expect(throws: stop) {
        for _ in 0..<1000 {
          usleep(10_000)
          _ = try worker.run(Workbench.adding(["honest"]))
        }
      }
    }
  }

  @Test func `a worker that cannot be started again is our fault, whatever led to it`() throws {
    let folder = try TemporaryFolder()
    #expect(chmod(folder.path, 0o755) == 0)
    let whole = try Installation.besideExecutable()
    let copy = folder.path + "/truthbook-worker"
    try writeNewFile(copy, try readWholeFile(whole.worker))
    #expect(chmod(copy, 0o755) == 0)
    let submission = try Submission.prepare(
      path: Workbench.folder + "/Fixtures/Hostile.swift", interface: Workbench.interface,
      installation: Installation(worker: copy, kitModules: whole.kitModules))
    let worker = try submission.subject()
    #expect(throws: Stop.exited(status: 0)) { try worker.run(Workbench.adding(["exit"])) }
    #expect(unlink(copy) == 0)
    let stop = try #require(throws: Stop.self) { try worker.restart() }
    guard case .unavailable(let why) = stop else {
      Issue.record("\(stop)")
      return
    }
    #expect(why.contains("could not be confined and was not started"))
    #expect(throws: stop) { try worker.run(Workbench.adding(["honest"])) }
  }

  @Test func `no process is left when a worker is let go`() throws {
    var worker: WorkerProcess? = try Self.hostile.get().subject()
    let group = try #require(worker?.processGroup)
    #expect(try worker?.run(Workbench.adding(["honest"])).count == 1)
    #expect(Workbench.members(ofGroup: group) == [group])
    worker = nil
    #expect(Workbench.survivors(ofGroup: group) == [])
  }

  @Test func `what a submission prints is captured and cannot act on a terminal`() throws {
    let worker = try Self.hostile.get().subject()
    _ = try worker.run(Workbench.adding(["print"]))
    let said = "hello \\u{1B}[31mred Hostile.swift\n"
    #expect(worker.printed == said)
    #expect(throws: Stop.self) { try worker.run(Workbench.adding(["print", "fatal"])) }
    #expect(worker.printed == said + said)
    try worker.restart()
    _ = try worker.run(Workbench.adding(["print"]))
    #expect(worker.printed == said + said + said)
  }

  @Test func `what is kept of all workers' output is bounded`() throws {
    let limits = WorkerLimits(callMilliseconds: 100, output: 1000)
    let worker = try Self.hostile.get().subject(limits: limits)
    for _ in 0..<3 {
      #expect(throws: Stop.timeLimit(milliseconds: 100)) {
        try worker.run(Workbench.adding(["flood"]))
      }
      try worker.restart()
    }
    let line = "again and again and again\n"
    let first = String(repeating: line, count: 40).prefix(1000)
    #expect(
      worker.printed == first + "\n(only the first 1000 bytes of what was printed are kept)\n")
  }

  @Test func `who prints more than is kept is answered, and its last words are known`() throws {
    let limits = WorkerLimits(output: 1000)
    let worker = try Self.hostile.get().subject(limits: limits)
    let lines = Array(repeating: "print", count: 20_000)
    for _ in 0..<2 { try #expect(worker.run(Workbench.adding(lines)).count == 20_000) }
    #expect(throws: Stop.crashed(signal: Self.trap, message: "Fatal error: boom at 4660")) {
      try worker.run(Workbench.adding(["many errors", "fatal"]))
    }
    #expect(worker.printed.hasPrefix("hello "))
    #expect(worker.printed.utf8.count < 1100)
  }

  @Test func `an answer longer than a pipe holds arrives whole`() throws {
    let worker = try Self.hostile.get().subject()
    let elements = (0..<20_000).map { "element number \($0)" }
    var program = Workbench.adding(elements)
    program.call(0) { SetRequest.observe(probes: elements).write(to: &$0) }
    let answers = try worker.run(program)
    #expect(answers.count == 20_001)
    #expect(answers.last.map { $0.count > 400_000 } == true)
  }

  @Test func `slots keep their values between requests and lose them on restart`() throws {
    let worker = try Self.hostile.get().subject()
    var observe = Program()
    observe.call(0) { SetRequest.observe(probes: ["a", "b"]).write(to: &$0) }
    _ = try worker.run(Workbench.adding(["a"]))
    #expect(try worker.run(observe) == [[1, 1, UInt8(ascii: "a"), 1, 0]])
    try worker.restart()
    #expect(throws: Stop.exited(status: 2)) { try worker.run(observe) }
  }

  @Test func `the instruction that stops a worker is found in a large program`() throws {
    let worker = try Self.hostile.get().subject()
    let elements = (0..<300).map { $0 == 217 ? "fatal" : "\($0)" }
    let program = Workbench.adding(elements)
    #expect(throws: Stop.self) { try worker.run(program) }
    // Instruction 0 makes the set.
    #expect(try worker.locate(program) == 218)

    var later = Program()
    later.call(0) { SetRequest.add("a").write(to: &$0) }
    later.call(0) { SetRequest.add("exit").write(to: &$0) }
    #expect(try worker.locate(later, after: [Workbench.adding(["honest"])]) == 1)
    #expect(try worker.locate(Workbench.adding(["honest"])) == nil)
    #expect(try worker.run(Workbench.adding(["honest"])).count == 1)
  }

  @Test(arguments: [
    ("fatal", #"fatalError("boom"#), ("index", "[1, 2]["), ("overflow", "Int.max +"),
    ("recursion", "recurse(depth + 1)"),
  ])
  func `a crash is traced to the learner's own line`(behaviour: String, line: String) throws {
    let submission = try Self.hostile.get()
    let site = try #require(try submission.crashSite(of: Workbench.adding([behaviour])))
    #expect(site.file == "Hostile.swift")
    #expect(site.source.contains(line))
  }

  @Test func `code that does not crash has no crash site`() throws {
    #expect(try Self.hostile.get().crashSite(of: Workbench.adding(["honest"])) == nil)
  }
}

@Suite struct `Replies` {
  @Test func `a reply that claims to be huge is refused before it is stored`() {
    var reader = ReplyReader(nonce: 7)
    let length = FrameHeader.payloadLimit + 1
    let header: [UInt8] =
      (0..<4).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) } + [7, 0, 0, 0, 0, 0, 0, 0]
    #expect(throws: Stop.self) { _ = try reader.append(header) }
  }

  @Test func `a reply may come byte by byte but not with a byte too many`() throws {
    let frame = FrameHeader(payloadLength: 3, nonce: .max).frame([1, 2, 3])
    var reader = ReplyReader(nonce: .max)
    for byte in frame.dropLast() { #expect(try reader.append([byte]) == nil) }
    #expect(try reader.append([3]) == [1, 2, 3])

    var other = ReplyReader(nonce: .max)
    #expect(throws: Stop.self) { _ = try other.append(frame + [0]) }
  }
}
