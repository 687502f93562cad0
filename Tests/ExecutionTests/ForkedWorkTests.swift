import ExerciseKit
import Glibc
import Testing
import Wire

@testable import Execution

@Suite struct `A copy of this process` {
  /// Compiles a submission and asks it something.
  private static func grade() throws -> Submission {
    let submission = try Submission.prepare(
      path: Workbench.folder + "/Fixtures/Hostile.swift", interface: Workbench.interface)
    _ = try submission.subject().run(Workbench.adding(["honest"]))
    return submission
  }

  /// 0 when `work` throws nothing.
  private static func status(_ work: () throws -> Void) -> Int32 {
    do {
      try work()
      return 0
    } catch {
      print("\(error)")
      return 1
    }
  }

  @Test func `starts processes of its own, and leaves its original's alone`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      try cleanUpOnSignal()
      let submission = try Self.grade()
      let worker = try submission.subject()
      let first = try worker.run(Workbench.adding(["honest"]))
      for _ in 0..<2 {
        let copy = try ChildProcess(forking: {
          Self.status { _ = try Self.grade() }
        })
        try #require(copy.awaitEnding() == .exited(0))
      }
      try #require(access(submission.folder, F_OK) == 0)
      try #require(try worker.run(Workbench.adding(["honest"])) == first)
      _ = try Self.grade()
    }
  }

  @Test func `keeps what was made for its original, even when it lets go of it`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      let folder = Boxed(try TemporaryFolder())
      let path = try #require(folder.value?.path)
      let worker = Boxed(try Self.grade().subject())
      let group = try #require(worker.value?.processGroup)
      let copy = try ChildProcess(forking: {
        folder.value = nil
        worker.value = nil
        LiveResources.cleanUp {}
        return 7
      })
      try #require(copy.awaitEnding() == .exited(7))
      try #require(access(path, F_OK) == 0)
      try #require(Workbench.members(ofGroup: group) == [group])
    }
  }

  @Test func `can have threads that want the same lock at once`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      let copy = try ChildProcess(forking: {
        Self.contend()
        return 0
      })
      try #require(copy.awaitEnding() == .exited(0))
    }
  }

  /// Makes folders and lets go of them on two threads, which registers each under one lock.
  private static func contend() {
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { _ in
        `A copy of this process`.makeFolders()
        return nil
      }, nil)
    makeFolders()
    pthread_join(thread, nil)
  }

  private static func makeFolders() {
    for _ in 0..<300 { _ = status { _ = try TemporaryFolder() } }
  }

  @Test func `ends alone when it crashes`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      let copy = try ChildProcess(forking: {
        kill(getpid(), SIGKILL)
        return 0
      })
      try #require(copy.awaitEnding() == .signalled(SIGKILL))
      _ = try Self.grade()
    }
  }

  @Test func `hears a signal itself, and takes only its own with it`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      try cleanUpOnSignal()
      let folder = try TemporaryFolder()
      let told = try Pipe()
      let written = told.writeEnd.number
      let copy = try ChildProcess(forking: {
        Self.status {
          let submission = try Self.grade()
          try Self.tell(submission.folder, on: written)
          while true { pause() }
        }
      })
      told.writeEnd.close()
      let path = try Self.hear(on: told.readEnd.number)
      kill(copy.id, SIGTERM)
      try #require(copy.awaitEnding() == .signalled(SIGTERM))
      try #require(access(path, F_OK) != 0)
      try #require(access(folder.path, F_OK) == 0)
    }
  }

  @Test func `goes with its original, and with all that it had`() async throws {
    let result = await #expect(
      processExitsWith: .signal(SIGTERM), observing: [\.standardOutputContent]
    ) {
      try cleanUpOnSignal()
      let told = try Pipe()
      let written = told.writeEnd.number
      let copy = try ChildProcess(forking: {
        Self.status {
          let submission = try Self.grade()
          let worker = try submission.subject()
          try Self.tell("\(worker.processGroup) \(submission.folder)", on: written)
          while true { pause() }
        }
      })
      told.writeEnd.close()
      print("living \(copy.id) \(try Self.hear(on: told.readEnd.number))")
      fflush(nil)
      kill(getpid(), SIGTERM)
      while true { pause() }
    }
    let output = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
    let line = try #require(output.split(separator: "\n").first { $0.hasPrefix("living ") })
    let words = line.split(separator: " ")
    try #require(words.count == 4)
    #expect(Workbench.survivors(ofGroup: try #require(Int32(words[2]))) == [])
    #expect(access("/proc/\(words[1])", F_OK) != 0)
    #expect(access(String(words[3]), F_OK) != 0)
  }

  private static func tell(_ text: String, on descriptor: Int32) throws {
    var line = text + "\n"
    let count = line.withUTF8 { write(descriptor, $0.baseAddress, $0.count) }
    try #require(count == line.utf8.count)
  }

  private static func hear(on descriptor: Int32) throws -> String {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") { bytes.append(byte) }
    try #require(!bytes.isEmpty)
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Something that can be let go of from anywhere.
private final class Boxed<Value>: @unchecked Sendable {
  var value: Value?

  init(_ value: Value) { self.value = value }
}
