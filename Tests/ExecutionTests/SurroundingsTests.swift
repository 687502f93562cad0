import Testing
import Wire

@testable import Execution

/// Nothing a submission can ask about is drawn by lot: what the grader chose decides.
@Suite struct `Chance and time of a worker` {
  private static let submission = Result {
    try Submission.prepare(
      try Intake.take(Workbench.folder + "/Fixtures/Chance.swift").files, Workbench.interface,
      user: .unchanged)
  }

  private static let ways = [
    "generator", "uuid", "getrandom", "getentropy", "arc4random_buf", "syscall", "rand", "drand48",
    "open", "file",
    "fopen", "date", "time", "timespec_get", "clock_gettime", "library's clock", "library's time",
    "kernel's clock", "kernel's getrandom",
  ]

  @Test(arguments: ways)
  func `are the same in every fresh worker, and others when others are chosen`(
    way: String
  ) throws {
    let submission = try Self.submission.get()
    let first = Surroundings(seed: 7, instant: 1_500_000_000_000_000_000)
    let second = Surroundings(seed: 8, instant: 1_600_000_000_000_000_000)
    let drawn = try submission.printed([way, way], first)
    let parts = drawn.split(separator: ";")
    #expect(parts.count == 2)
    #expect(!drawn.contains("-1 ") && !drawn.contains("none"), "\(drawn)")
    // A worker that drew one answer for ever would be no better than one that draws none.
    if !way.hasSuffix("time") { #expect(parts.first != parts.last) }
    #expect(try submission.printed([way, way], first) == drawn)
    #expect(try submission.printed([way, way], second) != drawn)
  }

  @Test(arguments: [
    "generator", "uuid", "getrandom", "getentropy", "arc4random_buf", "syscall", "rand", "drand48",
    "open", "file", "fopen",
  ])
  func `are counted as chance where they are drawn, each time`(way: String) throws {
    let pair = try Self.submission.get().pair(sameTime: true)
    defer { pair.end() }
    // A copy of the worker's library may draw when it is first used.
    for _ in 1...5 { try #expect(!pair.run(Workbench.adding([way])).isEmpty) }
    #expect(pair.randomPrograms >= 4)
  }

  @Test func `are what the grader chose where the kernel draws for every process`() throws {
    let submission = try Self.submission.get()
    let first = Surroundings(seed: 7, instant: 1_500_000_000_000_000_000)
    let second = Surroundings(seed: 8, instant: 1_500_000_000_000_000_000)
    let drawn = try submission.printed(["process's"], first)
    #expect(drawn.count > 20)
    #expect(try submission.printed(["process's"], first) == drawn)
    #expect(try submission.printed(["process's"], second) != drawn)
  }

  /// Numbers of the kernel's, and addresses: nobody asks for chance, and an answer may turn on them all the same.
  @Test(arguments: [
    "process", "called process", "thread", "user", "library's process", "object", "local",
    "large array", "submission",
  ])
  func `are in no number that the kernel gives, and in no address`(way: String) throws {
    let submission = try Self.submission.get()
    let first = Surroundings(seed: 7, instant: 1_500_000_000_000_000_000)
    let second = Surroundings(seed: 8, instant: 1_500_000_000_000_000_000)
    let drawn = try submission.printed([way, way], first)
    #expect(try submission.printed([way, way], first) == drawn)
    #expect(try submission.printed([way, way], second) != drawn)
  }

  @Test func `let who signals to itself by its number do so`() throws {
    let signalled = try Self.submission.get().printed(["signal"], .usual)
    #expect(signalled == "own;")
  }

  @Test func `are refused to who finds the C library's own function`() throws {
    let drawn = try Self.submission.get().printed(
      ["library's getrandom"], Surroundings(seed: 7, instant: 1))
    #expect(drawn == "-1 [0, 0, 0, 0, 0, 0, 0, 0, 0];")
  }

  @Test func `are not counted as chance where nobody asks for it`() throws {
    let pair = try Self.submission.get().pair(sameTime: true)
    defer { pair.end() }
    for _ in 1...5 { _ = try pair.run(Workbench.adding(["date", "time", "clock_gettime"])) }
    #expect(pair.randomPrograms == 0)
  }

  @Test func `are the usual ones in a worker that is given none`() throws {
    let submission = try Self.submission.get()
    let drawn = try submission.printed(["generator", "clock_gettime"], .usual)
    #expect(drawn.hasSuffix(";0 1700000000 0;"))
    let worker = try submission.subject()
    _ = try worker.run(Workbench.adding(["generator", "clock_gettime"]))
    #expect(worker.printed == drawn)
  }

  @Test func `do not come from the kernel for who asks it without the library`() throws {
    let drawn = try Self.submission.get().printed(["library's call"], .usual)
    // The time of day is refused; the time since the machine started is told.
    #expect(drawn == "-1 0, 0;")
  }

  /// A wait ends by the machine's time, however long ago or ahead the worker's own may be.
  @Test(arguments: [0, 4_000_000_000_000_000_000] as [UInt64])
  func `let a time come that is waited for`(instant: UInt64) throws {
    let drawn = try Self.submission.get().printed(
      ["until", "semaphore", "condition"], Surroundings(seed: 1, instant: instant))
    #expect(drawn == "came;passed;passed;")
  }
}

extension Submission {
  /// What it prints when the elements are added in a fresh worker with these surroundings.
  fileprivate func printed(_ elements: [String], _ surroundings: Surroundings) throws -> String {
    let worker = try subject(
      limits: WorkerLimits(callMilliseconds: 30_000), surroundings: surroundings)
    _ = try worker.run(Workbench.adding(elements))
    return worker.printed
  }
}
