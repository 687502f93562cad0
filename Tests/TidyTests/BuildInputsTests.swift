import Foundation
import Testing

/// What tells `bin/truthbook` and CI that a program was built from these sources.
@Suite("What the program is built from")
struct BuildInputsTests {
  private final class Clone {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

    init() throws {
      for name in ["Package.swift", "bin/truthbook", "Sources/A/A.swift", "Solutions/B.swift"] {
        try write("// \(name)", to: name)
      }
      try write("// wrong", to: "Solutions/Mutants/or-set/m.swift")
      try write("// other", to: "Solutions/Alternatives/or-set/a.swift")
      try write("# words", to: "Chapters/a.md")
      let inputs = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../bin/inputs").standardized
      try write(String(contentsOf: inputs, encoding: .utf8), to: "bin/inputs")
    }

    func write(_ text: String, to name: String) throws {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }

    func digest() throws -> String {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = [
        "bash", "-euc", "source \"$0/bin/inputs\"; digest_inputs \"$0\"", folder.path,
      ]
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let said = try output.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      return String(decoding: said, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
  }

  @Test func `two clones with the same sources have one digest`() throws {
    let digest = try Clone().digest()
    #expect(digest.count == 64)
    #expect(try Clone().digest() == digest)
  }

  @Test(arguments: [
    "Package.swift", "bin/truthbook", "bin/inputs", "Sources/A/A.swift", "Sources/new.swift",
    "Solutions/B.swift",
  ])
  func `a change to what is built shows`(name: String) throws {
    let clone = try Clone()
    let before = try clone.digest()
    let text =
      name == "bin/inputs"
      ? try String(
        contentsOf: clone.folder.appending(path: name), encoding: .utf8) : ""
    try clone.write(text + "\n# changed\n", to: name)
    #expect(try clone.digest() != before)
  }

  @Test func `a file that moves shows`() throws {
    let clone = try Clone()
    let before = try clone.digest()
    try FileManager.default.moveItem(
      at: clone.folder.appending(path: "Sources/A"), to: clone.folder.appending(path: "Sources/B"))
    #expect(try clone.digest() != before)
  }

  @Test(arguments: [
    "Chapters/a.md", "Solutions/Mutants/or-set/m.swift", "Solutions/Alternatives/or-set/n.swift",
  ])
  func `a change to what is only read or graded does not`(name: String) throws {
    let clone = try Clone()
    let before = try clone.digest()
    try clone.write("// changed", to: name)
    #expect(try clone.digest() == before)
  }
}
