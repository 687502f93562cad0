import Foundation
import Glibc
import Testing

/// `truthbook reset`.
@Suite("truthbook: resetting")
struct ResetCommandTests {
  private let home: TemporaryHome
  private let file = "Exercises/or-set/ORSet.swift"

  init() throws { home = try TemporaryHome() }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: home.root.appending(path: name), encoding: .utf8)
  }

  private func copy(_ number: Int) -> String {
    ".truthbook/kept/\(file)" + (number == 1 ? "" : ".\(number)")
  }

  @Test func `each version is kept under a name of its own`() throws {
    let first = try text(file)
    for number in 1...3 {
      try home.write(file, Array("// version \(number)\n".utf8))
      let copy = copy(number)
      let outcome = try home.run("reset", "or-set")
      #expect(outcome.status == 0)
      #expect(
        outcome.output
          == "\(file) is the first version again. Yours is kept as \(copy).\n"
      )
      #expect(try text(file) == first)
    }
    for number in 1...3 {
      #expect(try text(copy(number)) == "// version \(number)\n")
    }
    let again = try home.run("reset", "or-set")
    #expect(again.output.contains("nothing was changed"))
    #expect(again.status == 0)
  }

  @Test func `a file that is gone comes back, and so does each of several`() throws {
    let first = try text(file)
    try FileManager.default.removeItem(atPath: home.path(file))
    #expect(
      try home.run("reset", "or-set").output == "\(file) is the first version again.\n")
    #expect(try text(file) == first)
    let names = try FileManager.default.contentsOfDirectory(
      atPath: home.path("Exercises/lamport-clock")
    ).filter { $0.hasSuffix(".swift") }
    try #require(names.count > 1)
    for name in names { try home.write("Exercises/lamport-clock/" + name, Array("// mine".utf8)) }
    #expect(try home.run("reset", "lamport-clock").status == 0)
    for name in names {
      #expect(try text(".truthbook/kept/Exercises/lamport-clock/" + name) == "// mine")
      #expect(try text("Exercises/lamport-clock/" + name) != "// mine")
    }
  }

  @Test func `what was passed is to be passed again`() throws {
    let reference = TemporaryHome.book("Solutions/or-set/ORSet.swift")
    try home.write(file, try Data(contentsOf: URL(filePath: reference)))
    #expect(try home.run("test", "or-set").status == 0)
    #expect(try home.run().output.contains("1 of "))
    #expect(try home.run("reset", "or-set").status == 0)
    #expect(try home.run().output.contains("0 of "))
  }

  @Test func `nothing is changed when nothing can be kept`() throws {
    try home.write(file, Array("// mine".utf8))
    try home.write(".truthbook/kept", Array("a file".utf8))
    try home.run("reset", "or-set").expectFault(5, containing: "nothing was reset", "kept")
    #expect(try text(file) == "// mine")
    try home.run("reset", "or-sat").expectFault(64, containing: "or-set")
  }
}
