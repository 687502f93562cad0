import Testing
import Wire

@testable import Execution

/// Confinement must not be noticed by who does nothing wrong: not once in many fresh workers.
@Suite struct `Honest code, confined` {
  private static let submission = Result {
    try Submission.prepare(
      path: Workbench.folder + "/Fixtures/Honest.swift", interface: Workbench.interface)
  }

  @Test(arguments: [
    ("foundation", "1970-01-01 01:00 [1, 2, 3] 2.50", 20),
    ("regex", "2026 raft", 50),
    ("tasks", "338350", 100),
    ("sleep", "slept", 100),
    ("join", "7", 10),
    ("clocks", "time", 50),
    ("parallel", "4950", 50),
    ("recursion", "20000", 50),
    ("memory", "256", 3),
  ])
  func `works in every fresh worker`(use: String, result: String, times: Int) throws {
    let worker = try Self.submission.get().subject(
      limits: WorkerLimits(callMilliseconds: 30_000))
    for _ in 0..<times {
      try worker.restart()
      #expect(try worker.run(Workbench.adding([use])).count == 1)
    }
    #expect(worker.printed == String(repeating: result, count: times))
  }
}
