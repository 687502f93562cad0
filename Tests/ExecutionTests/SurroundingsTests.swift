import Glibc
import Testing
import Wire

@testable import Execution

/// Nothing a submission can ask about is drawn by lot: what the grader chose decides.
@Suite struct `Chance and time of a worker` {
  private static let submission = Result {
    try Submission.prepare(
      try Intake.read(Workbench.folder + "/Fixtures/Chance.swift"), Workbench.interface,
      user: .unchanged)
  }

  private static let ways = [
    "generator", "uuid", "getrandom", "getentropy", "arc4random_buf", "syscall", "rand", "drand48",
    "open", "file",
    "fopen", "date", "time", "timespec_get", "clock_gettime",
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
    if way != "time" { #expect(parts.first != parts.last) }
    #expect(try submission.printed([way, way], first) == drawn)
    #expect(try submission.printed([way, way], second) != drawn)
  }

  @Test func `are the usual ones in a worker that is given none`() throws {
    let submission = try Self.submission.get()
    let drawn = try submission.printed(["generator", "clock_gettime"], .usual)
    #expect(drawn.hasSuffix(";0 1700000000 0;"))
    let worker = try submission.subject()
    _ = try worker.run(Workbench.adding(["generator", "clock_gettime"]))
    #expect(worker.printed == drawn)
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
    let installation = try Installation.besideExecutable()
    let page = page(holding: surroundings)
    let (requests, output) = (try Pipe(), try Pipe())
    let process = try ChildProcess(
      installation.worker, [folder + "/submission.so"],
      profile: LaunchProfile(
        kind: .run,
        readable: [installation.worker, folder, try Toolchain.find().libraries],
        writable: [], user: .unchanged),
      limits: WorkerLimits(processorMilliseconds: 30_000).kernelLimits,
      descriptors: [
        (output.writeEnd, 1), (requests.readEnd, FrameHeader.requestDescriptor),
        (page, FrameHeader.progressDescriptor),
      ])
    defer { process.end() }
    output.writeEnd.close()
    let program = Workbench.adding(elements).bytes
    let frame = FrameHeader(payloadLength: program.count, nonce: 0).frame(program)
    #expect(write(requests.writeEnd.number, frame, frame.count) == frame.count)
    requests.writeEnd.close()
    var printed: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = read(output.readEnd.number, &chunk, chunk.count)
      guard count > 0 else { return String(decoding: printed, as: UTF8.self) }
      printed += chunk[..<count]
    }
  }
}

/// A page to share with a worker, of a file without a name.
private func page(holding surroundings: Surroundings) -> Descriptor {
  var name = Array("/tmp/truthbook-page-XXXXXX".utf8CString)
  let page = Descriptor(fcntl(mkstemp(&name), F_DUPFD_CLOEXEC, 16))
  unlink(name)
  #expect(ftruncate(page.number, off_t(FrameHeader.progressSize)) == 0)
  let bytes = surroundings.bytes
  #expect(pwrite(page.number, bytes, bytes.count, off_t(Surroundings.offset)) == bytes.count)
  return page
}
