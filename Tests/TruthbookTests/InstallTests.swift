import Foundation
import Testing

/// `bin/install`.
@Suite("What is installed runs without the clone")
struct InstallTests {
  private let place: TemporaryPlace

  init() throws { place = try TemporaryPlace() }

  private func run(_ command: [String], in folder: URL) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["TRUTHBOOK_HOME"] = nil
    environment["TRUTHBOOK_PROGRAM"] = TemporaryHome.program.deletingLastPathComponent().path
    process.environment = environment
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  @Test func `an archive, unpacked anywhere, reads, grades and completes`() throws {
    let archive = place.root.appending(path: "truthbook.tar.gz")
    let install = TemporaryHome.book("bin/install")
    let made = try run([install, "--archive", archive.path], in: place.root)
    try #require(made.status == 0, "\(made.output)")
    let unpacked = place.root.appending(path: "any where")
    try FileManager.default.createDirectory(at: unpacked, withIntermediateDirectories: false)
    #expect(try run(["/bin/tar", "-xzf", archive.path], in: unpacked).status == 0)
    let prefix = unpacked.appending(path: "truthbook")
    let program = prefix.appending(path: "bin/truthbook").path

    let list = try run([program, "list", "or-set"], in: unpacked)
    #expect(list.output.contains("Observed-remove set"))
    #expect(try run([program, "read", "kit-or-set"], in: unpacked).output.contains("## Dot"))
    let right = TemporaryHome.book("Solutions/or-set/ORSet.swift")
    let verdict = try run([program, "grade", "or-set", right], in: unpacked)
    #expect(verdict.status == 0, "\(verdict.output)")
    for path in [
      "share/man/man1/truthbook.1", "share/bash-completion/completions/truthbook",
      "share/zsh/site-functions/_truthbook", "share/fish/vendor_completions.d/truthbook.fish",
    ] {
      let size = try prefix.appending(path: path).resourceValues(forKeys: [.fileSizeKey]).fileSize
      #expect(size ?? 0 > 1_000, "\(path)")
    }
  }

  @Test(arguments: [[], ["--help"], ["a", "b"], ["--archive"]])
  func `a call that says not where is refused`(_ arguments: [String]) throws {
    let outcome = try run([TemporaryHome.book("bin/install")] + arguments, in: place.root)
    #expect(outcome.status == 64)
    #expect(outcome.output.hasPrefix("usage: bin/install PREFIX"))
  }
}
