import ExerciseKit
import Glibc
import Testing
import Wire

@testable import Execution

@Suite struct `Being told to stop` {
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `a signal leaves no process and no folder behind and still ends the program`(
    number: Int32
  ) async throws {
    let result: ExitTest.Result?
    switch number {
    case SIGINT:
      result = await #expect(
        processExitsWith: .signal(SIGINT), observing: [\.standardOutputContent]
      ) { try Self.workUntil(SIGINT) }
    case SIGTERM:
      result = await #expect(
        processExitsWith: .signal(SIGTERM), observing: [\.standardOutputContent]
      ) { try Self.workUntil(SIGTERM) }
    default:
      result = await #expect(
        processExitsWith: .signal(SIGHUP), observing: [\.standardOutputContent]
      ) { try Self.workUntil(SIGHUP) }
    }
    let output = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
    let line = try #require(output.split(separator: "\n").first { $0.hasPrefix("living ") })
    let words = line.split(separator: " ")
    let group = try #require(Int32(words[1]))
    #expect(Workbench.survivors(ofGroup: group) == [])
    #expect(realPath(String(words[2])) == nil)
  }

  /// Starts a worker that sleeps, says where it is, and sends itself the signal meanwhile.
  private static func workUntil(_ number: Int32) throws {
    try cleanUpOnSignal()
    let submission = try Submission.prepare(
      path: Workbench.folder + "/Fixtures/Hostile.swift", interface: Workbench.interface)
    let worker = try submission.subject()
    _ = try worker.run(Workbench.adding(["honest"]))
    print("living \(worker.processGroup) \(submission.folder)")
    fflush(nil)
    kill(getpid(), number)
    _ = try worker.run(Workbench.adding(["sleep"]))
    print("unreachable")
  }
}
